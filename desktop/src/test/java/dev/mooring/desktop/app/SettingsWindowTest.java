package dev.mooring.desktop.app;

import static dev.mooring.desktop.app.FxTest.click;
import static dev.mooring.desktop.app.FxTest.until;
import static dev.mooring.desktop.app.FxTest.untilClickable;
import static dev.mooring.desktop.app.FxTest.untilShown;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import javafx.css.PseudoClass;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/// The settings card.
@ExtendWith(ApplicationExtension.class)
final class SettingsWindowTest {
  private static final PseudoClass WRONG = PseudoClass.getPseudoClass("danger");

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

  private void write(FxRobot robot, String field, String text) {
    click(robot, field);
    robot.press(KeyCode.CONTROL, KeyCode.A).release(KeyCode.A, KeyCode.CONTROL).write(text);
  }

  private static boolean wrong(FxRobot robot, String field) {
    return robot.lookup(field).query().getPseudoClassStates().contains(WRONG);
  }

  @Test
  void aPortOver65535CannotBeTypedAndNothingWrongIsSaved(FxRobot robot) {
    untilClickable(robot, "#registry-install");
    click(robot, "#window-settings");
    write(robot, "#setting-port", "99999");
    assertEquals("9999", robot.lookup("#setting-port").queryAs(TextField.class).getText());
    robot.interact(() -> robot.lookup("#setting-port").queryAs(TextField.class).clear());
    write(robot, "#setting-registry-image", "not an image");
    click(robot, "Save");
    untilShown(robot, "isn't a port");
    until("both fields are marked", () -> wrong(robot, "#setting-registry-image"));
    until("both fields are marked", () -> wrong(robot, "#setting-port"));
    on.picturesInAllSizes("settings-refused");
    assertEquals(0, on.settings().settings().get().localPort());
    write(robot, "#setting-port", "5001");
    write(robot, "#setting-registry-image", "docker.io/library/registry:3");
    click(robot, "Save");
    until("it is saved", () -> on.settings().settings().get().localPort() == 5001);
  }
}
