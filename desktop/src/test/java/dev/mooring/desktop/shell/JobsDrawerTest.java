package dev.mooring.desktop.shell;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.desktop.fx.FxThread;
import dev.mooring.desktop.theme.Theme;
import dev.mooring.job.JobState;
import dev.mooring.job.Jobs;
import dev.mooring.job.Progress;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Labeled;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.BorderPane;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/// The drawer alone, over jobs of the test's own.
@ExtendWith(ApplicationExtension.class)
final class JobsDrawerTest {
  private final Jobs jobs = new Jobs();
  private final AtomicInteger opened = new AtomicInteger();
  private JobsViewModel model;
  private JobsDrawer drawer;
  private Scene scene;

  @Start
  void start(Stage stage) {
    FxThread ui = new FxThread();
    BorderPane window = new BorderPane();
    Layers layers =
        new Layers(window, ui, command -> Optional.empty(), (surface, key) -> {}, screen -> {});
    model =
        new JobsViewModel(
            ui,
            job -> {
              if (job.state() instanceof JobState.Failed) {
                opened.incrementAndGet();
                drawer.unfold();
              }
            });
    drawer = new JobsDrawer(model, layers);
    model.follow(jobs);
    window.setBottom(drawer);
    scene = new Scene(layers, 900, 600);
    new Theme().dress(scene);
    stage.setScene(scene);
    stage.show();
  }

  @AfterEach
  void end() {
    jobs.close();
  }

  private static Problem refused() {
    return new Problem(
        Code.FILE_NOT_WRITABLE, "It did not work", "the disk is full", Remedy.none());
  }

  private void fails(String title) {
    jobs.start(
        title,
        progress -> {
          throw refused().raise();
        });
  }

  private void succeeds(String title) {
    jobs.start(title, progress -> "");
  }

  private boolean rows(FxRobot robot) {
    return robot.lookup("#drawer-rows").query().isVisible();
  }

  private static boolean shows(FxRobot robot, String text) {
    return robot
        .lookup(
            (Node node) ->
                node instanceof Labeled label
                    && label.getText() != null
                    && label.getText().contains(text)
                    && seen(node))
        .tryQuery()
        .isPresent();
  }

  private static boolean seen(Node node) {
    for (Node each = node; each != null; each = each.getParent()) {
      if (!each.isVisible()) {
        return false;
      }
    }
    return true;
  }

  private static void until(String what, java.util.concurrent.Callable<Boolean> condition) {
    await(what).atMost(Duration.ofSeconds(20)).until(condition);
  }

  @Test
  void clearingWhatIsFinishedMovesNoOtherButtonUnderTheMouse(FxRobot robot) {
    CountDownLatch end = new CountDownLatch(1);
    succeeds("Quick");
    jobs.start(
        "Long",
        progress -> {
          end.await();
          return "";
        });
    until("both are shown", () -> shows(robot, "Clear finished") && shows(robot, "Cancel"));
    Node cancel = robot.lookup("#drawer-cancel").query();
    Node clear = robot.lookup("Clear finished").query();
    robot.interact(scene.getRoot()::layout);
    Bounds place = clear.localToScene(clear.getBoundsInLocal());
    robot.clickOn(clear);
    until("it is cleared", () -> !shows(robot, "Clear finished"));
    robot.interact(scene.getRoot()::layout);
    Bounds now = cancel.localToScene(cancel.getBoundsInLocal());
    assertFalse(now.intersects(place), now + " lies over " + place);
    end.countDown();
  }

  @Test
  void eachStepOfARunningJobIsShown(FxRobot robot) {
    CountDownLatch second = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    jobs.start(
        "Installing",
        progress -> {
          progress.step("created Namespace a");
          second.await();
          progress.step("created Service b");
          end.await();
          return "";
        });
    robot.interact(drawer::toggle);
    until("the first", () -> shows(robot, "created Namespace a"));
    second.countDown();
    until("the second", () -> shows(robot, "created Service b"));
    end.countDown();
    until("done", () -> shows(robot, "done"));
  }

