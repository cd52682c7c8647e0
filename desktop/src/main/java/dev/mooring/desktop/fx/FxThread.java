package dev.mooring.desktop.fx;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;

/// The JavaFX application thread, and the only caller of `Platform.runLater`.
public final class FxThread implements Ui {
  private final Map<Object, Runnable> pending = new ConcurrentHashMap<>();
  private final AtomicBoolean scheduled = new AtomicBoolean();

  @Override
  public void execute(Runnable work) {
    if (Platform.isFxApplicationThread()) {
      work.run();
    } else {
      Platform.runLater(work);
    }
  }

  /// Runs after what is happening now, even when called on the UI's thread.
  public void later(Runnable work) {
    Platform.runLater(work);
  }

  @Override
  public <T> Consumer<T> newest(Consumer<? super T> target) {
    Object slot = new Object();
    return value -> {
      pending.put(slot, () -> target.accept(value));
      if (scheduled.compareAndSet(false, true)) {
        Platform.runLater(() -> new NextFrame().start());
      }
    };
  }

  /// Fires once, at the next frame.
  private final class NextFrame extends AnimationTimer {
    @Override
    public void handle(long now) {
      stop();
      scheduled.set(false);
      for (Object slot : List.copyOf(pending.keySet())) {
        Runnable newest = pending.remove(slot);
        if (newest != null) {
          newest.run();
        }
      }
    }
  }
}
