package dev.mooring.desktop.app;

import dev.mooring.job.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import javafx.beans.value.ChangeListener;
import javafx.beans.value.ObservableValue;

/// Looks again when the user comes back to the window from another program: what a command changed
/// there, such as a registry that it installed, is in view at once and costs nothing meanwhile.
final class Returning {
  /// A menu or a dialog of the system takes the focus for less.
  private static final Duration AWAY = Duration.ofSeconds(2);

  private final Runnable look;
  private final InstantSource clock;
  private Instant left = Instant.MAX;

  private Returning(Runnable look, InstantSource clock) {
    this.look = look;
    this.clock = clock;
  }

  static Subscription follow(ObservableValue<Boolean> focused, Runnable look, InstantSource clock) {
    Returning returning = new Returning(look, clock);
    ChangeListener<Boolean> listener = (property, before, now) -> returning.moved(now);
    focused.addListener(listener);
    return () -> focused.removeListener(listener);
  }

  private void moved(boolean focused) {
    if (!focused) {
      left = clock.instant();
    } else if (!left.equals(Instant.MAX)
        && Duration.between(left, clock.instant()).compareTo(AWAY) >= 0) {
      look.run();
    }
  }
}
