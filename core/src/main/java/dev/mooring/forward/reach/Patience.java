package dev.mooring.forward.reach;

import java.time.Duration;

/// How long a caller goes on whom pods fail. One caller, one thread; it holds no clock.
final class Patience {
  /// How long pods that are ready may fail a caller before that is believed: a pod that is going
  /// stays in the list for a moment, and its port opens a moment after it is ready.
  private static final Duration DOUBT = Duration.ofSeconds(5);

  /// Before all are tried again.
  static final Duration PAUSE = Duration.ofMillis(250);

  private final long end;
  private long doubtful;

  /// @param now `System.nanoTime()`, as in all that follows
  /// @param most how long it waits for a pod, and for the way to one
  Patience(long now, Duration most) {
    this.end = now + most.toNanos();
  }

  Duration left(long now) {
    return Duration.ofNanos(end - now);
  }

  /// Called at each failure.
  ///
  /// @param answering whether the API server was heard lately; otherwise its list may be old
  /// @return whether all are to be tried again once the last of them has failed too
  boolean goesOn(Failure failure, boolean answering, long now) {
    doubtful = doubtful == 0 ? now + DOUBT.toNanos() : doubtful;
    boolean patient = failure == Failure.WAY || !answering;
    long limit = patient || end - doubtful < 0 ? end : doubtful;
    return failure != Failure.UNTRUSTED && limit - now > PAUSE.toNanos();
  }
}
