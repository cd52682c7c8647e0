package dev.mooring.forward.listener;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// Decides when a connection is over whose application ended its output.
///
/// TCP does not tell an application that closed from one that still waits for an answer, and the
/// pod cannot be told of an end without being cut off. So the answer gets time: long while none has
/// begun, short once the far side has fallen silent after one.
final class HalfClosed {
  private static final Duration UNANSWERED = Duration.ofSeconds(30);
  private static final Duration ANSWERED = Duration.ofSeconds(1);
  private static final Duration CHECK = Duration.ofMillis(250);

  private final CountDownLatch over = new CountDownLatch(1);
  private volatile long lastAsked = System.nanoTime();
  private volatile long lastAnswered = lastAsked - 1;

  void asked() {
    lastAsked = System.nanoTime();
  }

  void answered() {
    lastAnswered = System.nanoTime();
  }

  /// How long nothing was asked and nothing answered.
  Duration quiet(long now) {
    long last = lastAsked - lastAnswered > 0 ? lastAsked : lastAnswered;
    return Duration.ofNanos(now - last);
  }

  void over() {
    over.countDown();
  }

  /// Waits after the application's end until nothing more is to be expected.
  ///
  /// @param abandoned whether nobody can take an answer any more; asked now and then
  void awaitEnd(BooleanSupplier abandoned) throws InterruptedException {
    long end = System.nanoTime();
    while (true) {
      boolean answered = lastAnswered - lastAsked >= 0;
      long since = answered && lastAnswered - end > 0 ? lastAnswered : end;
      long left = since + (answered ? ANSWERED : UNANSWERED).toNanos() - System.nanoTime();
      // An answer that begins shortens the wait; one that goes on only makes it longer.
      long wait = answered ? left : Math.min(left, CHECK.toNanos());
      if (left <= 0 || abandoned.getAsBoolean() || over.await(wait, TimeUnit.NANOSECONDS)) {
        return;
      }
    }
  }
}
