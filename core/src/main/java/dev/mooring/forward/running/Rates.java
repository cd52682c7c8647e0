package dev.mooring.forward.running;

import java.util.List;

/// Bytes per second, from a counter that is looked at now and then.
final class Rates {
  /// A minute of seconds.
  private static final int MOST = 60;

  private static final long SECOND = 1_000_000_000;

  private final History<Long> rates = new History<>(MOST);
  private long countedAt;
  private long counted;

  Rates(long now) {
    countedAt = now;
    // What is not used has a minute of nothing behind it from the start, and stays the same.
    for (int i = 0; i < MOST; i++) {
      rates.add(0L);
    }
  }

  /// Takes the counter's present value; a look within the same second changes nothing.
  ///
  /// @param now of [System#nanoTime]
  synchronized void look(long now, long count) {
    long since = now - countedAt;
    if (since >= SECOND) {
      rates.add((count - counted) * SECOND / since);
      counted = count;
      countedAt = now;
    }
  }

  List<Long> all() {
    return rates.all();
  }
}
