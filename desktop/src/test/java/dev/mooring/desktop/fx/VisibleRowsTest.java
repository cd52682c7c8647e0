package dev.mooring.desktop.fx;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.control.ListView;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/// Who is told what can be seen, and when.
@ExtendWith(ApplicationExtension.class)
final class VisibleRowsTest {
  private static final int ROWS = 2_000;
  private static final int FRAMES = 90;
  private static final double ROW = 24;

  private ListView<Integer> list;

  /// On the FX thread.
  private final List<List<Integer>> told = new ArrayList<>();

  @Start
  void start(Stage stage) {
    list = new ListView<>();
    list.setFixedCellSize(ROW);
    list.getItems().setAll(IntStream.range(0, ROWS).boxed().toList());
    new VisibleRows<>(list, told::add);
    stage.setScene(new Scene(list, 200, 300));
    stage.show();
  }

  private static <T> T onFx(Callable<T> work) {
    return WaitForAsyncUtils.waitForAsyncFx(30_000, work);
  }

  private boolean isTold(int row) {
    return !told.isEmpty() && told.getLast().contains(row);
  }

  private void awaitTold(int row) {
    await().until(() -> onFx(() -> isTold(row)));
  }

  @Test
  void theFirstRowsAreToldAndNoMoreThanCanBeSeenAndAFewBeside() throws Exception {
    awaitTold(0);
    // The stage may be higher: other tests use it too.
    double seen = onFx(list::getHeight) / ROW;
    int most = onFx(() -> told.getLast().size());
    assertTrue(most <= seen + 2 + 8, most + " of " + seen + " in view");
  }

  @Test
  void whatOnlyFliesPastIsAskedOfNobodyAndWhereItStopsIsTold() throws Exception {
    awaitTold(0);
    int before = onFx(told::size);
    CountDownLatch over = new CountDownLatch(1);
    long start = System.nanoTime();
    Platform.runLater(
        () ->
            new AnimationTimer() {
              private int frame;

              @Override
              public void handle(long now) {
                frame++;
                list.scrollTo(frame * 15);
                if (frame == FRAMES) {
                  stop();
                  over.countDown();
                }
              }
            }.start());
    assertTrue(over.await(60, TimeUnit.SECONDS));
    awaitTold(FRAMES * 15);
    long millis = (System.nanoTime() - start) / 1_000_000;
    int times = onFx(told::size) - before;
    assertTrue(times <= 2 + millis / 450, times + " times in " + millis + " ms");
  }

  @Test
  void rowsThatGoAreToldAtOnce() throws Exception {
    awaitTold(0);
    Platform.runLater(() -> list.getItems().clear());
    await().until(() -> onFx(() -> told.getLast().isEmpty()));
    assertEquals(List.of(), onFx(told::getLast));
  }
}
