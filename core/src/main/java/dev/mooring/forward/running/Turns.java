package dev.mooring.forward.running;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/// Who starts, stops and removes a forward does so one after the other: of two starts at once each
/// would have a listener, and the list only one of them. Thread-safe.
final class Turns {
  /// Held until it is closed, by the thread that took it.
  interface Turn extends AutoCloseable {
    @Override
    void close();
  }

  /// One for each name that was ever used: few, and small.
  private final Map<String, ReentrantLock> locks = new ConcurrentHashMap<>();

  Turn take(String name) {
    ReentrantLock lock = lock(name);
    lock.lock();
    return lock::unlock;
  }

  /// The same for a caller who may give up.
  Turn await(String name) throws InterruptedException {
    ReentrantLock lock = lock(name);
    lock.lockInterruptibly();
    return lock::unlock;
  }

  private ReentrantLock lock(String name) {
    return locks.computeIfAbsent(name, ignored -> new ReentrantLock());
  }
}
