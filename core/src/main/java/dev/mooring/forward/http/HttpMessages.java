package dev.mooring.forward.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Finds the messages in one direction of an HTTP/1.x connection, however its bytes are cut.
///
/// Kept are one start line and the few fields that say where a message ends; values of other
/// fields, which may hold secrets, and bodies are only counted. What breaks the rules or the limits
/// ends the looking: a guess at where the next message begins would tell of requests that never
/// were.
final class HttpMessages {
  /// A start line, or a field that matters.
  private static final int LONGEST_LINE = 16 * 1024;

  /// All lines before a body, and all of a trailer.
  private static final int LONGEST_HEAD = 64 * 1024;

  private static final Set<String> KEPT =
      Set.of("connection", "content-length", "transfer-encoding", "upgrade", "expect");

  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");
  private static final Pattern CHUNK_LENGTH = Pattern.compile("[0-9A-Fa-f]{1,15}");

  /// Told what is found, in order.
  interface Reader {
    /// The first byte of a message.
    void began();

    /// @return how long the body is
    Body head(Head head);

    /// @param size of the body
    void ended(long size);

    /// Nothing more is looked at in this direction.
    void stopped();
  }

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

  /// Where the looking stands.
  enum Place {
    /// The last message is whole, and no byte of the next has come.
    BETWEEN,
    /// In a body whose last byte will be known.
    BODY,
    /// In a head, in a body that ends with the connection, or not looking any more.
    ELSEWHERE
  }

  /// The fields are in lower case, each as `name: value`.
  record Head(String start, List<String> fields) {

    List<String> values(String name) {
      return fields.stream()
          .filter(each -> each.startsWith(name + ":"))
          .map(each -> each.substring(name.length() + 1).strip())
          .toList();
    }

    boolean has(String name) {
      return !values(name).isEmpty();
    }
  }

  private enum State {
    START,
    FIELD,
    COUNTED,
    CHUNK_SIZE,
    CHUNK,
    CHUNK_END,
    TRAILER,
    TO_THE_END,
    STOPPED
  }

  private final Reader reader;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream(128);
  private final List<String> fields = new ArrayList<>();
  private State state = State.START;
  private String start = "";
  private boolean skipping;
  private int head;
  private long left;
  private long size;

  HttpMessages(Reader reader) {
    this.reader = reader;
  }

  void look(byte[] bytes, int offset, int length) {
    int at = offset;
    int end = offset + length;
    while (at < end && state != State.STOPPED) {
      switch (state) {
        case COUNTED, CHUNK -> {
          int counted = (int) Math.min(left, end - at);
          at += counted;
          size += counted;
          left -= counted;
          if (left == 0) {
            counted();
          }
        }
        case TO_THE_END -> {
          size += end - at;
          at = end;
        }
        default -> at = line(bytes, at, end);
      }
    }
  }

  /// The connection ended in order.
  void end() {
    if (state == State.TO_THE_END) {
      ended();
    }
  }

  /// Looks no further.
  void stop() {
    if (state != State.STOPPED) {
      state = State.STOPPED;
      line.reset();
      fields.clear();
      reader.stopped();
    }
  }

  Place place() {
    return switch (state) {
      case START -> line.size() == 0 ? Place.BETWEEN : Place.ELSEWHERE;
      case COUNTED, CHUNK_SIZE, CHUNK, CHUNK_END, TRAILER -> Place.BODY;
      case FIELD, TO_THE_END, STOPPED -> Place.ELSEWHERE;
    };
  }

  /// Whether a message of HTTP/1.x has begun and its end is still to come.
  boolean unfinished() {
    return place() == Place.BODY || (state == State.FIELD && start.contains(" HTTP/1."));
  }

  /// Of the present body, so far.
  long size() {
    return size;
  }

  private void counted() {
    if (state == State.COUNTED) {
      ended();
    } else {
      state = State.CHUNK_END;
    }
  }

  private void ended() {
    long all = size;
    size = 0;
    head = 0;
    start = "";
    fields.clear();
    state = State.START;
    reader.ended(all);
  }

