package dev.mooring.desktop.app;

import static dev.mooring.desktop.app.FxTest.until;
import static dev.mooring.desktop.app.FxTest.untilShown;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/// What a link does to the window: it proposes, and nothing more.
@ExtendWith(ApplicationExtension.class)
final class LinkWindowTest {
  @TempDir Path home;

  private final PracticeWindow on = new PracticeWindow();

  @Start
  void start(Stage first) throws IOException {
    on.cluster().runHello("default");
    on.show(first, home);
  }

  @AfterEach
  void end() {
    on.close();
  }

  @Test
  void aLinkFillsTheFormInAndStartsNothing(FxRobot robot) {
    on.openLink("mooring://forward?target=svc/hello&port=http&namespace=default&local=18080");
    until("the form is there", () -> robot.lookup("#forward-target").tryQuery().isPresent());
    until("the target", () -> typed(robot, "#forward-target").equals("hello"));
    // The cluster's own offers come later, and change nothing of it.
    until("the choices", () -> !robot.lookup("#forward-port").queryComboBox().getItems().isEmpty());
    assertEquals("http", typed(robot, "#forward-port"));
    assertEquals("default", typed(robot, "#forward-namespace"));
    assertEquals("18080", robot.lookup("#forward-local").queryTextInputControl().getText());
    assertEquals("Service", robot.lookup("#forward-kind").queryComboBox().getValue());
    assertEquals(0, on.workspace().forwards().all().get().size());
    on.pictures("forward-link");
  }

  @Test
  void aLinkForAnUnknownContextIsRefused(FxRobot robot) {
    on.openLink("mooring://forward?target=svc/hello&port=80&context=elsewhere");
    untilShown(robot, "has no context elsewhere");
    assertEquals("practice", on.settings().settings().get().context());
    assertEquals(true, robot.lookup("#forward-target").tryQuery().isEmpty());
  }

  private static String typed(FxRobot robot, String box) {
    return robot.lookup(box).queryComboBox().getEditor().getText();
  }
}
