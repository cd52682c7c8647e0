package dev.mooring.tunnel.flow;

import dev.mooring.platform.BlockOutput;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Objects;

/// Writes to a stream in pieces that a frame or a message holds. Closing it closes the
/// stream.
///
/// A write returns once all pieces were taken for sending, not once they were sent. It is not
/// atomic: of one that fails any number of pieces may have gone.
public final class PieceOutput extends BlockOutput {
  private final int largest;
  private final Sender sender;
  private final Runnable close;

  /// Sends one piece, waiting for room.
  @FunctionalInterface
  public interface Sender {
    void send(byte[] source, int offset, int length) throws IOException, InterruptedException;
  }

  /// @param largest bytes of one piece
  /// @param close closes the stream; called each time this is closed
  public PieceOutput(int largest, Sender sender, Runnable close) {
    this.largest = largest;
    this.sender = sender;
    this.close = close;
  }

  @Override
  public void write(byte[] source, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, source.length);
    try {
      for (int written = 0; written < length; written += largest) {
        sender.send(source, offset + written, Math.min(largest, length - written));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  @Override
  public void close() {
    close.run();
  }
}
