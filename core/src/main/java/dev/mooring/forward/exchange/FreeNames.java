package dev.mooring.forward.exchange;

import java.util.HashSet;
import java.util.Set;

/// Gives each forward of a context a name of its own.
final class FreeNames {
  static final int LONGEST = 100;

  private final Set<String> taken = new HashSet<>();

  /// The name, or the name with the first number, from 2, that makes it free.
  String free(String context, String name) {
    String next = name;
    String base = name.replaceFirst("-[0-9]{1,4}$", "");
    for (int i = 2; !taken.add(context + '\n' + next); i++) {
      next = base + "-" + i;
    }
    return next;
  }

  /// One line that can be shown and typed.
  static String clean(String name) {
    String line = name.replaceAll("[\\p{Cntrl}\\p{Zl}\\p{Zp}\\p{Cf}]+", " ").strip();
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST).strip();
  }
}
