package dev.mooring.tunnel.flow;

import java.util.concurrent.atomic.AtomicLong;

/// What waits in many connections together, in [ReceiveQueue]s and in [Outbox]es, so that a
/// thousand that stand still cannot fill the heap. Thread-safe.
final class Backlog {
  /// Of the whole process: a quarter of its heap.
  static final Backlog OF_PROCESS = new Backlog(Runtime.getRuntime().maxMemory() / 4);

  private final long most;
  private final AtomicLong waiting = new AtomicLong();

  /// @param most bytes, up to which each may use its own limit
  Backlog(long most) {
    this.most = most;
  }

  void add(long bytes) {
    waiting.addAndGet(bytes);
  }

  void remove(long bytes) {
    waiting.addAndGet(-bytes);
  }

  /// Whether one may use its own limit; otherwise only the least that keeps bytes moving.
  boolean ample() {
    return waiting.get() < most;
  }

  long waiting() {
    return waiting.get();
  }
}
