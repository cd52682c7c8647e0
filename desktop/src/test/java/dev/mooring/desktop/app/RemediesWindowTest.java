package dev.mooring.desktop.app;

import static dev.mooring.desktop.app.FxTest.choose;
import static dev.mooring.desktop.app.FxTest.click;
import static dev.mooring.desktop.app.FxTest.onFx;
import static dev.mooring.desktop.app.FxTest.shows;
import static dev.mooring.desktop.app.FxTest.until;
import static dev.mooring.desktop.app.FxTest.untilClickable;
import static dev.mooring.desktop.app.FxTest.untilShown;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Kind;
import dev.mooring.desktop.shell.Place;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.stack.options.StackOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;
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

/// Remedies as the window shows them: words and a button, never a command line.
@ExtendWith(ApplicationExtension.class)
final class RemediesWindowTest {
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

  private void tell(Remedy remedy) {
    on.tell(new Problem(Code.REGISTRY_MISSING, "It did not work", "that is why", remedy));
  }

  @Test
  void aMissingRightToInstallBlocksItAndOffersTheRole(FxRobot robot) {
    untilClickable(robot, "#registry-install");
    on.cluster().denyRights("patch", "deployments", "*");
    choose(robot, "#absent-menu", "Check the cluster");
    untilShown(robot, "Copy the Role");
    untilShown(robot, "patch deployments.apps");
    assertTrue(robot.lookup("#registry-install").queryAs(Button.class).isDisabled());
    assertFalse(shows(robot, "Install anyway..."), "no one overrules a missing permission");
    on.pictures("registry-missing-right");
    click(robot, "Copy the Role");
    String copied = onFx(() -> Clipboard.getSystemClipboard().getString());
    assertTrue(copied.contains("kind: Role\n"), copied);
    assertTrue(copied.contains("- deployments"), copied);
  }

  @Test
  void whoKnowsBetterThanACheckInstallsAnywayOnceToldWhatItRisks(FxRobot robot) throws Exception {
    untilClickable(robot, "#registry-install");
    on.workspace().cluster().delete(Kind.STORAGE_CLASS, null, "standard", Duration.ofSeconds(5));
    choose(robot, "#absent-menu", "Check the cluster");
    untilShown(robot, "there is no default StorageClass");
    assertTrue(robot.lookup("#registry-install").queryAs(Button.class).isDisabled());
    on.pictures("registry-blocked");
    click(robot, "Install anyway...");
    untilShown(robot, "Install the registry despite failed checks?");
    untilShown(robot, "Storage: there is no default StorageClass");
    on.pictures("registry-install-anyway");
    robot.press(KeyCode.ESCAPE).release(KeyCode.ESCAPE);
    until("the question is gone", () -> !shows(robot, "despite failed checks"));
    assertFalse(on.workspace().stack().status(StackOptions.defaults()).installed());
    click(robot, "Install anyway...");
    click(robot, "#confirm");
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> on.workspace().stack().status(StackOptions.defaults()).installed());
  }

  @Test
  void aCommandThatTheWindowHasAsAnActionIsThatAction(FxRobot robot) {
    untilClickable(robot, "#registry-install");
    on.go(Place.FORWARDS);
    tell(new Remedy.Command("Check what is in the way", "mooring doctor"));
    untilShown(robot, "Check what is in the way.");
    assertFalse(shows(robot, "mooring doctor"), "a command line is in view");
    on.pictures("remedy-action");
    click(robot, "Check the cluster");
    untilShown(robot, "Not installed in this cluster");
    assertFalse(shows(robot, "It did not work"), "the card with the problem is still open");
  }

  @Test
  void anyOtherCommandIsCopied(FxRobot robot) {
    untilClickable(robot, "#registry-install");
    tell(new Remedy.Command("Check the pods", "kubectl get pods -n shop"));
    untilShown(robot, "Check the pods.");
    assertFalse(shows(robot, "kubectl"), "a command line is in view");
    on.pictures("remedy-command");
    click(robot, "Copy command");
    assertEquals(
        "kubectl get pods -n shop", onFx(() -> Clipboard.getSystemClipboard().getString()));
  }

  @Test
  void aSettingOpensTheSettingsAtItsField(FxRobot robot) {
    untilClickable(robot, "#registry-install");
    on.settings().update(s -> s.withDebugImage("lab.test/dlv:1.27.2"));
    tell(new Remedy.Setting("Choose a Delve helper image", "debugImage", ""));
    click(robot, "Open settings");
    until(
        "the field has the focus",
        () ->
            on.scene().getFocusOwner() instanceof TextField field
                && field.getText().equals("lab.test/dlv:1.27.2"));
    on.pictures("remedy-setting");
    robot.press(KeyCode.ESCAPE).release(KeyCode.ESCAPE);
  }

  @Test
  void aForwardWhosePortIsTakenStartsOnAFreeOneByAClick(FxRobot robot) throws IOException {
    untilClickable(robot, "#registry-install");
    on.cluster().runHello("default");
    on.go(Place.FORWARDS);
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      click(robot, "#forward-new");
      robot.write("hello");
      until(
          "a free port is offered",
          () -> !robot.lookup("#forward-local").queryTextInputControl().getText().isEmpty());
      click(robot, "#forward-local");
      robot.press(KeyCode.CONTROL, KeyCode.A).release(KeyCode.A, KeyCode.CONTROL);
      robot.write(String.valueOf(other.getLocalPort()));
      click(robot, "#forward-start");
      untilShown(robot, "Use a free port");
      on.pictures("remedy-free-port");
      click(robot, "Use a free port");
      untilShown(robot, "active");
    }
  }

  @Test
  void waitingAndAdviceHaveNoButtonOfTheirOwn(FxRobot robot) {
    untilClickable(robot, "#registry-install");
    tell(new Remedy.Wait("Try again in a minute", Duration.ofMinutes(1)));
    untilShown(robot, "Try again in a minute.");
    assertFalse(shows(robot, "Copy command"));
    assertFalse(shows(robot, "Copy the Role"));
  }
}
