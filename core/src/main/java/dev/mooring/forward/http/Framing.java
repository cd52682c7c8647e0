package dev.mooring.forward.http;

import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/// Where the body of an HTTP/1.x message ends, as its fields say (RFC 9112, section 6.3). Fields
/// that contradict each other say nothing: servers read those differently, and a guess would let a
/// second message hide in the first.
sealed interface Framing {
  /// So many bytes.
  record Counted(long bytes) implements Framing {}

  /// Chunks, then a trailer.
  record Chunked() implements Framing {}

  /// Whatever comes until the connection ends.
  record ToTheEnd() implements Framing {}

  /// It cannot be told.
  record Unclear() implements Framing {}

  /// How a body ends.
  enum Body {
    NONE,
    /// As the fields say; none where they say nothing.
    BY_FIELDS,
    /// As the fields say; with the connection where they say nothing.
    BY_FIELDS_OR_CONNECTION,
    /// Whatever follows is not looked at.
    UNKNOWN
  }

  Pattern LENGTH = Pattern.compile("[0-9]{1,18}");
  Pattern CHUNK_LENGTH = Pattern.compile("[0-9A-Fa-f]{1,15}");

  /// @param body what the start lines say of it: a request without a length has none, and an answer
  /// without one ends with its connection
  static Framing of(MessageHead head, Body body) {
    return switch (body) {
      case NONE -> new Counted(0);
      case UNKNOWN -> new Unclear();
      case BY_FIELDS -> byFields(head, false);
      case BY_FIELDS_OR_CONNECTION -> byFields(head, true);
    };
  }

  private static Framing byFields(MessageHead fields, boolean orConnection) {
    List<String> codings = fields.values("transfer-encoding");
    List<String> lengths = fields.values("content-length").stream().distinct().toList();
    if (!codings.isEmpty()) {
      String all = String.join(",", codings);
      boolean chunked = all.substring(all.lastIndexOf(',') + 1).strip().equals("chunked");
      return chunked ? new Chunked() : orConnection ? new ToTheEnd() : new Unclear();
    }
    if (lengths.isEmpty()) {
      return orConnection ? new ToTheEnd() : new Counted(0);
    }
    String length = lengths.getFirst();
    return lengths.size() == 1 && LENGTH.matcher(length).matches()
        ? new Counted(Long.parseLong(length))
        : new Unclear();
  }

  /// How long a chunk is; 0 for the last one. Empty where the line says no length.
  static OptionalLong chunk(String line) {
    int extension = line.indexOf(';');
    String digits = (extension < 0 ? line : line.substring(0, extension)).strip();
    return CHUNK_LENGTH.matcher(digits).matches()
        ? OptionalLong.of(Long.parseLong(digits, 16))
        : OptionalLong.empty();
  }
}
