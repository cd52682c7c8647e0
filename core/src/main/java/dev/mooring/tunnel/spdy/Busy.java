package dev.mooring.tunnel.spdy;

/// Tells a stream that moves a lot of bytes from one that chats. One thread counts, any may ask.
final class Busy {
  private static final long WINDOW = 500_000_000L;
  private static final int MUCH = 1 << 20;

  private long windowStart;
  private long windowBytes;
  private volatile long busyUntil;
  private volatile boolean everBusy;

  void count(int bytes, long now) {
    if (now - windowStart > WINDOW) {
      windowStart = now;
      windowBytes = 0;
    }
    windowBytes += bytes;
    if (windowBytes >= MUCH) {
      everBusy = true;
      busyUntil = now + 2 * WINDOW;
    }
  }

  boolean busy(long now) {
    return everBusy && busyUntil - now > 0;
  }
}
