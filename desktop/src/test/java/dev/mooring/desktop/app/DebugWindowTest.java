package dev.mooring.desktop.app;

import static dev.mooring.desktop.app.FxTest.click;
import static dev.mooring.desktop.app.FxTest.onFx;
import static dev.mooring.desktop.app.FxTest.picture;
import static dev.mooring.desktop.app.FxTest.shows;
import static dev.mooring.desktop.app.FxTest.until;
import static dev.mooring.desktop.app.FxTest.untilClickable;
import static dev.mooring.desktop.app.FxTest.untilShown;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.debug.DebugOptions;
import dev.mooring.debug.Mode;
import dev.mooring.debug.Verdict;
import dev.mooring.desktop.shell.Place;
import dev.mooring.job.JobState;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Labeled;
import javafx.scene.control.MenuItem;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/// The ways to a debug session, and what is left of one that ended by itself.
@ExtendWith(ApplicationExtension.class)
final class DebugWindowTest {
  private static final Problem DELETED =
      new Problem(
          Code.DEBUG_SESSION_ENDED,
          "The debug session in pod hello-58976c8d9f-wv49n ended",
          "pod hello-58976c8d9f-wv49n was deleted",
          new Remedy.Advice("Attach again when the pod is running"));

  @TempDir Path home;

  private final PracticeWindow on = new PracticeWindow();
  private final HandFedDebugger debugger = new HandFedDebugger();

  @Start
  void start(Stage stage) throws Exception {
    on.cluster().runHello("ux");
    on.had(settings -> settings.withNamespace("practice", "ux"));
    on.compose(debugger::workspace);
    debugger.possible = true;
    debugger.pod = "hello-58976c8d9f-wv49n";
    on.show(stage, home);
  }

  @AfterEach
  void end() {
    on.close();
  }

  private void open(FxRobot robot) {
    untilShown(robot, "Istio 1.31.0");
    on.go(Place.WORKLOADS);
    click(robot, "hello");
  }

  private List<String> jobs() {
    return on.workspace().jobs().all().get().stream()
        .map(
            each ->
                each.snapshot().title()
                    + ": "
                    + switch (each.snapshot().state()) {
                      case JobState.Done done -> done.result();
                      case JobState.Failed failed -> failed.problem().why();
                      default -> "";
                    })
        .toList();
  }

  @Test
  void aSessionThatEndedByItselfStaysWithItsReasonUntilItIsAttachedAgain(FxRobot robot) {
    open(robot);
    click(robot, "#debug-attach");
    untilShown(robot, "ux/hello-58...9f-wv49n");
    Labeled title =
        robot
            .lookup(
                (javafx.scene.Node each) ->
                    each instanceof Labeled label
                        && "ux/hello-58...9f-wv49n".equals(label.getText()))
            .query();
    picture(on.scene(), "debug-title-1000x640", 1000, 640);
    assertFalse(onFx(title::isTextTruncated));
    assertEquals("ux/hello-58976c8d9f-wv49n", onFx(() -> title.getTooltip().getText()));
    on.pictures("workloads-session");
    debugger.session().endByItself(DELETED);
    untilShown(robot, "ended: pod hello-58976c8d9f-wv49n was deleted");
    until(
        "the job says so too",
        () ->
            jobs()
                .equals(
                    List.of(
                        "Debug deploy/hello: pod hello-58976c8d9f-wv49n was deleted",
                        "Debug deploy/hello: Attached at localhost:2345")));
    assertFalse(shows(robot, "Copy settings for"));
    assertFalse(shows(robot, "1 session"));
    robot.press(KeyCode.F5).release(KeyCode.F5);
    untilShown(robot, "ended: pod hello-58976c8d9f-wv49n was deleted");
    on.picturesInAllSizes("workloads-session-ended");
    debugger.pod = "hello-58976c8d9f-x2b4c";
    click(robot, "#attach-again");
    untilShown(robot, "ux/hello-58...9f-x2b4c");
    until("the old card is gone", () -> !shows(robot, "wv49n was deleted"));
  }

  @Test
  void aCopyIsOfferedWhereDelveCannotAttach(FxRobot robot) {
    debugger.possible = false;
    debugger.copyable = true;
    open(robot);
    untilShown(robot, "copy only: it isn't running");
    assertTrue(robot.lookup("#debug-attach").query().isDisabled());
    on.pictures("workloads-copy");
    click(robot, "#debug-debug-a-copy");
    untilShown(robot, "Copy settings for");
    DebugOptions asked = debugger.asked;
    assertEquals(Mode.copy(), asked == null ? null : asked.mode());
    until(
        "the job says so",
        () -> jobs().equals(List.of("Debug a copy of deploy/hello: Attached at localhost:2345")));
    click(robot, "#end-session");
    until("and its end", () -> jobs().getFirst().endsWith("Copy deleted, original unchanged"));
  }

