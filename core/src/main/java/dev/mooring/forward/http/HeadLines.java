package dev.mooring.forward.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// The lines before a body, put together from bytes as they come. Of fields that do not say where
/// the message ends the name alone is kept, since their values may hold secrets.
final class HeadLines {
  /// A start line, or a field that matters.
  private static final int LONGEST_LINE = 16 * 1024;

  /// All lines before a body, and all of a trailer.
  private static final int LONGEST = 64 * 1024;

  private static final Set<String> KEPT =
      Set.of("connection", "content-length", "transfer-encoding", "upgrade", "expect");

  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

  /// What a line is.
  enum Part {
    START,
    FIELD,
    OTHER
  }

  /// What came of a byte.
  enum Taken {
    MORE,
    /// The line is whole, to be had by [#text].
    WHOLE,
    /// It breaks the rules or the limits.
    BROKEN
  }

  private final ByteArrayOutputStream line = new ByteArrayOutputStream(128);
  private boolean skipping;
  private int size;

  /// Whether a field says where the message ends.
  ///
  /// @param name in any case
  static boolean matters(String name) {
    return KEPT.contains(name.toLowerCase(Locale.ROOT));
  }

  /// The name of a field's line; empty where it is none that all servers read alike (RFC 9112,
  /// section 5.1).
  static String name(String line) {
    String name = line.substring(0, Math.max(0, line.indexOf(':')));
    return TOKEN.matcher(name).matches() ? name : "";
  }

  Taken take(byte next, Part part) {
    if (++size > LONGEST) {
      return Taken.BROKEN;
    }
    if (next == '\n') {
      skipping = false;
      return Taken.WHOLE;
    }
    return skipping || keep(next, part) ? Taken.MORE : Taken.BROKEN;
  }

  private boolean keep(byte next, Part part) {
    if (part == Part.START && isEmpty()) {
      if (next == '\r') {
        return true;
      }
      if (!letter(next)) {
        return false;
      }
    }
    if (line.size() == LONGEST_LINE || (next >= 0 && next < ' ' && next != '\r' && next != '\t')) {
      return false;
    }
    // The name stays, to be judged when the line is whole.
    skipping = part == Part.FIELD && next == ':' && !matters(words());
    line.write(next);
    return true;
  }

  /// The whole line without its end; the next one begins.
  String text() {
    String text = words();
    line.reset();
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }

  boolean isEmpty() {
    return line.size() == 0;
  }

  /// The next lines are of another head, or of a trailer.
  void restart() {
    size = 0;
  }

  /// Forgets what is kept of a line.
  void clear() {
    line.reset();
  }

  private String words() {
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  private static boolean letter(byte next) {
    return (next >= 'A' && next <= 'Z') || (next >= 'a' && next <= 'z');
  }
}
