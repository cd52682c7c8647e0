package dev.mooring.registry;

import java.util.List;

/// The names of a list: those that can be asked for, and what stands among them that can be none.
///
/// @param valid in natural order
/// @param odd a row for each of the first hundred others, with what is wrong with it
/// @param more whether the registry lists others beyond what is read of it
public record Names(List<String> valid, List<ImageRow> odd, boolean more) {
  public Names {
    valid = List.copyOf(valid);
    odd = List.copyOf(odd);
  }

  /// All of them, and nothing odd.
  public static Names of(List<String> valid) {
    return new Names(valid, List.of(), false);
  }
}