  @Test
  void aSessionThatEndedIsDismissed(FxRobot robot) {
    open(robot);
    click(robot, "#debug-attach");
    untilShown(robot, "Copy settings for");
    debugger.session().endByItself(DELETED);
    click(robot, "#dismiss-session");
    until("no card is left", () -> robot.lookup("#dismiss-session").tryQuery().isEmpty());
  }

  @Test
  void aFailedAttachTurnsTheBadgeUntilSomebodyChecksAgain(FxRobot robot) {
    debugger.refuse(
        new Problem(
            Code.DEBUG_NOT_POSSIBLE,
            "Can't debug container app",
            "the program has no debug information",
            new Remedy.Advice("Build it without -ldflags=-s")));
    open(robot);
    click(robot, "#debug-attach");
    untilShown(robot, "not possible: the program has no debug information");
    until("no second try", () -> robot.lookup("#debug-attach").query().isDisabled());
    robot.press(KeyCode.F5).release(KeyCode.F5);
    untilShown(robot, "not possible: the program has no debug information");
    on.pictures("workloads-not-possible");
    debugger.refuse(null);
    click(robot, "#judge-anew");
    untilClickable(robot, "#debug-attach");
  }

  @Test
  void whereSeveralContainersCouldBeMeantOneIsChosenInTheCard(FxRobot robot) {
    debugger.containers("api", "worker", "istio-proxy");
    open(robot);
    untilClickable(robot, "#debug-attach");
    on.pictures("debug-container-pane");
    click(robot, "#debug-attach");
    untilShown(robot, "Which container of deploy/hello?");
    on.picturesInAllSizes("debug-container-card");
    ChoiceBox<Verdict> box = box(robot);
    assertEquals("api", onFx(box::getValue).container());
    robot.interact(() -> box.setValue(box.getItems().get(1)));
    click(robot, "#debug-container-start");
    until("it runs", () -> debugger.sessions().size() == 1);
    assertEquals("worker", debugger.session().verdict().container());
  }

  @SuppressWarnings("unchecked")
  private static ChoiceBox<Verdict> box(FxRobot robot) {
    return robot.lookup("#debug-container").queryAllAs(ChoiceBox.class).stream()
        .reduce((below, above) -> above)
        .orElseThrow();
  }

  @Test
  void aContainerChosenInTheDetailIsDebuggedWithoutAQuestion(FxRobot robot) {
    debugger.containers("api", "worker");
    open(robot);
    untilClickable(robot, "#debug-attach");
    robot.interact(() -> box(robot).setValue(box(robot).getItems().get(1)));
    untilShown(robot, "can attach to container worker");
    click(robot, "#debug-attach");
    until("it runs", () -> debugger.sessions().size() == 1);
    assertEquals("worker", debugger.session().verdict().container());
  }

  @Test
  void thePaletteDebugsAWorkloadByItsName(FxRobot robot) {
    untilShown(robot, "Istio 1.31.0");
    robot.press(KeyCode.CONTROL, KeyCode.K).release(KeyCode.K, KeyCode.CONTROL);
    untilClickable(robot, "#palette-query");
    robot.write("debug deploy");
    until(
        "it is found",
        () -> {
          // What was read while somebody typed is found with the next key.
          robot.type(KeyCode.SPACE);
          return shows(robot, "Debug deploy/hello");
        });
    robot.type(KeyCode.ENTER);
    until("it runs", () -> debugger.sessions().size() == 1);
    untilShown(robot, "Copy settings for");
  }

  @Test
  void whatAForwardLeadsToIsDebuggedFromItsLine(FxRobot robot) {
    untilShown(robot, "Istio 1.31.0");
    on.openLink("mooring://forward?target=svc/hello&port=80&namespace=ux");
    click(robot, "#forward-start");
    untilShown(robot, "active");
    click(robot, "svc/hello:80");
    List<MenuItem> items =
        onFx(
            () ->
                Objects.requireNonNull(
                        robot
                            .lookup(".tree-table-view")
                            .queryAs(javafx.scene.control.Control.class)
                            .getContextMenu())
                    .getItems()
                    .stream()
                    .toList());
    MenuItem debug =
        items.stream().filter(each -> each.getText().startsWith("Debug")).findFirst().orElseThrow();
    assertTrue(items.stream().anyMatch(each -> each.getText().startsWith("Show logs")));
    robot.interact(debug::fire);
    until("it runs", () -> debugger.sessions().size() == 1);
    untilShown(robot, "Copy settings for");
    assertTrue(jobs().contains("Debug svc/hello: Attached at localhost:2345"), jobs().toString());
  }
}
