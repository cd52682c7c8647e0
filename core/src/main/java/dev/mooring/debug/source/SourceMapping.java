package dev.mooring.debug.source;

import java.util.List;

/// Where the user's directories are in the paths that the program was compiled with.
///
/// @param rules first match wins
public record SourceMapping(List<Rule> rules) {

  /// @param local directory on the user's machine
  /// @param built the same in the program; a module path when it was built with -trimpath
  public record Rule(String local, String built) {}

  public SourceMapping {
    rules = List.copyOf(rules);
  }
}
