package dev.mooring.desktop.app;

import static dev.mooring.desktop.app.FxTest.onFx;
import static dev.mooring.desktop.app.NewUser.until;
import static dev.mooring.desktop.app.NewUser.untilShown;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import javafx.scene.control.Labeled;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseEvent;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/// The main job for somebody who has never seen Mooring, and has no mouse.
@ExtendWith(ApplicationExtension.class)
final class MainJobByKeyboardTest {
  @TempDir Path home;

  private final NewUser user = new NewUser("keyboard", MouseEvent.MOUSE_PRESSED);

  @Start
  void start(Stage stage) {
    user.start(stage, home);
  }

  @AfterEach
  void end() {
    user.close();
  }

  @Test
  void theMainJobIsDoneOnThePracticeClusterByTheKeyboardAlone(FxRobot robot) {
    Keys keys = new Keys(robot, user::scene);
    untilShown(robot, "Connect a cluster");
    user.picture("first-start");
    until("the next step is under Enter", () -> keys.focus().equals("first-practice"));
    keys.press(KeyCode.ENTER);
    user.untilPractice();

    untilShown(robot, "Not installed in this cluster");
    user.picture("practice");
    keys.enter("registry-install");
    user.untilInstalled();
    user.picture("installed");
    keys.enter("registry-connect");
    untilShown(robot, "can push as");
    user.picture("connected");
    String address = onFx(() -> robot.lookup("#registry-address").queryAs(Labeled.class).getText());

    keys.press(KeyCode.CONTROL, KeyCode.DIGIT3);
    untilShown(robot, "The registry is empty");
    keys.press(KeyCode.CONTROL, KeyCode.U);
    untilShown(robot, "Use the sample image");
    keys.enter("push-sample");
    user.picture("push");
    keys.enter("push-start");
    untilShown(robot, "latest");
    keys.tabTo("tags");
    keys.press(KeyCode.DOWN);
    untilShown(robot, "sha256:");
    user.picture("image");
    assertEquals(List.of("latest"), NewUser.tags(address, "hello"));

    keys.press(KeyCode.CONTROL, KeyCode.DIGIT2);
    untilShown(robot, "No forwards in this context");
    keys.press(KeyCode.CONTROL, KeyCode.N);
    until("the form is open", () -> keys.focus().equals("forward-target"));
    until("there are Services to choose from", () -> prompt(robot).equals("Choose or type a name"));
    keys.press(KeyCode.DOWN);
    untilShown(robot, "hello");
    user.picture("services");
    keys.press(KeyCode.DOWN);
    keys.press(KeyCode.ENTER);
    until("its port is known", () -> !text(robot, "#forward-local").isEmpty());
    user.picture("new-forward");
    keys.enter("forward-start");
    untilShown(robot, "active");
    user.picture("forward");
    assertEquals("hello from the practice cluster", NewUser.get(user.forwarded()));
    // The one that was made is selected.
    until("the list has the focus", () -> keys.focus().equals("forwards"));
    keys.press(KeyCode.SPACE);
    untilShown(robot, "stopped");
    user.picture("stopped");

    keys.run("Uninstall, keep");
    untilShown(robot, "Uninstall the registry?");
    user.picture("uninstall");
    keys.enter("confirm");
    untilShown(robot, "Not installed in this cluster");
    user.picture("uninstalled");
  }

  private static String prompt(FxRobot robot) {
    return robot.lookup("#forward-target").queryComboBox().getPromptText();
  }

  private static String text(FxRobot robot, String field) {
    return robot.lookup(field).queryTextInputControl().getText();
  }
}
