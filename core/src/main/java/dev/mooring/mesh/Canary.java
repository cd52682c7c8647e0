package dev.mooring.mesh;

import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One connection through a lane that carries nothing and is kept open: when it ends, and no other
/// can be opened, the far end is lost. Where nothing else tells of the registry's pod, this does.
final class Canary implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(250);

  /// One that ends sooner than this was not worth much: the next waits for the pause.
  private static final Duration SHORT = Duration.ofSeconds(1);

  private final Opening opening;
  private final Consumer<@Nullable Problem> lost;
  private @Nullable Thread holder;
  private @Nullable Upstream<?> held;
  private boolean closed;

  /// Opens a connection through the lane.
  @FunctionalInterface
  interface Opening {
    Upstream<?> open() throws InterruptedException;
  }

  /// @param lost told why the far end is lost, and null when it is there
  Canary(Opening opening, Consumer<@Nullable Problem> lost) {
    this.opening = opening;
    this.lost = lost;
  }

  /// Whether it is kept. Does not block. While it is not, nothing is known to be lost.
  void wanted(boolean now) {
    synchronized (this) {
      if (now && holder == null && !closed) {
        holder = Thread.ofVirtual().name("canary").start(this::hold);
        return;
      }
      if (now || holder == null) {
        return;
      }
      end();
    }
    lost.accept(null);
  }

  private void end() {
    Thread ending = holder;
    holder = null;
    if (ending != null) {
      ending.interrupt();
    }
    Upstream<?> open = held;
    held = null;
    if (open != null) {
      open.close();
    }
  }

  private void hold() {
    try {
      while (mine()) {
        long start = System.nanoTime();
        try (Upstream<?> open = opening.open()) {
          if (!keep(open)) {
            return;
          }
          lost.accept(null);
          open.readAhead();
        } catch (MooringException e) {
          if (mine()) {
            lost.accept(e.problem());
          }
        }
        if (System.nanoTime() - start < SHORT.toNanos()) {
          Thread.sleep(PAUSE);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized boolean mine() {
    return Thread.currentThread().equals(holder);
  }

  private synchronized boolean keep(Upstream<?> open) {
    if (!mine()) {
      return false;
    }
    held = open;
    return true;
  }

  @Override
  public synchronized void close() {
    closed = true;
    end();
  }
}
