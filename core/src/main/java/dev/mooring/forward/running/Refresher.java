package dev.mooring.forward.running;

import java.time.Duration;
import java.util.function.Supplier;

/// Looks again and again, as soon as the last look asked for, and at once when something happens.
/// Looks never overlap. Thread-safe.
final class Refresher implements RunningForward.Listener, AutoCloseable {
  private final Duration shortest;
  private final Supplier<Duration> look;
  private final Object news = new Object();
  private final Thread thread;
  private volatile boolean resting = true;
  private boolean woken;

  /// @param shortest while that is the pause, [#used] is known already
  /// @param look returns how long until the next one
  Refresher(String name, Duration shortest, Supplier<Duration> look) {
    this.shortest = shortest;
    this.look = look;
    this.thread = Thread.ofVirtual().name(name).start(this::run);
  }

  /// Something changed: looks now.
  void wake() {
    synchronized (news) {
      woken = true;
      news.notifyAll();
    }
  }

  @Override
  public void changed() {
    wake();
  }

  /// Something is in use. Cheap, for it may happen thousands of times a second.
  @Override
  public void used() {
    if (resting) {
      wake();
    }
  }

  private void run() {
    try {
      while (true) {
        // Before the look: what is used after it wakes this.
        resting = true;
        Duration pause = look.get();
        resting = pause.compareTo(shortest) > 0;
        synchronized (news) {
          if (!woken) {
            news.wait(pause.toMillis());
          }
          woken = false;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
