package dev.mooring.tunnel.connection;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// A read buffer for one thread: small reads come out of it, large ones pass it by. It never
/// reads more than the buffer ahead, and never waits for more than was asked for.
public final class Source extends InputStream {
  private final InputStream input;
  private final byte[] buffer;
  private int position;
  private int limit;

  /// With a buffer of 16 KiB.
  public Source(InputStream input) {
    this(input, 16 * 1024);
  }

  /// @param size of the buffer in bytes; reads of as many or more are made into the reader's
  /// own array
  public Source(InputStream input, int size) {
    this.input = input;
    this.buffer = new byte[size];
  }

  /// Takes what is buffered before it waits for more, and returns with that.
  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (position == limit) {
      if (length >= buffer.length) {
        return input.read(target, offset, length);
      }
      if (length == 0) {
        return 0;
      }
      if (!filled()) {
        return -1;
      }
    }
    int taken = Math.min(length, limit - position);
    System.arraycopy(buffer, position, target, offset, taken);
    position += taken;
    return taken;
  }

  @Override
  public int read() throws IOException {
    return position == limit && !filled() ? -1 : buffer[position++] & 0xff;
  }

  /// What a read gives without waiting, as far as the input below tells.
  @Override
  public int available() throws IOException {
    return limit - position + input.available();
  }

  /// The next byte, where there has to be one.
  ///
  /// @throws EOFException when the connection ends instead
  public int must() throws IOException {
    int next = read();
    if (next < 0) {
      throw new EOFException("the connection ended inside a message");
    }
    return next;
  }

  private boolean filled() throws IOException {
    int read = input.read(buffer, 0, buffer.length);
    position = 0;
    limit = Math.max(0, read);
    return read > 0;
  }
}
