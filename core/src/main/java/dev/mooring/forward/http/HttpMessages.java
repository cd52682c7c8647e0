package dev.mooring.forward.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/// Finds the messages in one direction of an HTTP/1.x connection, however its bytes are cut.
///
/// Kept are one start line and the few fields that say where a message ends; values of other
/// fields, which may hold secrets, and bodies are only counted. What breaks the rules or the limits
/// ends the looking: a guess at where the next message begins would tell of requests that never
/// were.
final class HttpMessages {
  /// Told what is found, in order.
  interface Reader {
    /// The first byte of a message.
    void began();

    /// @return how long the body is
    Framing.Body head(MessageHead head);

    /// @param size of the body
    void ended(long size);

    /// Nothing more is looked at in this direction.
    void stopped();
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
  private final HeadLines lines = new HeadLines();
  private final List<String> fields = new ArrayList<>();
  private State state = State.START;
  private String start = "";
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
      lines.clear();
      fields.clear();
      reader.stopped();
    }
  }

  Place place() {
    return switch (state) {
      case START -> lines.isEmpty() ? Place.BETWEEN : Place.ELSEWHERE;
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
    lines.restart();
    start = "";
    fields.clear();
    state = State.START;
    reader.ended(all);
  }

  /// @return where to go on
  private int line(byte[] bytes, int from, int end) {
    HeadLines.Part part =
        switch (state) {
          case START -> HeadLines.Part.START;
          case FIELD -> HeadLines.Part.FIELD;
          default -> HeadLines.Part.OTHER;
        };
    for (int at = from; at < end; at++) {
      boolean before = part == HeadLines.Part.START && lines.isEmpty();
      switch (lines.take(bytes[at], part)) {
        case MORE -> {
          if (before && !lines.isEmpty()) {
            reader.began();
          }
        }
        case WHOLE -> {
          line(lines.text());
          return at + 1;
        }
        case BROKEN -> {
          stop();
          return end;
        }
      }
    }
    return end;
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
          body(reader.head(new MessageHead(start, List.copyOf(fields))));
        } else {
          field(text);
        }
      }
      case CHUNK_SIZE -> chunkSize(text);
      case CHUNK_END -> {
        if (text.isEmpty()) {
          lines.restart();
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
    String name = HeadLines.name(text);
    // A folded line, or a name that servers read differently: where the message ends is open.
    if (name.isEmpty()) {
      stop();
    } else if (HeadLines.matters(name)) {
      fields.add(text.toLowerCase(Locale.ROOT));
    }
  }

  private void body(Framing.Body body) {
    if (state == State.STOPPED) {
      return;
    }
    switch (Framing.of(new MessageHead(start, fields), body)) {
      case Framing.Counted(long bytes) -> {
        left = bytes;
        state = State.COUNTED;
        if (left == 0) {
          ended();
        }
      }
      case Framing.Chunked ignored -> {
        lines.restart();
        state = State.CHUNK_SIZE;
      }
      case Framing.ToTheEnd ignored -> state = State.TO_THE_END;
      case Framing.Unclear ignored -> stop();
    }
  }

  private void chunkSize(String text) {
    OptionalLong length = Framing.chunk(text);
    if (length.isEmpty()) {
      stop();
      return;
    }
    left = length.getAsLong();
    lines.restart();
    state = left == 0 ? State.TRAILER : State.CHUNK;
  }
}
