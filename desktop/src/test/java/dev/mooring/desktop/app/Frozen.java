package dev.mooring.desktop.app;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import javafx.application.Platform;

/// Measures how long the FX thread answers nobody.
final class Frozen implements AutoCloseable {
  private final AtomicLong longest = new AtomicLong();
  private final Thread asking = Thread.ofVirtual().name("frozen").start(this::ask);

  private void ask() {
    try {
      while (true) {
        CountDownLatch answered = new CountDownLatch(1);
        long begin = System.nanoTime();
        Platform.runLater(answered::countDown);
        answered.await();
        longest.accumulateAndGet(System.nanoTime() - begin, Math::max);
        Thread.sleep(5);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// In milliseconds.
  long longest() {
    return longest.get() / 1_000_000;
  }

  @Override
  public void close() {
    asking.interrupt();
  }
}
