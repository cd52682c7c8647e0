package dev.mooring.forward.listener;

import dev.mooring.platform.BlockInput;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/// What an application says first, within a time: where it is to speak first, one that says nothing
/// keeps no place.
final class FirstRequest extends BlockInput {
  private final InputStream input;
  private final Socket raw;
  private final long end;

  /// @param raw the socket below, also where TLS lies between
  FirstRequest(InputStream input, Socket raw, Duration limit) {
    this.input = input;
    this.raw = raw;
    this.end = System.nanoTime() + limit.toNanos();
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    long left = (end - System.nanoTime()) / 1_000_000;
    if (left <= 0) {
      throw new SocketTimeoutException();
    }
    raw.setSoTimeout((int) left);
    int read = input.read(bytes, offset, length);
    raw.setSoTimeout(0);
    return read;
  }

  @Override
  public void close() throws IOException {
    input.close();
  }
}
