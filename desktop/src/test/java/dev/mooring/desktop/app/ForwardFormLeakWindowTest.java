package dev.mooring.desktop.app;

import static dev.mooring.desktop.app.FxTest.onFx;
import static dev.mooring.desktop.app.FxTest.until;
import static dev.mooring.desktop.app.FxTest.untilClickable;
import static dev.mooring.desktop.app.FxTest.untilShown;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.desktop.shell.Place;
import dev.mooring.forward.ForwardSpec;
import dev.mooring.forward.Target;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.api.FxToolkitContext;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/// What stays of forms and details that were closed: nothing.
@ExtendWith(ApplicationExtension.class)
final class ForwardFormLeakWindowTest {
  private static final int TIMES = 50;

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
  void aFormThatWasClosedIsGarbage(FxRobot robot) {
    untilShown(robot, "Istio 1.31.0");
    on.go(Place.FORWARDS);
    untilClickable(robot, "#forward-new");
    List<WeakReference<Node>> closed = new ArrayList<>();
    for (int i = 0; i < TIMES; i++) {
      fire(robot, "#forward-new");
      until("the form is there", () -> there(robot, "#forward-form"));
      closed.add(new WeakReference<>(onFx(() -> robot.lookup("#forward-form").query())));
      onFx(
          () -> {
            // So that it asks the cluster and this machine, and is told.
            robot.lookup("#forward-target").<ComboBox<String>>query().getEditor().setText("hello");
            robot.lookup("#forward-port").<ComboBox<String>>query().getEditor().setText("80");
            return true;
          });
      robot.press(KeyCode.ESCAPE).release(KeyCode.ESCAPE);
      fire(robot, "#confirm");
      until("the form is gone", () -> !there(robot, "#forward-form"));
    }
    nothingStays(closed);
  }

  @Test
  void aDetailThatWasClosedIsGarbage(FxRobot robot) {
    untilShown(robot, "Istio 1.31.0");
    on.go(Place.FORWARDS);
    forwards.set(
        List.of(
            HandFedForwards.active(
                ForwardSpec.of("api", new Target.Service("shop", "api", "80"), 8080), 1, 0, 0)));
    FxTest.click(robot, "svc/api:80");
    List<WeakReference<Node>> closed = new ArrayList<>();
    for (int i = 0; i < TIMES / 5; i++) {
      onFx(
          () -> {
            on.actions().stream()
                .map(each -> each.action())
                .filter(each -> each.id().equals("forward.details"))
                .forEach(each -> each.fire());
            return true;
          });
      until("the detail is there", () -> there(robot, "#forward-detail"));
      closed.add(new WeakReference<>(onFx(() -> robot.lookup("#forward-detail").query())));
      robot.press(KeyCode.ESCAPE).release(KeyCode.ESCAPE);
      until("the detail is gone", () -> !there(robot, "#forward-detail"));
    }
    nothingStays(closed);
  }

  private static void nothingStays(List<WeakReference<Node>> closed) {
    await("all are collected")
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              // The robot remembers every event, and with it where it was.
              onFx(
                  () -> {
                    FxToolkitContext robot = FxToolkit.toolkitContext();
                    robot.setRegisteredStage(robot.getRegisteredStage());
                    return true;
                  });
              System.gc();
              assertEquals(0, closed.stream().filter(each -> each.get() != null).count());
            });
  }

  private static boolean there(FxRobot robot, String id) {
    Optional<Node> found = robot.lookup(id).tryQuery();
    return found.isPresent();
  }

  private static void fire(FxRobot robot, String id) {
    until(id + " can be pressed", () -> there(robot, id) && !robot.lookup(id).query().isDisabled());
    onFx(
        () -> {
          robot.lookup(id).<Button>query().fire();
          return true;
        });
  }
}
