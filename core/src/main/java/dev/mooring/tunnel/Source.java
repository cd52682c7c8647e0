package dev.mooring.tunnel;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// A read buffer for one thread: small reads come out of it, large ones pass it by.
final class Source {
  private final InputStream input;
  private final byte[] buffer = new byte[16 * 1024];
  private int position;
  private int limit;

  Source(InputStream input) {
    this.input = input;
  }

  int read(byte[] target, int offset, int length) throws IOException {
    if (position == limit) {
      if (length >= buffer.length) {
        return input.read(target, offset, length);
      }
      int read = input.read(buffer, 0, buffer.length);
      if (read <= 0) {
        return -1;
      }
      position = 0;
      limit = read;
    }
    int taken = Math.min(length, limit - position);
    System.arraycopy(buffer, position, target, offset, taken);
    position += taken;
    return taken;
  }

  /// The next byte, or -1 at the end.
  int next() throws IOException {
    if (position == limit) {
      int read = input.read(buffer, 0, buffer.length);
      if (read <= 0) {
        return -1;
      }
      position = 0;
      limit = read;
    }
    return buffer[position++] & 0xff;
  }

  int must() throws IOException {
    int next = next();
    if (next < 0) {
      throw new EOFException("the connection ended inside a message");
    }
    return next;
  }
}
