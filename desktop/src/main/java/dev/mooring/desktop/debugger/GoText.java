package dev.mooring.desktop.debugger;

import dev.mooring.desktop.debugger.CodeLine.Look;
import dev.mooring.desktop.debugger.CodeLine.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Splits Go source into lines and marks keywords, strings, and comments (the Go specification,
/// "Lexical elements").
final class GoText {
  private static final int LONGEST_LINE = 2_000;
  private static final String TAB = "    ";
  private static final Set<String> KEYWORDS =
      Set.of(
          "break",
          "case",
          "chan",
          "const",
          "continue",
          "default",
          "defer",
          "else",
          "fallthrough",
          "for",
          "func",
          "go",
          "goto",
          "if",
          "import",
          "interface",
          "map",
          "package",
          "range",
          "return",
          "select",
          "struct",
          "switch",
          "type",
          "var");

  private final List<CodeLine> lines = new ArrayList<>();
  private final List<Span> spans = new ArrayList<>();
  private final StringBuilder piece = new StringBuilder();
  private Look look = Look.PLAIN;
  private int width;

  private GoText() {}

  static boolean isKeyword(String word) {
    return KEYWORDS.contains(word);
  }

  static List<CodeLine> lines(String source) {
    GoText text = new GoText();
    text.read(source.replace("\r\n", "\n"));
    return text.lines;
  }

  private void read(String source) {
    int at = 0;
    while (at < source.length()) {
      int end = end(source, at);
      String token = source.substring(at, end);
      Look kind = kind(token);
      token.chars().forEach(each -> put((char) each, kind));
      at = end;
    }
    if (width > 0 || !spans.isEmpty() || piece.length() > 0) {
      line();
    }
  }

  private static Look kind(String token) {
    char first = token.charAt(0);
    if (token.startsWith("//") || token.startsWith("/*")) {
      return Look.COMMENT;
    }
    return first == '"' || first == '`' || first == '\''
        ? Look.STRING
        : KEYWORDS.contains(token) ? Look.KEYWORD : Look.PLAIN;
  }

  /// Where the token that begins there ends.
  private static int end(String source, int at) {
    char first = source.charAt(at);
    if (source.startsWith("//", at)) {
      return orEnd(source, source.indexOf('\n', at));
    }
    if (source.startsWith("/*", at)) {
      return orEnd(source, source.indexOf("*/", at + 2) + 2, 2);
    }
    if (first == '`') {
      return orEnd(source, source.indexOf('`', at + 1) + 1, 1);
    }
    if (first == '"' || first == '\'') {
      return quoted(source, at, first);
    }
    int end = at + 1;
    while (Character.isJavaIdentifierPart(first)
        && end < source.length()
        && Character.isJavaIdentifierPart(source.charAt(end))) {
      end++;
    }
    return end;
  }

  private static int orEnd(String source, int found) {
    return found < 0 ? source.length() : found;
  }

  /// @param nothing what a search that found nothing gives, with what was added to it
  private static int orEnd(String source, int found, int nothing) {
    return found == nothing - 1 ? source.length() : found;
  }

  private static int quoted(String source, int at, char quote) {
    for (int i = at + 1; i < source.length(); i++) {
      char each = source.charAt(i);
      if (each == '\n') {
        return i;
      }
      if (each == quote) {
        return i + 1;
      }
      if (each == '\\') {
        i++;
      }
    }
    return source.length();
  }

  private void put(char each, Look as) {
    if (each == '\n') {
      line();
      return;
    }
    if (as != look) {
      cut();
      look = as;
    }
    if (width < LONGEST_LINE) {
      String shown = each == '\t' ? TAB : Character.isISOControl(each) ? "\uFFFD" : "";
      if (shown.isEmpty()) {
        piece.append(each);
      } else {
        piece.append(shown);
      }
      width++;
    }
  }

  private void cut() {
    if (piece.length() > 0) {
      spans.add(new Span(piece.toString(), look));
      piece.setLength(0);
    }
  }

  private void line() {
    cut();
    long number = lines.size() + 1L;
    lines.add(new CodeLine(number, String.valueOf(number), spans, 0));
    spans.clear();
    width = 0;
  }
}
