package dev.mooring.desktop.app;

import static dev.mooring.desktop.app.FxTest.choose;
import static dev.mooring.desktop.app.FxTest.click;
import static dev.mooring.desktop.app.FxTest.shows;
import static dev.mooring.desktop.app.FxTest.until;
import static dev.mooring.desktop.app.FxTest.untilClickable;
import static dev.mooring.desktop.app.FxTest.untilShown;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.debug.DebugOptions;
import dev.mooring.debug.DebugTarget;
import dev.mooring.desktop.shell.Place;
import dev.mooring.forward.ForwardStatus;
import dev.mooring.job.Progress;
import java.nio.file.Path;
import java.util.List;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TableView;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/// What is done with several workloads at once.
@ExtendWith(ApplicationExtension.class)
final class SeveralWorkloadsWindowTest {
  @TempDir Path home;

  private final PracticeWindow on = new PracticeWindow();
  private final HandFedDebugger debugger = new HandFedDebugger();

  @Start
  void start(Stage stage) throws Exception {
    on.cluster().runHello("qa");
    on.cluster().runHello("ux");
    on.compose(debugger::workspace);
    on.show(stage, home);
  }

  @AfterEach
  void end() {
    on.close();
  }

  @BeforeEach
  @SuppressWarnings("unchecked")
  void selectBoth(FxRobot robot) {
    untilShown(robot, "Istio 1.31.0");
    on.go(Place.WORKLOADS);
    untilClickable(robot, "#workloads-namespace");
    robot.interact(
        () -> robot.lookup("#workloads-namespace").queryAs(ComboBox.class).setValue("*"));
    untilShown(robot, "istiod");
    click(robot, "#workloads-filter");
    robot.write("hello");
    until("two are left", () -> table(robot).getItems().size() == 2);
    robot.interact(() -> table(robot).requestFocus());
    robot.press(KeyCode.DOWN).release(KeyCode.DOWN);
    robot.press(KeyCode.SHIFT, KeyCode.DOWN).release(KeyCode.DOWN, KeyCode.SHIFT);
    until(
        "both are selected", () -> table(robot).getSelectionModel().getSelectedItems().size() == 2);
  }

  private static TableView<?> table(FxRobot robot) {
    return robot.lookup("#workloads").queryTableView();
  }

  @Test
  void theirNamesAndImagesAreCopied(FxRobot robot) {
    assertTrue(robot.lookup("#debug-attach").query().isDisabled(), "one is debugged at a time");
    robot.press(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.C);
    robot.release(KeyCode.C, KeyCode.SHIFT, KeyCode.CONTROL);
    untilCopied("deploy/hello\ndeploy/hello");
    robot.press(KeyCode.CONTROL, KeyCode.C).release(KeyCode.C, KeyCode.CONTROL);
    until(
        "the image that both run is copied once",
        () -> !Clipboard.getSystemClipboard().getString().contains("\n"));
    on.picturesInAllSizes("workloads-several");
  }

  private static void untilCopied(String text) {
    until(text + " is copied", () -> text.equals(Clipboard.getSystemClipboard().getString()));
  }

  @Test
  void theyAreForwardedAtOnceEachUnderANameAndPortOfItsOwn(FxRobot robot) {
    click(robot, "#debug-forward");
    until("both run", () -> active().equals(List.of("hello in qa", "hello-2 in ux")));
    assertEquals(2, forwards().stream().map(each -> each.spec().local().port()).distinct().count());
    untilShown(robot, "2 active");
  }

  private List<ForwardStatus> forwards() {
    return on.workspace().forwards().all().get();
  }

  private List<String> active() {
    return forwards().stream()
        .filter(each -> each.state() instanceof ForwardStatus.State.Active)
        .map(each -> each.spec().name() + " in " + each.spec().target().namespace())
        .sorted()
        .toList();
  }

  @Test
  void theirSessionsAreEnded(FxRobot robot) throws Exception {
    for (String each : List.of("qa", "ux")) {
      debugger.attach(
          new DebugTarget(each, "deploy/hello", ""),
          new DebugOptions("delve:1", 0, ""),
          Progress.none());
    }
    robot.press(KeyCode.F5).release(KeyCode.F5);
    untilShown(robot, "qa/hello-7d9f");
    until(
        "both are selected still",
        () -> table(robot).getSelectionModel().getSelectedItems().size() == 2);
    choose(robot, "#workloads-menu", "End session");
    until("both have ended", () -> debugger.sessions().isEmpty());
    until("no card is left", () -> !shows(robot, "ux/hello-7d9f"));
  }
}
