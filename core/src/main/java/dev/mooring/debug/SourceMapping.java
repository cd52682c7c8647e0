package dev.mooring.debug;

import java.util.List;

/// Where the user's directories are in the paths that the program was compiled with.
///
/// @param rules first match wins
record SourceMapping(List<Rule> rules) {

  /// @param local directory on the user's machine
  /// @param built the same in the program; a module path when it was built with -trimpath
  record Rule(String local, String built) {}

  SourceMapping {
    rules = List.copyOf(rules);
  }
}
