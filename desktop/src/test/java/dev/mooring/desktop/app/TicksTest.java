package dev.mooring.desktop.app;

import static dev.mooring.desktop.app.FxTest.onFx;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.javafx.tk.TKPulseListener;
import com.sun.javafx.tk.Toolkit;
import dev.mooring.desktop.fx.AgeLabel;
import dev.mooring.desktop.fx.Ticks;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.scene.Scene;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

@ExtendWith(ApplicationExtension.class)
final class TicksTest {
  private AgeLabel label;

  @Start
  void start(Stage stage) {
    label = new AgeLabel();
    stage.setScene(new Scene(new StackPane(label), 200, 100));
    stage.show();
  }

  @Test
  void aListenerIsCalledAgainAndAgainUntilItIsRemoved() throws InterruptedException {
    Ticks ticks = new Ticks(Duration.ofMillis(20));
    CountDownLatch thrice = new CountDownLatch(3);
    Runnable listener = thrice::countDown;
    onFx(() -> add(ticks, listener));
    assertTrue(thrice.await(20, TimeUnit.SECONDS));
    CountDownLatch others = new CountDownLatch(2);
    onFx(
        () -> {
          ticks.remove(listener);
          ticks.add(others::countDown);
          return true;
        });
    long left = thrice.getCount();
    assertTrue(others.await(20, TimeUnit.SECONDS));
    assertEquals(left, thrice.getCount());
  }

  private static boolean add(Ticks ticks, Runnable listener) {
    ticks.add(listener);
    return true;
  }

  /// A running animation would: it asks for a pulse sixty times a second, also where nothing moves.
  @Test
  void anAgeOnScreenDoesNotKeepTheToolkitBusy() throws InterruptedException {
    Ticks ticks = new Ticks(Duration.ofMillis(200));
    AtomicInteger pulses = new AtomicInteger();
    TKPulseListener counting = pulses::incrementAndGet;
    CountDownLatch second = new CountDownLatch(5);
    onFx(
        () -> {
          assertTrue(label.getScene() != null, "the age is on screen");
          Toolkit.getToolkit().addStageTkPulseListener(counting);
          ticks.add(second::countDown);
          return true;
        });
    assertTrue(second.await(20, TimeUnit.SECONDS));
    assertTrue(pulses.get() < 20, "pulses in a second: " + pulses.get());
  }
}
