package dev.mooring.desktop.app;

import static dev.mooring.desktop.app.FxTest.click;
import static dev.mooring.desktop.app.FxTest.onFx;
import static dev.mooring.desktop.app.FxTest.until;
import static dev.mooring.desktop.app.FxTest.untilShown;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.mooring.desktop.shell.Place;
import dev.mooring.job.Progress;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.stack.options.StackOptions;
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
    on.go(Place.WORKLOADS);
    untilShown(robot, "not possible: it has no DWARF");
    click(robot, "hello");
    untilShown(robot, "has no DWARF");
    on.pictures("debug-impossible");
    debugger.possible = true;
    robot.press(KeyCode.F5).release(KeyCode.F5);
    untilShown(robot, "without a restart");
    click(robot, "#debug-attach");
    untilShown(robot, "Open in VS Code");
    untilShown(robot, "aren't the version that the program was built from (main.go)");
    click(robot, "Copy settings for");
    click(robot, "dlv");
    String address = "127.0.0.1:" + debugger.session().address().getPort();
    assertEquals("dlv connect " + address, onFx(() -> Clipboard.getSystemClipboard().getString()));
    debugger
        .session()
        .refuse(
            new Problem(
                Code.LOCAL_USER_REFUSED,
                "Refused a connection to port 2345 from user bob",
                "only you and root can connect to it",
                Remedy.none()));
    untilShown(robot, "from user bob");
    debugger.session().stop("stopped at main.go:21 by a breakpoint");
    untilShown(robot, "stopped at main.go:21");
    on.picturesInAllSizes("debug-session");
    click(robot, "Resume");
    untilShown(robot, "running");
    click(robot, "#end-session");
    until("the card is gone", () -> robot.lookup("#end-session").tryQuery().isEmpty());
  }

  @Test
  void unknownLocalUsersAreLetInOnlyOnceTheCheckboxIsSaved(FxRobot robot) {
    untilShown(robot, "Istio 1.31.0");
    click(robot, "#window-settings");
    untilShown(robot, "Turn this on only if nobody else uses it");
    click(robot, "#setting-unknown-users");
    assertFalse(on.settings().settings().get().allowUnknownLocalUsers());
    click(robot, "Save");
    until("it is saved", () -> on.settings().settings().get().allowUnknownLocalUsers());
  }

  @Test
  void anImageOfTheLocalEngineIsPushedUnderItsOwnName(FxRobot robot) throws InterruptedException {
    untilShown(robot, "Istio 1.31.0");
    on.workspace().stack().install(StackOptions.defaults(), Progress.none());
    on.go(Place.IMAGES);
    click(robot, "#images-connect");
    untilShown(robot, "The registry is empty");
    click(robot, "#images-push");
    click(robot, "ana/app:1.4   84.1 MB");
    on.pictures("images-push-local");
    click(robot, "#push-start");
    untilShown(robot, "ana/app");
    untilShown(robot, "1.4");
  }
}
