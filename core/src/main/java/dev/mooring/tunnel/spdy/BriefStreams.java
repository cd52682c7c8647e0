package dev.mooring.tunnel.spdy;

import java.time.Duration;

/// Tells whether those who come to a pod stay for a moment only, many a second.
///
/// A connection to the API server costs it, the kubelet, and the runtime more than a hundred such
/// streams do, and none of them stays long enough to be held up by a neighbour (decision 1267).
/// Thread-safe.
final class BriefStreams {
  /// A stream that was open for longer may matter to whoever waits for it.
  private static final long BRIEF = Duration.ofSeconds(1).toNanos();

  /// More bytes may fill a queue.
  private static final long FEW = 64 * 1024;

  private static final long WINDOW = Duration.ofMillis(500).toNanos();

  /// In a window.
  private static final int MANY = 32;

  private long windowStart;
  private int ended;
  private long manyUntil;
  private boolean everMany;

  /// A stream was closed.
  ///
  /// @param life how long it was open, in nanoseconds
  /// @param bytes in both directions
  synchronized void closed(long now, long life, long bytes) {
    if (life > BRIEF || bytes > FEW) {
      return;
    }
    if (now - windowStart > WINDOW) {
      windowStart = now;
      ended = 0;
    }
    ended++;
    if (ended >= MANY) {
      everMany = true;
      manyUntil = now + 2 * WINDOW;
    }
  }

  /// Whether streams come and go.
  synchronized boolean many(long now) {
    return everMany && manyUntil - now > 0;
  }
}
