package dev.mooring.desktop.app;

import static dev.mooring.desktop.app.FxTest.click;
import static dev.mooring.desktop.app.FxTest.picture;
import static dev.mooring.desktop.app.FxTest.shows;
import static dev.mooring.desktop.app.FxTest.until;
import static dev.mooring.desktop.app.FxTest.untilClickable;
import static dev.mooring.desktop.app.FxTest.untilShown;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.job.Progress;
import dev.mooring.stack.Stack;
import dev.mooring.stack.options.Rehearsed;
import dev.mooring.stack.options.StackOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/// A change in rehearsal beside the writers, and both of its ends.
@ExtendWith(ApplicationExtension.class)
final class RehearsalWindowTest {
  private static final StackOptions OPTIONS = StackOptions.defaults();

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

  private static Rehearsed change(List<String> repositories) {
    return new Rehearsed(OPTIONS.namespace(), OPTIONS.account(), repositories, Instant.now());
  }

  @Test
  void whoWouldBeRefusedIsSeenBeforeItIsEnforced(FxRobot robot) throws Exception {
    untilShown(robot, "Istio 1.31.0");
    Stack stack = on.workspace().stack();
    stack.install(OPTIONS, Progress.none());
    stack.rehearse(OPTIONS, change(List.of("app/*")));
    robot.press(KeyCode.F5).release(KeyCode.F5);
    untilShown(robot, "Limit kube-registry/mooring to app/*: rehearsal started");
    untilShown(robot, "Nobody would have been refused so far");
    stack.verify(OPTIONS, Progress.none());
    robot.press(KeyCode.F5).release(KeyCode.F5);
    untilShown(robot, "kube-registry/mooring at mooring-verify");
    on.pictures("registry-rehearsal");
    untilClickable(robot, "#enforce-rehearsal");
    click(robot, "#enforce-rehearsal");
    untilShown(robot, "Enforce the rehearsed change?");
    on.pictures("registry-rehearsal-enforce");
    click(robot, "#confirm");
    untilShown(robot, "kube-registry/mooring can push to app/*");
    until("the row is gone", () -> !shows(robot, "rehearsal started"));
    assertEquals(Optional.empty(), stack.rehearsal(OPTIONS));

    stack.rehearse(OPTIONS, change(List.of()));
    robot.press(KeyCode.F5).release(KeyCode.F5);
    untilShown(robot, "Remove kube-registry/mooring: rehearsal started");
    untilClickable(robot, "#discard-rehearsal");
    click(robot, "#discard-rehearsal");
    until("the row is gone", () -> !shows(robot, "rehearsal started"));
    untilShown(robot, "kube-registry/mooring can push to app/*");
    assertEquals(Optional.empty(), stack.rehearsal(OPTIONS));
  }

  @Test
  void aChangeIsRehearsedFromItsRowByKeysAndRefusedNobodyMeanwhile(FxRobot robot) throws Exception {
    untilShown(robot, "Istio 1.31.0");
    Stack stack = on.workspace().stack();
    stack.install(OPTIONS, Progress.none());
    robot.press(KeyCode.F5).release(KeyCode.F5);
    untilShown(robot, "kube-registry/mooring can push to all repositories");
    click(robot, "#change-mooring");
    untilClickable(robot, "#change-rule");
    enter(robot, "Not A Repository");
    robot.press(KeyCode.ENTER).release(KeyCode.ENTER);
    untilShown(robot, "Not A Repository");
    assertEquals(Optional.empty(), stack.rehearsal(OPTIONS));
    enter(robot, "app/*, tools/*");
    on.pictures("registry-change");
    picture(on.scene(), "registry-change-1000x640", 1000, 640);
    robot.press(KeyCode.ENTER).release(KeyCode.ENTER);
    untilShown(robot, "Nobody would have been refused so far");
    untilShown(robot, "kube-registry/mooring can push to all repositories");

    // One at a time: the other is told so in its card, which stays.
    click(robot, "#registry-rehearse");
    untilClickable(robot, "#change-remove");
    click(robot, "#change-remove");
    click(robot, "#change-apply");
    untilShown(robot, "a change for kube-registry/mooring is already in rehearsal");
    on.pictures("registry-change-refused");
    click(robot, "#change-rehearse");
    click(robot, "#change-remove");
    enter(robot, "app/*");
    click(robot, "#change-apply");
    untilShown(robot, "kube-registry/mooring can push to app/*");
    click(robot, "#read-rehearsal");
    untilClickable(robot, "#discard-rehearsal");
    click(robot, "#discard-rehearsal");
    until("the row is gone", () -> !shows(robot, "rehearsal started"));
  }

  private static void enter(FxRobot robot, String text) {
    click(robot, "#change-repositories");
    robot.press(KeyCode.CONTROL, KeyCode.A).release(KeyCode.A, KeyCode.CONTROL).write(text);
  }
}
