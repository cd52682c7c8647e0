package dev.mooring.desktop.app;

import static dev.mooring.desktop.app.FxTest.onFx;
import static dev.mooring.desktop.app.NewUser.until;
import static dev.mooring.desktop.app.NewUser.untilShown;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import javafx.scene.control.Labeled;
import javafx.scene.input.KeyEvent;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/// The main job for somebody who has never seen Mooring, and types nothing.
@ExtendWith(ApplicationExtension.class)
final class MainJobByMouseTest {
  @TempDir Path home;

  private final NewUser user = new NewUser("mouse", KeyEvent.KEY_PRESSED);

  @Start
  void start(Stage stage) {
    user.start(stage, home);
  }

  @AfterEach
  void end() {
    user.close();
  }

  @Test
  void theMainJobIsDoneOnThePracticeClusterByTheMouseAlone(FxRobot robot) {
    Mouse mouse = new Mouse(robot, user::scene);
    user.picture("first-start");
    mouse.click("first-practice");
    user.untilPractice();

    mouse.click("registry-install");
    user.untilInstalled();
    user.picture("installed");
    mouse.click("registry-connect");
    untilShown(robot, "can push as");
    user.picture("connected");
    String address = onFx(() -> robot.lookup("#registry-address").queryAs(Labeled.class).getText());

    mouse.click("place-images");
    mouse.click("images-push");
    mouse.click("push-sample");
    user.picture("push");
    mouse.click("push-start");
    mouse.clickText("latest");
    untilShown(robot, "sha256:");
    user.picture("image");
    assertEquals(List.of("latest"), NewUser.tags(address, "hello"));

    mouse.click("place-forwards");
    mouse.click("forward-new");
    until(
        "there are Services to choose from",
        () -> !robot.lookup("#forward-target").queryComboBox().getItems().isEmpty());
    mouse.clickIn("forward-target", "arrow-button");
    mouse.choose("hello");
    until("its port is known", () -> !text(robot, "#forward-local").isEmpty());
    user.picture("new-forward");
    mouse.click("forward-start");
    untilShown(robot, "active");
    user.picture("forward");
    assertEquals("hello from the practice cluster", NewUser.get(user.forwarded()));
    mouse.clickText("svc/hello:80");
    mouse.click("forwards-menu");
    mouse.choose("Stop  (Space)");
    untilShown(robot, "stopped");
    user.picture("stopped");

    mouse.click("place-registry");
    mouse.click("registry-menu");
    user.picture("menu");
    mouse.choose("Uninstall, keep images...");
    untilShown(robot, "Uninstall the registry?");
    user.picture("uninstall");
    mouse.click("confirm");
    untilShown(robot, "Not installed in this cluster");
    user.picture("uninstalled");

    // The images were kept, as the question said.
    mouse.click("registry-install");
    user.untilInstalled();
    mouse.click("registry-connect");
    untilShown(robot, "can push as");
    mouse.click("place-images");
    mouse.clickText("hello");
    mouse.clickText("latest");
    untilShown(robot, "sha256:");
    user.picture("kept");
  }

  private static String text(FxRobot robot, String field) {
    return robot.lookup(field).queryTextInputControl().getText();
  }
}
