package dev.mooring.practice.mesh;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Istio's path normalization BASE as Envoy does it before policies are asked: backslashes become
/// slashes, escaped unreserved characters are unescaped (`%2e`, not `%2f`), dot segments are
/// resolved, repeated slashes stay.
final class UrlPath {
  private UrlPath() {}

  /// @return nothing for a path that Envoy refuses
  static Optional<String> normal(String path) {
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < path.length(); i++) {
      char next = path.charAt(i);
      int escaped = next == '%' ? escaped(path, i) : -1;
      if (escaped == 0 || next == 0) {
        return Optional.empty();
      }
      if (escaped > 0 && unreserved((char) escaped)) {
        plain.append((char) escaped);
        i += 2;
      } else {
        plain.append(next == '\\' ? '/' : next);
      }
    }
    return Optional.of(resolved(plain.toString()));
  }

  /// Whether the path, without its query, has a `%2f` or `%5c`.
  static boolean escapesSlashes(String path) {
    String lower = path.substring(0, (path + "?").indexOf('?')).toLowerCase(Locale.ROOT);
    return lower.contains("%2f") || lower.contains("%5c");
  }

  private static int escaped(String path, int at) {
    return at + 2 < path.length()
            && HexFormat.isHexDigit(path.charAt(at + 1))
            && HexFormat.isHexDigit(path.charAt(at + 2))
        ? HexFormat.fromHexDigits(path, at + 1, at + 3)
        : -1;
  }

  private static boolean unreserved(char each) {
    return (each >= 'a' && each <= 'z')
        || (each >= 'A' && each <= 'Z')
        || (each >= '0' && each <= '9')
        || "-._~".indexOf(each) >= 0;
  }

  private static String resolved(String path) {
    Deque<String> kept = new ArrayDeque<>();
    List<String> segments = new ArrayList<>(List.of(path.substring(1).split("/", -1)));
    for (int i = 0; i < segments.size(); i++) {
      boolean last = i == segments.size() - 1;
      switch (segments.get(i)) {
        case "." -> {
          if (last) {
            kept.addLast("");
          }
        }
        // Seen on Envoy 1.40: "..;" counts as the parent too.
        case "..", "..;" -> {
          kept.pollLast();
          if (last) {
            kept.addLast("");
          }
        }
        default -> kept.addLast(segments.get(i));
      }
    }
    return "/" + String.join("/", kept);
  }
}
