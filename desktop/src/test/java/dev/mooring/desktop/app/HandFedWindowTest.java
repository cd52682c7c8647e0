package dev.mooring.desktop.app;

import static dev.mooring.desktop.app.FxTest.onFx;
import static dev.mooring.desktop.app.FxTest.until;
import static dev.mooring.desktop.app.FxTest.untilShown;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.desktop.shell.Place;
import dev.mooring.job.Progress;
import dev.mooring.stack.StackOptions;
import java.nio.file.Path;
import java.util.List;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/// What the practice cluster cannot show: Delve attached, for it runs no processes, and images of
/// a Docker on this machine.
@ExtendWith(ApplicationExtension.class)
final class HandFedWindowTest {
  @TempDir Path home;

  private final PracticeWindow on = new PracticeWindow();
  private final HandFedDebugger debugger = new HandFedDebugger();

  @Start
  void start(Stage stage) throws Exception {
    on.cluster().runHello("default");
    on.compose(debugger::workspace);
    on.show(stage, home, List.of(on.cluster().writeKubeconfig(home)), List.of(new HandFedEngine()));
    on.settings().update(s -> s.withDebugImage("lab.test/dlv:1.27.2"));
  }

  @AfterEach
  void end() {
    on.close();
  }

  @Test
  void aSessionSaysWhereEditorsConnectAndHowTheApplicationIs(FxRobot robot) {
    untilShown(robot, "Istio 1.31.0");
    on.go(Place.DEBUG);
    untilShown(robot, "not possible");
    robot.clickOn("hello");
    untilShown(robot, "has no DWARF");
    on.pictures("debug-impossible");
    debugger.possible = true;
    robot.press(KeyCode.F5).release(KeyCode.F5);
    untilShown(robot, "without a restart");
    robot.clickOn("#attach");
    untilShown(robot, "Copy for VS Code");
    robot.clickOn("Copy for dlv");
    assertEquals(
        "dlv connect 127.0.0.1:2345", onFx(() -> Clipboard.getSystemClipboard().getString()));
    debugger.session().stop("stopped at main.go:21 by a breakpoint");
    untilShown(robot, "stopped at main.go:21");
    on.picturesInAllSizes("debug-session");
    robot.clickOn("Resume");
    untilShown(robot, "running");
    robot.clickOn("#end-session");
    until("the card is gone", () -> robot.lookup("#end-session").tryQuery().isEmpty());
  }

  @Test
  void anImageOfTheLocalEngineIsPushedUnderItsOwnName(FxRobot robot) throws InterruptedException {
    untilShown(robot, "Istio 1.31.0");
    on.workspace().stack().install(StackOptions.defaults(), Progress.none());
    on.go(Place.IMAGES);
    robot.clickOn("#images-connect");
    untilShown(robot, "The registry is empty");
    robot.clickOn("#push");
    robot.clickOn("ana/app:1.4   84.1 MB");
    on.pictures("images-push-local");
    robot.clickOn("#push-start");
    untilShown(robot, "ana/app");
    untilShown(robot, "1.4");
  }
}
