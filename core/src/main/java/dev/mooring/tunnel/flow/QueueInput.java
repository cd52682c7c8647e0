package dev.mooring.tunnel.flow;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Objects;

/// Reads what came for a stream. Closing it closes the stream.
public final class QueueInput extends InputStream {
  private final ReceiveQueue queue;
  private final Runnable close;

  public QueueInput(ReceiveQueue queue, Runnable close) {
    this.queue = queue;
    this.close = close;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    try {
      return queue.read(target, offset, length);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  @Override
  public int available() {
    return queue.available();
  }

  @Override
  public void close() {
    close.run();
  }
}