  @Test
  void aFailureOpensItOnceAndItFoldsWhenTheSameWasDoneLater(FxRobot robot) {
    fails("Connecting");
    until("it opens", () -> rows(robot) && shows(robot, "the disk is full"));
    assertEquals(1, opened.get());
    succeeds("Something else");
    until("the other is done", () -> shows(robot, "Something else"));
    assertTrue(rows(robot), "that did not resolve it");
    succeeds("Connecting");
    until("it folds", () -> !rows(robot));
    robot.interact(drawer::toggle);
    until("open by hand", () -> rows(robot));
    assertFalse(shows(robot, "the disk is full"), "what is resolved needs no advice");
    succeeds("Connecting");
    until("three are listed", () -> model.rows().get().size() == 4);
    assertTrue(rows(robot), "what the user opened stays open");
  }

  @Test
  void aDismissedFailureIsGoneAndTheDrawerFolds(FxRobot robot) {
    succeeds("Verifying");
    fails("Connecting");
    until("it opens", () -> shows(robot, "Dismiss"));
    robot.clickOn("Dismiss");
    until("it folds", () -> !rows(robot));
    assertEquals(1, model.rows().get().size());
  }

  @Test
  void rowsThatAreDoneTakeLittleOfASmallWindow(FxRobot robot) {
    for (int i = 0; i < 12; i++) {
      succeeds("Verifying " + i);
    }
    until("all are done", () -> model.rows().get().size() == 12 && model.running() == 0);
    robot.interact(drawer::toggle);
    until("open", () -> rows(robot));
    robot.interact(scene.getRoot()::layout);
    assertTrue(drawer.getHeight() < scene.getHeight() / 3, drawer::toString);
  }

  @Test
  void aBarWithoutAnEndStandsStillForThoseWhoWantNoMotion(FxRobot robot) {
    robot.interact(() -> scene.getPreferences().setReducedMotion(true));
    CountDownLatch end = new CountDownLatch(1);
    CountDownLatch half = new CountDownLatch(1);
    jobs.start(
        "Pushing",
        progress -> {
          half.await();
          progress.advance("layer", 1, 2, dev.mooring.job.Progress.Unit.ITEMS);
          end.await();
          return "";
        });
    until("it runs", () -> shows(robot, "Pushing"));
    assertFalse(bar(robot));
    half.countDown();
    until("now it says how far", () -> bar(robot));
    end.countDown();
  }

  private static boolean bar(FxRobot robot) {
    return robot.lookup(".progress-bar").queryAllAs(ProgressBar.class).stream()
        .anyMatch(JobsDrawerTest::seen);
  }

  @Test
  void withNothingToShowItSaysSo(FxRobot robot) {
    assertTrue(shows(robot, "No activity"));
  }

  @Test
  void whatGoesOnSideBySideInAJobIsBelowItUntilItIsDone(FxRobot robot) {
    CountDownLatch layerDone = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    robot.interact(drawer::toggle);
    jobs.start(
        "Copying app",
        progress -> {
          progress.advance("", 1, 10, Progress.Unit.BYTES);
          Progress image = progress.part("linux/arm64");
          image.advance("", 1, 8, Progress.Unit.BYTES);
          Progress layer = image.part("sha256:1234");
          layer.advance("", 1, 4, Progress.Unit.BYTES);
          layerDone.await();
          layer.advance("", 4, 4, Progress.Unit.BYTES);
          end.await();
          return null;
        });
    until("both", () -> shows(robot, "linux/arm64") && shows(robot, "sha256:1234"));
    layerDone.countDown();
    until("the image", () -> shows(robot, "linux/arm64") && !shows(robot, "sha256:1234"));
    end.countDown();
    until("the end", () -> !shows(robot, "linux/arm64"));
  }
}
