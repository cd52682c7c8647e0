package dev.mooring.desktop.fx;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Calls whoever is on screen, again and again. Not an animation: one that runs, however rarely it
/// does something, keeps the toolkit busy sixty times a second. Used on the UI's thread.
public final class Ticks {
  private final Duration between;
  private final FxThread ui = new FxThread();
  private final Set<Runnable> listening = new LinkedHashSet<>();
  private @Nullable Thread clock;

  public Ticks(Duration between) {
    this.between = between;
  }

  public void add(Runnable listener) {
    listening.add(listener);
    if (clock == null) {
      clock = Thread.ofVirtual().name("ticks").start(this::run);
    }
  }

  /// With the last one the clock stops.
  public void remove(Runnable listener) {
    listening.remove(listener);
    if (listening.isEmpty() && clock != null) {
      clock.interrupt();
      clock = null;
    }
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(between);
        ui.execute(() -> List.copyOf(listening).forEach(Runnable::run));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
