package dev.mooring.forward.running;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class RefresherTest {
  private static final Duration SHORTEST = Duration.ofMillis(20);

  private final BlockingQueue<String> looks = new LinkedBlockingQueue<>();
  private final AtomicReference<Duration> pause = new AtomicReference<>(Duration.ofDays(1));

  @Test
  void atRestNothingIsLookedAtUntilSomethingHappens() throws InterruptedException {
    try (Refresher refresher = refresher()) {
      assertNotNull(next());
      assertNull(looks.poll(200, TimeUnit.MILLISECONDS));
      refresher.wake();
      assertNotNull(next());
      refresher.used();
      assertNotNull(next());
    }
  }

  @Test
  void whatIsInUseIsLookedAtAgainAndAgain() throws InterruptedException {
    pause.set(SHORTEST);
    try (Refresher refresher = refresher()) {
      for (int i = 0; i < 3; i++) {
        assertNotNull(next());
      }
      pause.set(Duration.ofDays(1));
      while (looks.poll(200, TimeUnit.MILLISECONDS) != null) {
        // Those that were under way.
      }
      refresher.used();
      assertNotNull(next());
    }
  }

  @Test
  void whatHappensDuringALookIsNotMissed() throws InterruptedException {
    BlockingQueue<String> held = new LinkedBlockingQueue<>();
    try (Refresher refresher =
        new Refresher(
            "test",
            SHORTEST,
            () -> {
              looks.add("look");
              take(held);
              return Duration.ofDays(1);
            })) {
      assertNotNull(next());
      refresher.used();
      held.add("go on");
      assertNotNull(next());
      held.add("go on");
      assertEquals(0, looks.size());
    }
  }

  private static void take(BlockingQueue<String> from) {
    try {
      from.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Refresher refresher() {
    return new Refresher(
        "test",
        SHORTEST,
        () -> {
          looks.add("look");
          return pause.get();
        });
  }

  private String next() throws InterruptedException {
    return looks.poll(20, TimeUnit.SECONDS);
  }
}
