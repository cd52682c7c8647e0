package dev.mooring.engine.docker;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// Names that a mistyped one may have meant.
final class NearNames {
  private static final int SHOWN = 3;
  private static final int LONGEST = 300;

  private NearNames() {}

  static List<String> of(String asked, List<String> names) {
    if (asked.length() > LONGEST) {
      return List.of();
    }
    return names.stream()
        .distinct()
        .filter(name -> name.length() <= LONGEST)
        .filter(
            name ->
                distance(asked, name) <= Math.max(2, asked.length() / 3) || contains(asked, name))
        .sorted(Comparator.comparingInt((String name) -> distance(asked, name)))
        .limit(SHOWN)
        .toList();
  }

  /// The same image under another tag or in another repository.
  private static boolean contains(String asked, String name) {
    String word = last(asked);
    return word.length() >= 3 && last(name).contains(word);
  }

  private static String last(String name) {
    String path = name.substring(name.lastIndexOf('/') + 1);
    int colon = path.indexOf(':');
    return (colon < 0 ? path : path.substring(0, colon)).toLowerCase(Locale.ROOT);
  }

  /// Levenshtein's.
  private static int distance(String left, String right) {
    int[] row = new int[right.length() + 1];
    for (int j = 0; j <= right.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= left.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= right.length(); j++) {
        int substituted = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[right.length()];
  }
}
