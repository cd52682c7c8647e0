package dev.mooring.tunnel.flow;

import dev.mooring.platform.BlockInput;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Objects;

/// Reads what came for a stream. Closing it closes the stream.
public final class QueueInput extends BlockInput {
  private final ReceiveQueue queue;
  private final Runnable close;

  public QueueInput(ReceiveQueue queue, Runnable close) {
    this.queue = queue;
    this.close = close;
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
