package dev.mooring.mesh;

import java.time.Duration;

/// Wakes those who wait for something to change: who has counted before looking misses nothing.
/// Thread-safe.
final class Changes implements AutoCloseable {
  private long count;
  private boolean closed;

  synchronized long seen() {
    return count;
  }

  synchronized void tell() {
    count++;
    notifyAll();
  }

  /// Until something has changed since then, or so much time has passed.
  ///
  /// @throws InterruptedException also when they are closed meanwhile
  synchronized void await(long seen, Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    for (long left = limit.toMillis();
        left > 0 && !closed && count == seen;
        left = (end - System.nanoTime()) / 1_000_000) {
      wait(left);
    }
    demandOpen();
  }

  /// @throws InterruptedException once they are closed
  synchronized void demandOpen() throws InterruptedException {
    if (closed) {
      throw new InterruptedException("closed");
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
  }
}
