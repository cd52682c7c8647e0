package dev.mooring.engine.docker;

import dev.mooring.message.Nearest;
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
                Nearest.changes(asked, name) <= Math.max(2, asked.length() / 3)
                    || contains(asked, name))
        .sorted(Comparator.comparingInt((String name) -> Nearest.changes(asked, name)))
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
}
