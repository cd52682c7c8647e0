package dev.mooring.tunnel.flow;

import dev.mooring.platform.BlockInput;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Objects;

/// Reads what came for a stream. Closing it closes the stream.
///
/// A read waits for a byte and then takes what is there. An interrupted one is an
/// `InterruptedIOException` that leaves the thread's interrupt set and the stream usable.
public final class QueueInput extends BlockInput {
  private final ReceiveQueue queue;
  private final Runnable close;

  /// @param close closes the stream; called each time this is closed
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

  /// The bytes that are here already, and never what is still in the network.
  @Override
  public int available() {
    return queue.available();
  }

  @Override
  public void close() {
    close.run();
  }
}
