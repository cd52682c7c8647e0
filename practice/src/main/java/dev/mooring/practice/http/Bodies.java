package dev.mooring.practice.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// Message bodies as streams: of a known length, or chunked.
public final class Bodies {
  private Bodies() {}

  /// The body that follows these headers. Reading it to its end leaves the connection at the next
  /// message.
  public static InputStream of(Headers headers, InputStream in) throws IOException {
    if (headers.has("Transfer-Encoding", "chunked")) {
      return new Chunked(in);
    }
    String length = headers.get("Content-Length").orElse("0");
    try {
      long bytes = Long.parseLong(length);
      if (bytes < 0) {
        throw new BadRequest(400);
      }
      return new Counted(in, bytes);
    } catch (NumberFormatException e) {
      throw new BadRequest(400);
    }
  }

  private static final class Counted extends InputStream {
    private final InputStream in;
    private long left;

    Counted(InputStream in, long left) {
      this.in = in;
      this.left = left;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
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
  }

  private static final class Chunked extends InputStream {
    private final InputStream in;
    private long left;
    private boolean first = true;
    private boolean done;

    Chunked(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (done) {
        return -1;
      }
      if (left == 0 && !nextChunk()) {
        return -1;
      }
      int count = in.read(buffer, offset, (int) Math.min(length, left));
      if (count < 0) {
        throw new EOFException("the connection ended within a chunk");
      }
      left -= count;
      return count;
    }

    private boolean nextChunk() throws IOException {
      if (!first) {
        line();
      }
      first = false;
      String size = line().split(";", 2)[0].strip();
      try {
        left = Long.parseLong(size, 16);
      } catch (NumberFormatException e) {
        throw new BadRequest(400);
      }
      if (left < 0) {
        throw new BadRequest(400);
      }
      if (left == 0) {
        for (int trailers = 0; !line().isEmpty(); trailers++) {
          if (trailers > 20) {
            throw new BadRequest(431);
          }
        }
        done = true;
      }
      return !done;
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
