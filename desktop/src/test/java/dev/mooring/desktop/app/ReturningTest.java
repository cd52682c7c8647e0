package dev.mooring.desktop.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.job.Subscription;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.beans.property.SimpleBooleanProperty;
import org.junit.jupiter.api.Test;

final class ReturningTest {
  private final SimpleBooleanProperty focused = new SimpleBooleanProperty();
  private final AtomicInteger looks = new AtomicInteger();
  private Instant now = Instant.parse("2026-11-26T09:00:00Z");
  private final Subscription following =
      Returning.follow(focused, looks::incrementAndGet, () -> now);

  private void away(int seconds) {
    focused.set(false);
    now = now.plusSeconds(seconds);
    focused.set(true);
  }

  @Test
  void whoComesBackFromAnotherProgramSeesWhatIsThereNow() {
    focused.set(true);
    assertEquals(0, looks.get(), "the first look is the window's own");
    away(30);
    away(2);
    assertEquals(2, looks.get());
  }

  @Test
  void aMenuOfTheSystemIsNoAbsence() {
    focused.set(true);
    away(1);
    assertEquals(0, looks.get());
  }

  @Test
  void aClosedWindowLooksNoMore() {
    focused.set(true);
    following.close();
    away(30);
    assertEquals(0, looks.get());
  }
}
