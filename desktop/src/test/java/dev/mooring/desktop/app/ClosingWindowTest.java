package dev.mooring.desktop.app;

import static dev.mooring.desktop.app.FxTest.click;
import static dev.mooring.desktop.app.FxTest.onFx;
import static dev.mooring.desktop.app.FxTest.until;
import static dev.mooring.desktop.app.FxTest.untilShown;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.debug.DebugOptions;
import dev.mooring.debug.DebugTarget;
import dev.mooring.desktop.shell.Place;
import dev.mooring.forward.ForwardSpec;
import dev.mooring.forward.ForwardStatus;
import dev.mooring.forward.Target;
import dev.mooring.job.Progress;
import dev.mooring.settings.Settings;
import dev.mooring.stack.options.StackOptions;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.stage.Stage;
import javafx.stage.WindowEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/// Nothing is lost by closing the window.
@ExtendWith(ApplicationExtension.class)
final class ClosingWindowTest {
  @TempDir Path home;

  private final PracticeWindow on = new PracticeWindow();
  private final HandFedDebugger debugger = new HandFedDebugger();
  private final AtomicInteger quit = new AtomicInteger();

  @Start
  void start(Stage stage) throws Exception {
    on.cluster().runHello("default");
    on.compose(debugger::workspace);
    on.show(stage, home);
  }

  @AfterEach
  void end() {
    on.close();
  }

  private void closing(boolean tray, boolean reachable) {
    on.tray(tray);
    onFx(
        () -> {
          Closing closing = on.closing(reachable, quit::incrementAndGet);
          on.window().stage().setOnCloseRequest(closing::request);
          return true;
        });
  }

  /// As the window manager's cross does.
  private void close() {
    onFx(
        () -> {
          Stage stage = on.window().stage();
          WindowEvent event = new WindowEvent(stage, WindowEvent.WINDOW_CLOSE_REQUEST);
          stage.fireEvent(event);
          return true;
        });
  }

  private boolean showing() {
    return onFx(() -> on.window().stage().isShowing());
  }

  private void forward(String name) throws InterruptedException {
    on.workspace()
        .forwards()
        .start(ForwardSpec.of(name, new Target.Service("default", "hello", "80"), 0));
  }

  private long serving() {
    return on.workspace().forwards().all().get().stream()
        .filter(each -> each.state() instanceof ForwardStatus.State.Active)
        .count();
  }

  @Test
  void withoutATrayItSaysWhatWouldStopAndKeepsItRunning(FxRobot robot) throws Exception {
    untilShown(robot, "Istio 1.31.0");
    on.workspace().stack().install(StackOptions.defaults(), Progress.none());
    on.workspace().mesh().to(StackOptions.defaults().location()).connect(0);
    forward("one");
    forward("two");
    forward("three");
    debugger.attach(
        new DebugTarget("default", "deploy/hello", "app"),
        new DebugOptions("lab.test/dlv:1.27.2", 0, ""),
        Progress.none());
    until("they serve", () -> serving() == 3);
    closing(false, true);
    close();
    untilShown(robot, "3 forwards, the registry connection, and 1 debug session will stop");
    on.picturesInAllSizes("closing");
    click(robot, "#closing-cancel");
    assertTrue(showing());
    close();
    click(robot, "#closing-keep");
    until("it is hidden", () -> !on.window().stage().isShowing());
    assertEquals(3, serving());
    assertEquals(0, quit.get());
    onFx(
        () -> {
          on.window().toFront();
          return true;
        });
    untilShown(robot, "Istio 1.31.0");
    close();
    click(robot, "#closing-quit");
    until("it ends", () -> quit.get() == 1);
  }

  @Test
  void withNothingRunningClosingIsTheEnd(FxRobot robot) {
    untilShown(robot, "Istio 1.31.0");
    closing(false, true);
    close();
    assertEquals(1, quit.get());
  }

  @Test
  void inTheTrayItLivesOnWithoutAQuestion(FxRobot robot) throws Exception {
    untilShown(robot, "Istio 1.31.0");
    forward("one");
    closing(true, true);
    close();
    assertEquals(0, quit.get());
    assertTrue(robot.lookup("#closing-quit").tryQuery().isEmpty());
  }

  @Test
  void whoDoesNotWantTheTrayIsAskedToo(FxRobot robot) throws Exception {
    untilShown(robot, "Istio 1.31.0");
    forward("one");
    on.settings().update(s -> s.withCloseToTray(false));
    closing(true, true);
    close();
    untilShown(robot, "1 forward will stop");
    untilShown(robot, "leaves Mooring in the tray");
  }

  @Test
  void whatNothingCouldBringBackIsNotHidden(FxRobot robot) throws Exception {
    untilShown(robot, "Istio 1.31.0");
    forward("one");
    closing(false, false);
    close();
    untilShown(robot, "1 forward will stop");
    assertTrue(robot.lookup("#closing-keep").tryQuery().isEmpty());
  }

  @Test
  void settingsSayThatThereIsNoTray(FxRobot robot) {
    untilShown(robot, "Istio 1.31.0");
    click(robot, "#window-settings");
    assertFalse(FxTest.shows(robot, "This desktop has no tray"));
    click(robot, "Cancel");
    on.tray(false);
    click(robot, "#window-settings");
    untilShown(robot, "This desktop has no tray");
    on.picturesInAllSizes("settings-no-tray");
  }

  @Test
  void theNextStartShowsThePlaceThatWasShown(FxRobot robot) {
    untilShown(robot, "Istio 1.31.0");
    on.go(Place.IMAGES);
    until(
        "it is remembered",
        () -> on.settings().settings().get().window().at("place").textOrEmpty().equals("images"));
    Settings kept = on.settings().settings().get();
    assertTrue(kept.window().at("width").integer().orElse(0L) >= 900, kept.window()::toString);
  }

  @Test
  void whatWasShownAMomentBeforeTheEndIsRememberedAndNothingAfterIt(FxRobot robot) {
    untilShown(robot, "Istio 1.31.0");
    closing(false, true);
    on.go(Place.IMAGES);
    close();
    assertEquals(1, quit.get());
    assertEquals("images", on.settings().settings().get().window().at("place").textOrEmpty());
    on.go(Place.FORWARDS);
    onFx(
        () -> {
          on.window().close();
          return true;
        });
    assertEquals("images", on.settings().settings().get().window().at("place").textOrEmpty());
  }
}
