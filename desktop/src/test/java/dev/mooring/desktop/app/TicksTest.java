package dev.mooring.desktop.app;

import static dev.mooring.desktop.app.FxTest.onFx;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.desktop.fx.Ticks;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.framework.junit5.ApplicationExtension;

@ExtendWith(ApplicationExtension.class)
final class TicksTest {
  @Test
  void aListenerIsCalledAgainAndAgainUntilItIsRemoved() throws InterruptedException {
    Ticks ticks = new Ticks(Duration.ofMillis(20));
    CountDownLatch thrice = new CountDownLatch(3);
    AtomicInteger calls = new AtomicInteger();
    Runnable listener =
        () -> {
          calls.incrementAndGet();
          thrice.countDown();
        };
    onFx(() -> add(ticks, listener));
    assertTrue(thrice.await(20, TimeUnit.SECONDS));
    CountDownLatch others = new CountDownLatch(2);
    int before =
        onFx(
            () -> {
              ticks.remove(listener);
              ticks.add(others::countDown);
              return calls.get();
            });
    assertTrue(others.await(20, TimeUnit.SECONDS));
    assertEquals(before, calls.get());
  }

  private static boolean add(Ticks ticks, Runnable listener) {
    ticks.add(listener);
    return true;
  }
}
