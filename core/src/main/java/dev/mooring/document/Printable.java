package dev.mooring.document;

/// Texts of strangers on a screen: names in a registry, words of a server, lines of a log. What is
/// not shown by this may move the cursor, hide what stands before it, or turn its direction.
public final class Printable {
  private Printable() {}

  /// One line without anything that a terminal or a reader could take for more than letters:
  /// control characters of both ranges, line ends, marks that turn the direction or take no room.
  ///
  /// @param longest characters that are kept; what is cut is shown as "..."
  public static String line(String text, int longest) {
    StringBuilder line = new StringBuilder(Math.min(text.length(), longest) + 3);
    boolean gap = false;
    for (int at = 0; at < text.length(); ) {
      int letter = text.codePointAt(at);
      at += Character.charCount(letter);
      if (isHarmful(letter) || Character.isWhitespace(letter)) {
        gap = !line.isEmpty();
        continue;
      }
      if (line.length() + (gap ? 1 : 0) >= longest) {
        return line.append("...").toString();
      }
      if (gap) {
        line.append(' ');
        gap = false;
      }
      line.appendCodePoint(letter);
    }
    return line.toString();
  }

  /// The same text with a question mark in place of each such character; spaces and its
  /// length stay.
  public static String marked(String text) {
    if (text.codePoints().noneMatch(Printable::isHarmful)) {
      return text;
    }
    StringBuilder line = new StringBuilder(text.length());
    text.codePoints().forEach(each -> line.appendCodePoint(isHarmful(each) ? '?' : each));
    return line.toString();
  }

  /// The beginning of a text; what is cut is shown as "...".
  ///
  /// @param longest characters that are kept
  public static String cut(String text, int longest) {
    if (text.length() <= longest) {
      return text;
    }
    boolean halved = longest > 0 && Character.isHighSurrogate(text.charAt(longest - 1));
    return text.substring(0, halved ? longest - 1 : longest) + "...";
  }

  private static boolean isHarmful(int letter) {
    return switch (Character.getType(letter)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> false;
    };
  }
}
