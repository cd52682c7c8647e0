package dev.mooring.tunnel.flow;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Bytes that arrived for one stream and were not read yet, up to a limit; up to less of them
/// where much waits in other streams already.
///
/// One thread offers, one reads. A full queue makes the thread wait that reads the
/// connection, so that the far side is stopped by TCP. Small chunks are charged 64 bytes each
/// beside their content.
public final class ReceiveQueue {
  /// Enough for one stream to move at full speed.
  private static final int LEAST = 256 * 1024;

  /// What a queued chunk costs beside its bytes, so that one-byte frames cannot fill the heap.
  private static final int CHUNK_COST = 64;

  private static final class Chunk {
    private final byte[] bytes;
    private final int length;

    Chunk(byte[] bytes, int length) {
      this.bytes = bytes;
      this.length = length;
    }
  }

  private final int limit;
  private final Backlog backlog;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final Condition drained = lock.newCondition();
  private final ArrayDeque<Chunk> chunks = new ArrayDeque<>();
  private int position;
  private int cost;
  private boolean ended;
  private boolean closed;
  private @Nullable IOException failure;

  /// @param limit bytes after which [#offer] waits; the last chunk may go beyond it
  public ReceiveQueue(int limit) {
    this(limit, Backlog.OF_PROCESS);
  }

  public ReceiveQueue(int limit, Backlog backlog) {
    this.limit = limit;
    this.backlog = backlog;
  }

  /// Whether the next [#offer] would wait.
  public boolean full() {
    lock.lock();
    try {
      return crowded() && !closed;
    } finally {
      lock.unlock();
    }
  }

  private boolean crowded() {
    return cost >= limit || (cost >= LEAST && !backlog.ample());
  }

  /// Keeps the chunk, waiting while the queue is full. Bytes for a closed reader are dropped,
  /// and so are those that come after the end.
  ///
  /// @param bytes the queue's own from now on
  /// @param length how many of them count
  public void offer(byte[] bytes, int length) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (crowded() && !closed && !ended) {
        drained.await();
      }
      if (!closed && !ended) {
        chunks.add(new Chunk(bytes, length));
        cost += length + CHUNK_COST;
        backlog.add(length + CHUNK_COST);
        arrived.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /// No more will come. What is queued can still be read, then the reader meets the failure, or -1
  /// where there is none. Only the first end counts. Who waits in [#offer] goes on.
  public void end(@Nullable IOException why) {
    lock.lock();
    try {
      if (!ended) {
        ended = true;
        failure = why;
        arrived.signalAll();
        drained.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /// The reader has gone: what is queued is dropped, a read that waits fails, and [#offer]
  /// never waits again.
  public void close() {
    lock.lock();
    try {
      closed = true;
      chunks.clear();
      backlog.remove(cost);
      cost = 0;
      arrived.signalAll();
      drained.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Whether no more will come; what is queued may still be read.
  public boolean ended() {
    lock.lock();
    try {
      return ended || closed;
    } finally {
      lock.unlock();
    }
  }

  /// Why it ended otherwise than in order.
  @Nullable IOException failure() {
    lock.lock();
    try {
      return failure;
    } finally {
      lock.unlock();
    }
  }

  int available() {
    lock.lock();
    try {
      return Math.max(0, cost - CHUNK_COST * chunks.size() - position);
    } finally {
      lock.unlock();
    }
  }

  /// Waits for a byte, then takes all there is room for.
  int read(byte[] target, int offset, int length) throws IOException, InterruptedException {
    if (length == 0) {
      return 0;
    }
    lock.lockInterruptibly();
    try {
      while (chunks.isEmpty() && !ended && !closed) {
        arrived.await();
      }
      if (closed) {
        throw new IOException("the stream is closed");
      }
      if (chunks.isEmpty()) {
        if (failure != null) {
          throw failure;
        }
        return -1;
      }
      return take(target, offset, length);
    } finally {
      lock.unlock();
    }
  }

  private int take(byte[] target, int offset, int length) {
    int taken = 0;
    Chunk first = chunks.peek();
    while (first != null && taken < length) {
      int part = Math.min(length - taken, first.length - position);
      System.arraycopy(first.bytes, position, target, offset + taken, part);
      taken += part;
      position += part;
      if (position == first.length) {
        chunks.remove();
        position = 0;
        cost -= first.length + CHUNK_COST;
        backlog.remove(first.length + CHUNK_COST);
        first = chunks.peek();
      }
    }
    if (!crowded()) {
      drained.signal();
    }
    return taken;
  }
}
