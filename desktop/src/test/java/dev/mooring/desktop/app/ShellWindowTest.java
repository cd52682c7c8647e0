package dev.mooring.desktop.app;

import static dev.mooring.desktop.app.FxTest.onFx;
import static dev.mooring.desktop.app.FxTest.picture;
import static dev.mooring.desktop.app.FxTest.until;
import static dev.mooring.desktop.app.FxTest.untilClickable;
import static dev.mooring.desktop.app.FxTest.untilShown;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.desktop.shell.Place;
import dev.mooring.job.Progress;
import dev.mooring.stack.options.StackOptions;
import java.io.IOException;
import java.nio.file.Path;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/// What goes through all places: refresh, and what is said in passing.
@ExtendWith(ApplicationExtension.class)
final class ShellWindowTest {
  @TempDir Path home;

  private final PracticeWindow on = new PracticeWindow();

  @Start
  void start(Stage stage) throws IOException {
    on.show(stage, home);
  }

  @AfterEach
  void end() {
    on.close();
  }

  @Test
  void refreshInAnotherPlaceReadsTheRegistryToo(FxRobot robot) throws Exception {
    untilClickable(robot, "#registry-install");
    on.go(Place.FORWARDS);
    untilShown(robot, "No forwards in this context");
    on.workspace().stack().install(StackOptions.defaults(), Progress.none());
    robot.press(KeyCode.F5).release(KeyCode.F5);
    until(
        "the rail says so",
        () -> on.workspace().installed().get().filter(all -> !all.isEmpty()).isPresent());
    on.go(Place.REGISTRY);
    untilClickable(robot, "#registry-connect");
  }

  @Test
  void aLongSentenceIsSaidInThreeLinesAtMost(FxRobot robot) {
    untilClickable(robot, "#registry-install");
    toast("Deleted ana/app:1");
    untilShown(robot, "Deleted ana/app:1");
    double line = onFx(() -> toast(robot, "Deleted ana/app:1").getHeight());
    String two = "Verified on 2 nodes with 1 warning, which says what is to be known of it. ";
    toast(two.repeat(2));
    untilShown(robot, two.repeat(2));
    toast(two.repeat(20));
    untilShown(robot, two.repeat(20));
    picture(on.scene(), "toasts");
    Bounds short2 = onFx(() -> toast(robot, two.repeat(2)));
    Bounds long20 = onFx(() -> toast(robot, two.repeat(20)));
    assertTrue(short2.getHeight() > line * 1.5, short2 + " against " + line);
    assertTrue(long20.getHeight() > line * 2.5, long20 + " against " + line);
    assertTrue(long20.getHeight() < line * 3.5, long20 + " against " + line);
    assertTrue(long20.getWidth() <= 520, long20::toString);
  }

  private void toast(String sentence) {
    onFx(
        () -> {
          on.window().surface().toast(sentence);
          return true;
        });
  }

  private static Bounds toast(FxRobot robot, String sentence) {
    return robot
        .lookup(
            (Node node) ->
                node instanceof javafx.scene.control.Label label
                    && sentence.equals(label.getText()))
        .query()
        .getBoundsInParent();
  }
}
