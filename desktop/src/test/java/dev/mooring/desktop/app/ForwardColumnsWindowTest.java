package dev.mooring.desktop.app;

import static dev.mooring.desktop.app.FxTest.onFx;
import static dev.mooring.desktop.app.FxTest.until;
import static dev.mooring.desktop.app.FxTest.untilShown;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.desktop.shell.Place;
import dev.mooring.forward.ForwardSpec;
import dev.mooring.forward.Target;
import java.nio.file.Path;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Labeled;
import javafx.scene.control.TreeTableView;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/// The columns of the list of forwards, as the user leaves them.
@ExtendWith(ApplicationExtension.class)
final class ForwardColumnsWindowTest {
  @TempDir Path home;

  private final PracticeWindow on = new PracticeWindow();
  private final HandFedForwards forwards = new HandFedForwards();

  @Start
  void start(Stage stage) throws Exception {
    on.compose(forwards::workspace);
    on.show(stage, home);
  }

  @AfterEach
  void end() {
    on.close();
  }

  @Test
  void widthsOfColumnsAreKept(FxRobot robot) {
    untilShown(robot, "Istio 1.31.0");
    on.go(Place.FORWARDS);
    forwards.set(
        HandFedForwards.active(
            ForwardSpec.of("api", new Target.Service("shop", "api", "80"), 8080), 1, 0, 0));
    untilShown(robot, "svc/api:80");
    // As a drag at the edge of a title does.
    robot.interact(() -> widen(robot, "State", 40));
    until(
        "it is kept",
        () ->
            on.settings().settings().get().columnWidths().getOrDefault("forwards/State", 0) > 150);
    int kept = on.settings().settings().get().columnWidths().get("forwards/State");
    double shown = onFx(() -> header(robot, "State").getWidth());
    assertEquals(kept, shown, 2);
  }

  private static <T> void widen(FxRobot robot, String title, double by) {
    @SuppressWarnings("unchecked")
    TreeTableView<T> table = (TreeTableView<T>) robot.lookup("#forwards").query();
    table.getColumns().stream()
        .filter(each -> each.getText().equals(title))
        .forEach(each -> table.resizeColumn(each, by));
  }

  private static Bounds header(FxRobot robot, String title) {
    Node header =
        robot.lookup(".column-header").queryAll().stream()
            .filter(each -> each.isVisible())
            .filter(
                each ->
                    ((Parent) each).lookup(".label") instanceof Labeled label
                        && label.getText().equals(title))
            .findFirst()
            .orElseThrow();
    return header.localToScreen(header.getBoundsInLocal());
  }
}
