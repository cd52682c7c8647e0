package dev.mooring.forward.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// What stands between and after the chunks of a request's body (RFC 9112, section 7.1). Nothing is
/// taken that servers could read in two ways: extensions, lines without `\r`, sizes that are not
/// plain digits, and fields in a trailer that would matter.
///
/// Used for one body after the other, by one thread at a time.
final class ChunkedBody {
  private static final int LONGEST_TRAILER = 16 * 1024;
  private static final int LONGEST_SIZE = 15;

  private enum State {
    SIZE,
    SIZE_END,
    CONTENT,
    CONTENT_END,
    CONTENT_END_LINE,
    TRAILER,
    ENDED
  }

  private final ByteArrayOutputStream line = new ByteArrayOutputStream(32);
  private State state = State.ENDED;
  private byte last;
  private int digits;
  private int trailer;
  private long left;

  void begin() {
    state = State.SIZE;
    digits = 0;
    left = 0;
  }

  /// Bytes of content that come next, to be told by [#pass] and not by [#take].
  long left() {
    return state == State.CONTENT ? left : 0;
  }

  void pass(long content) {
    left -= content;
    if (left == 0) {
      state = State.CONTENT_END;
    }
  }

  boolean ended() {
    return state == State.ENDED;
  }

  /// A byte that is no content.
  ///
  /// @return why it cannot pass; null where it can
  @Nullable HttpRefusal take(byte next) {
    return switch (state) {
      case SIZE -> size(next);
      case SIZE_END -> {
        trailer = 0;
        yield expect(next, '\n', left == 0 ? State.TRAILER : State.CONTENT);
      }
      case CONTENT_END -> expect(next, '\r', State.CONTENT_END_LINE);
      case CONTENT_END_LINE -> {
        digits = 0;
        left = 0;
        yield expect(next, '\n', State.SIZE);
      }
      case TRAILER -> trailer(next);
      case CONTENT, ENDED -> throw new IllegalStateException(state.toString());
    };
  }

  private @Nullable HttpRefusal size(byte next) {
    int digit = Character.digit(next, 16);
    if (next == '\r' && digits > 0) {
      state = State.SIZE_END;
    } else if (next >= '0' && digit >= 0 && ++digits <= LONGEST_SIZE) {
      left = left * 16 + digit;
    } else {
      return HttpRefusal.unclear(Messages.of("the-size-of-a-chunk-is"));
    }
    return null;
  }

  private @Nullable HttpRefusal expect(byte next, char wanted, State then) {
    if (next != wanted) {
      return HttpRefusal.unclear(Messages.of("a-chunk-does-not-end-where"));
    }
    state = then;
    return null;
  }

  private @Nullable HttpRefusal trailer(byte next) {
    boolean ends = next == '\n';
    if (ends != (last == '\r') || ++trailer > LONGEST_TRAILER) {
      return HttpRefusal.unclear(Messages.of("the-trailers-of-the-request-are"));
    }
    line.write(next);
    last = next;
    return ends ? trailer() : null;
  }

  private @Nullable HttpRefusal trailer() {
    String text = line.toString(StandardCharsets.ISO_8859_1);
    line.reset();
    last = 0;
    if (text.length() == 2) {
      state = State.ENDED;
    } else if (!RequestHead.isTrailer(text.substring(0, text.length() - 2))) {
      return HttpRefusal.unclear(Messages.of("the-trailers-of-the-request-are"));
    }
    return null;
  }
}
