package dev.mooring.forward.running;

import java.util.ArrayDeque;
import java.util.List;

/// The newest entries of a log, up to a number. Thread-safe.
final class History<T> {
  private final int most;
  private final ArrayDeque<T> entries = new ArrayDeque<>();

  History(int most) {
    this.most = most;
  }

  synchronized void add(T entry) {
    if (entries.size() == most) {
      entries.removeFirst();
    }
    entries.addLast(entry);
  }

  /// The newest last.
  synchronized List<T> all() {
    return List.copyOf(entries);
  }
}
