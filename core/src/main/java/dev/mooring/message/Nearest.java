package dev.mooring.message;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What somebody meant who mistyped a name.
public final class Nearest {
  private Nearest() {}

  /// The name that needs the fewest changes, and of equals the first; none where all need
  /// more than a third of its letters.
  public static Optional<String> to(String typed, List<String> names) {
    return to(typed, names, 1).stream().findFirst();
  }

  /// The names that are meant by the same measure, nearest first.
  ///
  /// @param most how many of them
  public static List<String> to(String typed, List<String> names, int most) {
    int changes = Math.max(2, typed.length() / 3);
    return names.stream()
        .filter(each -> changes(typed, each) <= changes || isPart(typed, each))
        .sorted(Comparator.comparingInt(each -> changes(typed, each)))
        .limit(most)
        .toList();
  }

  private static boolean isPart(String typed, String name) {
    return typed.length() > 2 && (name.contains(typed) || typed.contains(name));
  }

  /// Levenshtein's distance: letters added, left out, or replaced. Takes as many steps as the
  /// product of both lengths.
  public static int changes(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int corner = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int above = row[j];
        int change = corner + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(change, 1 + Math.min(above, row[j - 1]));
        corner = above;
      }
    }
    return row[to.length()];
  }
}
