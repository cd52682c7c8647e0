package dev.mooring.desktop.debugger;

import dev.mooring.debug.inspect.Stop;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Watches whether a program runs, by the one question that doesn't stop it. Often enough that a
/// breakpoint is on screen before somebody looks for it.
final class Following implements AutoCloseable {
  private static final long PAUSE = 100;

  /// While somebody waits for what they asked for.
  private static final long SHORT_PAUSE = 20;

  private static final long HURRY = Duration.ofSeconds(3).toNanos();

  /// How long a stop may last that a question of somebody else causes.
  private static final long PASSING = 60;

  private static final long SILENT = 1_000;

  private static final long OUT_OF_VIEW = 1_000;

  private final Look look;
  private final Told told;
  private final Thread thread;
  private volatile long hurryUntil = System.nanoTime() + HURRY;
  private volatile boolean inView = true;
  private long round;
  private boolean held;
  private @Nullable Stop shown;

  /// The question.
  @FunctionalInterface
  interface Look {
    Stop state() throws InterruptedException;
  }

  /// Told of what is new, on the watching thread.
  interface Told {
    void saw(Stop now);

    /// The program has been held at a logpoint, where it should go on by itself.
    void held() throws InterruptedException;

    void silent(Problem why);
  }

  Following(Look look, Told told) {
    this.look = look;
    this.told = told;
    this.thread = Thread.ofVirtual().name("debugger-follow").start(this::run);
  }

  void inView(boolean now) {
    inView = now;
  }

  /// Somebody moves the program and will say how that ended; nothing is told before.
  synchronized void hold() {
    held = true;
    round++;
  }

  /// Somebody else has told of this.
  synchronized void knows(Stop now) {
    held = false;
    round++;
    shown = now;
    hurryUntil = System.nanoTime() + HURRY;
  }

  /// The program goes on: its next stop is news, whatever it is.
  synchronized void anew() {
    held = false;
    round++;
    shown = null;
    hurryUntil = System.nanoTime() + HURRY;
  }

  private void run() {
    try {
      while (true) {
        try {
          look();
          Thread.sleep(
              !inView ? OUT_OF_VIEW : System.nanoTime() < hurryUntil ? SHORT_PAUSE : PAUSE);
        } catch (MooringException e) {
          anew();
          told.silent(e.problem());
          Thread.sleep(SILENT);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() throws InterruptedException {
    long asked = round();
    Stop now = look.state();
    if (isPassing(now)) {
      Thread.sleep(PASSING);
      Stop later = look.state();
      if (later.logpoint()) {
        if (later.equals(now)) {
          told.held();
        }
        return;
      }
      if (later.stopped() && !later.equals(now)) {
        return;
      }
      now = later;
    }
    tell(asked, now);
  }

  private synchronized long round() {
    return round;
  }

  private synchronized void tell(long asked, Stop now) {
    if (asked == round && !held && !now.equals(shown)) {
      shown = now;
      told.saw(now);
    }
  }

  /// Stopped, but neither at a breakpoint nor where it was seen before: perhaps only for a question
  /// of another client, or to write a line.
  private synchronized boolean isPassing(Stop now) {
    return now.stopped() && (now.breakpoint() == 0 || now.logpoint()) && !now.equals(shown);
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