  /// @return where to go on
  private int line(byte[] bytes, int from, int end) {
    for (int at = from; at < end; at++) {
      byte next = bytes[at];
      if (++head > LONGEST_HEAD) {
        stop();
        return end;
      }
      if (next == '\n') {
        String text = line.toString(StandardCharsets.ISO_8859_1);
        line.reset();
        skipping = false;
        line(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
        return at + 1;
      }
      if (!skipping && !keep(next)) {
        stop();
        return end;
      }
    }
    return end;
  }

  private boolean keep(byte next) {
    if (state == State.START && line.size() == 0) {
      if (next == '\r') {
        return true;
      }
      if (!letter(next)) {
        return false;
      }
      reader.began();
    }
    if (line.size() == LONGEST_LINE || (next >= 0 && next < ' ' && next != '\r' && next != '\t')) {
      return false;
    }
    if (state == State.FIELD
        && next == ':'
        && !KEPT.contains(lower(line.toString(StandardCharsets.ISO_8859_1)))) {
      // The name stays, to be judged when the line is whole.
      skipping = true;
    }
    line.write(next);
    return true;
  }

  private void line(String text) {
    switch (state) {
      case START -> {
        if (!text.isEmpty()) {
          start = text;
          state = State.FIELD;
        }
      }
      case FIELD -> {
        if (text.isEmpty()) {
          body(reader.head(new Head(start, List.copyOf(fields))));
        } else {
          field(text);
        }
      }
      case CHUNK_SIZE -> chunkSize(text);
      case CHUNK_END -> {
        if (text.isEmpty()) {
          head = 0;
          state = State.CHUNK_SIZE;
        } else {
          stop();
        }
      }
      case TRAILER -> {
        if (text.isEmpty()) {
          ended();
        }
      }
      default -> stop();
    }
  }

  private void field(String text) {
    int colon = text.indexOf(':');
    // A folded line, or a name that servers read differently: where the message ends is open.
    if (colon < 1 || !token(text.substring(0, colon))) {
      stop();
    } else if (KEPT.contains(lower(text.substring(0, colon)))) {
      fields.add(lower(text));
    }
  }

  private void body(Body body) {
    if (state == State.STOPPED) {
      return;
    }
    switch (body) {
      case NONE -> ended();
      case UNKNOWN -> stop();
      case BY_FIELDS, BY_FIELDS_OR_CONNECTION ->
          framed(new Head(start, fields), body == Body.BY_FIELDS_OR_CONNECTION);
    }
  }

  private void framed(Head head, boolean orConnection) {
    List<String> codings = head.values("transfer-encoding");
    List<String> lengths = head.values("content-length").stream().distinct().toList();
    if (!codings.isEmpty()) {
      String all = String.join(",", codings);
      if (all.substring(all.lastIndexOf(',') + 1).strip().equals("chunked")) {
        this.head = 0;
        state = State.CHUNK_SIZE;
      } else if (orConnection) {
        state = State.TO_THE_END;
      } else {
        stop();
      }
    } else if (lengths.isEmpty()) {
      if (orConnection) {
        state = State.TO_THE_END;
      } else {
        ended();
      }
    } else if (lengths.size() == 1 && LENGTH.matcher(lengths.getFirst()).matches()) {
      left = Long.parseLong(lengths.getFirst());
      state = State.COUNTED;
      if (left == 0) {
        ended();
      }
    } else {
      stop();
    }
  }

  private void chunkSize(String text) {
    int extension = text.indexOf(';');
    String digits = (extension < 0 ? text : text.substring(0, extension)).strip();
    if (!CHUNK_LENGTH.matcher(digits).matches()) {
      stop();
      return;
    }
    left = Long.parseLong(digits, 16);
    head = 0;
    state = left == 0 ? State.TRAILER : State.CHUNK;
  }

  private static boolean letter(byte next) {
    return (next >= 'A' && next <= 'Z') || (next >= 'a' && next <= 'z');
  }

  private static boolean token(String text) {
    return TOKEN.matcher(text).matches();
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
