package dev.mooring.registry.program;

import java.util.ArrayList;
import java.util.List;

/// A module that Go built into a program (cmd/go's build information).
///
/// @param path as go.mod has it; that of its replacement where it was replaced
/// @param version "v0.3.0", or "(devel)"; empty where none is said
public record GoModule(String path, String version) {
  private static final int MOST = 5000;

  /// The main module first, then those it needs.
  static List<GoModule> read(String info) {
    List<GoModule> modules = new ArrayList<>();
    for (String line : info.lines().toList()) {
      String[] words = line.split("\t", -1);
      boolean module = words[0].equals("mod") || words[0].equals("dep");
      boolean replacement = words[0].equals("=>") && !modules.isEmpty();
      if (words.length < 2 || !(module || replacement) || modules.size() >= MOST) {
        continue;
      }
      if (replacement) {
        modules.removeLast();
      }
      modules.add(new GoModule(words[1], words.length > 2 ? words[2] : ""));
    }
    return List.copyOf(modules);
  }
}
