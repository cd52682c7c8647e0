package dev.mooring.practice.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// Message bodies as streams: of a known length, or chunked.
public final class Bodies {
  private static final int MAX_TRAILERS = 20;
  private static final int MOST_UNREAD = 1 << 20;

  private Bodies() {}

  /// The body that follows these headers. Reading it to its end leaves the connection at the next
  /// message.
  public static InputStream of(Headers headers, InputStream in) throws IOException {
    return headers.has("Transfer-Encoding", "chunked")
        ? new Body(in, 0, true)
        : new Body(in, number(headers.get("Content-Length").orElse("0"), 10), false);
  }

  /// Reads what nobody wanted.
  ///
  /// @return false where it is too much
  static boolean drained(InputStream body) throws IOException {
    return body.readNBytes(MOST_UNREAD).length < MOST_UNREAD;
  }

  private static long number(String text, int radix) throws IOException {
    try {
      long number = Long.parseLong(text, radix);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new BadRequest(400);
    }
    throw new BadRequest(400);
  }

  /// A body of a known length is one chunk that no other follows.
  private static final class Body extends InputStream {
    private final InputStream in;
    private long left;
    private boolean more;
    private boolean begun;

    Body(InputStream in, long left, boolean more) {
      this.in = in;
      this.left = left;
      this.more = more;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (left == 0 && more) {
        nextChunk();
      }
      if (left == 0) {
        return -1;
      }
      int count = in.read(buffer, offset, (int) Math.min(length, left));
      if (count < 0) {
        throw new EOFException("the connection ended within the body");
      }
      left -= count;
      return count;
    }

    private void nextChunk() throws IOException {
      if (begun) {
        line();
      }
      begun = true;
      left = number(line().split(";", 2)[0].strip(), 16);
      more = left > 0;
      for (int trailers = 0; !more && !line().isEmpty(); trailers++) {
        if (trailers > MAX_TRAILERS) {
          throw new BadRequest(431);
        }
      }
    }

    private String line() throws IOException {
      String line = Headers.line(in);
      if (line == null) {
        throw new EOFException("the connection ended within a chunk");
      }
      return line;
    }
  }
}
