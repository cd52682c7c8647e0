package dev.mooring.mesh;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// When lanes that failed a greeting are greeted again: each time after twice as long. Thread-safe.
final class LaneRetries {
  static final Duration FIRST = Duration.ofSeconds(2);
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private record Retry(long at, Duration pause) {}

  private final Map<Lane, Retry> retries = new HashMap<>();

  synchronized boolean due(Lane lane) {
    Retry retry = retries.get(lane);
    return retry == null || System.nanoTime() - retry.at() >= 0;
  }

  synchronized void delay(Lane lane) {
    Retry before = retries.get(lane);
    Duration pause = before == null ? FIRST : before.pause().multipliedBy(2);
    pause = pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
    retries.put(lane, new Retry(System.nanoTime() + pause.toNanos(), pause));
  }

  /// It serves: its next failure is the first again.
  synchronized void forget(Lane lane) {
    retries.remove(lane);
  }

  synchronized void clear() {
    retries.clear();
  }
}
