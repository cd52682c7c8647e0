package dev.mooring.tunnel.flow;

import dev.mooring.tunnel.ByteStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// A stream whose bytes wait in a [ReceiveQueue] until they are read, and leave in pieces.
///
/// The first end that the queue is told is the stream's: what happens to the connection after an
/// orderly end makes no loss of it, and nothing makes an end of a loss.
public abstract class QueuedStream implements ByteStream {
  private final ReceiveQueue queue;
  private final int largest;
  private final AtomicBoolean closed = new AtomicBoolean();

  /// @param limit bytes that wait to be read at most
  /// @param largest bytes of a piece at most
  protected QueuedStream(int limit, int largest) {
    this.queue = new ReceiveQueue(limit);
    this.largest = largest;
  }

  @Override
  public final InputStream input() {
    return new QueueInput(queue, this::close);
  }

  @Override
  public final OutputStream output() {
    return new PieceOutput(largest, this::send, this::close);
  }

  @Override
  public final void close() {
    if (closed.compareAndSet(false, true)) {
      queue.close();
      closed();
    }
  }

  @Override
  public final boolean lost() {
    return queue.failure() != null;
  }

  /// Also while bytes that came before the end are still to be read.
  @Override
  public boolean ended() {
    return queue.ended();
  }

  /// Lets the far side know that its owner is done with it. Called once; must not block.
  protected abstract void closed();

  /// Sends one piece, waiting for room. The bytes are the writer's again when it returns.
  protected abstract void transmit(byte[] source, int offset, int length)
      throws IOException, InterruptedException;

  /// Whether the next [#deliver] would wait.
  protected final boolean full() {
    return queue.full();
  }

  /// Keeps bytes for the reader, waiting for room. The array is the stream's from now on.
  /// Called by the thread that reads the connection, which stands still meanwhile.
  protected final void deliver(byte[] bytes, int length) throws InterruptedException {
    queue.offer(bytes, length);
  }

  /// No more will be delivered.
  ///
  /// @param why null where it ended in order
  protected final void over(@Nullable IOException why) {
    queue.end(why);
  }

  private void send(byte[] source, int offset, int length)
      throws IOException, InterruptedException {
    IOException failure = queue.failure();
    if (failure != null) {
      throw failure;
    }
    if (closed.get()) {
      throw new IOException("the stream is closed");
    }
    transmit(source, offset, length);
  }
}
