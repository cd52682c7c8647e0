package dev.mooring.desktop.app;

import static dev.mooring.desktop.app.FxTest.choose;
import static dev.mooring.desktop.app.FxTest.click;
import static dev.mooring.desktop.app.FxTest.onFx;
import static dev.mooring.desktop.app.FxTest.shows;
import static dev.mooring.desktop.app.FxTest.until;
import static dev.mooring.desktop.app.FxTest.untilClickable;
import static dev.mooring.desktop.app.FxTest.untilShown;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.desktop.shell.Place;
import dev.mooring.desktop.tray.TrayItem;
import dev.mooring.forward.ForwardEvent;
import dev.mooring.forward.ForwardSpec;
import dev.mooring.forward.ForwardStatus;
import dev.mooring.forward.Target;
import dev.mooring.practice.PracticeCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javafx.scene.control.Labeled;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/// The forwards of two contexts in one list.
@ExtendWith(ApplicationExtension.class)
final class ForwardsOfContextsWindowTest {
  @TempDir Path home;

  private final PracticeWindow on = new PracticeWindow();
  private final PracticeCluster second = PracticeCluster.start();
  private final HandFedForwards here = new HandFedForwards();
  private final HandFedForwards there = new HandFedForwards();

  @Start
  void start(Stage stage) throws Exception {
    Path staging = home.resolve("staging.kubeconfig");
    Files.writeString(staging, second.kubeconfig().replace("practice", "staging"));
    Map<String, HandFedForwards> byContext = Map.of("practice", here, "staging", there);
    on.compose(cluster -> byContext.get(cluster.context().name()).workspace(cluster));
    on.show(stage, home, List.of(on.cluster().writeKubeconfig(home), staging), List.of());
  }

  @BeforeEach
  void bothRun(FxRobot robot) {
    untilShown(robot, "Istio 1.31.0");
    there.happened(ForwardEvent.Kind.SERVING, Instant.now().minusSeconds(40), "ready: api-0");
    there.set(
        List.of(
            HandFedForwards.active(service("api", "qa", 9080), 1, 2, 21_000),
            HandFedForwards.active(service("db", "", 9432), 1, 0, 0),
            ForwardStatus.idle(service("never", "", 9999), new ForwardStatus.State.Stopped())));
    here.set(
        List.of(
            HandFedForwards.active(service("api", "", 8080), 2, 6, 84_000),
            ForwardStatus.idle(service("web", "", 8081), new ForwardStatus.State.Stopped())));
    on.workspaces().open("staging");
    on.go(Place.FORWARDS);
    untilShown(robot, "svc/db:80");
  }

  @AfterEach
  void end() {
    on.close();
    second.close();
  }

  private static ForwardSpec service(String name, String group, int local) {
    return ForwardSpec.of(name, new Target.Service("shop", name, "80"), local).withGroup(group);
  }

  @Test
  void whatRunsInAnotherContextIsListedAndCountedAndWhatNeverRanThereIsNot(FxRobot robot) {
    untilShown(robot, "1 of 2 active · 2 active in staging");
    assertEquals(false, shows(robot, "never"));
    assertEquals("3", onFx(() -> count(robot)));
    assertTrue(tray().contains("Forwards: 3 active"), tray().toString());
    on.picturesInAllSizes("forwards-contexts");
    there.stop("db");
    untilShown(robot, "1 of 2 active · 1 of 2 active in staging");
    assertEquals("2", onFx(() -> count(robot)));
    assertTrue(tray().contains("Forwards: 2 active"), tray().toString());
  }

  @Test
  void theyAreStoppedStartedCopiedAndRemovedWithoutSwitching(FxRobot robot) {
    click(robot, "svc/db:80");
    robot.press(KeyCode.CONTROL, KeyCode.C).release(KeyCode.C, KeyCode.CONTROL);
    until(
        "the address is copied",
        () -> "localhost:9432".equals(Clipboard.getSystemClipboard().getString()));
    press(robot, KeyCode.SPACE);
    until("stopped", () -> state(there, "db") instanceof ForwardStatus.State.Stopped);
    untilShown(robot, "svc/db:80");
    press(robot, KeyCode.SPACE);
    until("started again", () -> state(there, "db") instanceof ForwardStatus.State.Active);
    press(robot, KeyCode.DELETE);
    untilShown(robot, "Removed db");
    until("gone", () -> state(there, "db") == null);
    click(robot, "#undo");
    until("back", () -> state(there, "db") instanceof ForwardStatus.State.Active);
    assertEquals("practice", onFx(() -> robot.lookup("#context").<Labeled>query().getText()));
    assertEquals(2, here.all().get().size());
  }

  @Test
  void ofTwoThatShareANameTheOneThatIsChosenIsMeant(FxRobot robot) {
    click(robot, "qa");
    press(robot, KeyCode.SPACE);
    until("stopped there", () -> state(there, "api") instanceof ForwardStatus.State.Stopped);
    assertTrue(state(here, "api") instanceof ForwardStatus.State.Active);
    click(robot, "staging");
    choose(robot, "#forwards-menu", "Start  (Space)");
    until("started there", () -> state(there, "api") instanceof ForwardStatus.State.Active);
    choose(robot, "#forwards-menu", "Stop  (Space)");
    until("all of it is stopped", () -> state(there, "db") instanceof ForwardStatus.State.Stopped);
    assertTrue(state(here, "api") instanceof ForwardStatus.State.Active);
  }

  @Test
  void theDetailTellsOfTheContextAndItsFormChangesTheForwardThere(FxRobot robot) {
    click(robot, "svc/db:80");
    press(robot, KeyCode.ENTER);
    untilShown(robot, "ready: api-0");
    on.pictures("forwards-contexts-detail");
    until(
        "its context",
        () -> robot.lookup("#forward-detail").lookup("staging").tryQuery().isPresent());
    robot.press(KeyCode.CONTROL, KeyCode.E).release(KeyCode.E, KeyCode.CONTROL);
    untilShown(robot, "Edit db");
    untilClickable(robot, "#forward-name");
    click(robot, "#forward-name");
    robot.press(KeyCode.CONTROL, KeyCode.A).release(KeyCode.A, KeyCode.CONTROL).write("orders");
    click(robot, "#forward-save");
    until("it has its new name", () -> state(there, "orders") != null);
    assertEquals(null, state(here, "orders"));
  }

  private List<String> tray() {
    TrayMenu menu =
        new TrayMenu(on.workspaces(), on.settings(), () -> {}, text -> {}, url -> {}, () -> {});
    return menu.model().items().stream()
        .filter(TrayItem.Label.class::isInstance)
        .map(each -> ((TrayItem.Label) each).text())
        .toList();
  }

  /// What the rail says beside Forwards.
  private static String count(FxRobot robot) {
    return robot.lookup("#place-forwards").lookup(".rail-count").<Labeled>query().getText();
  }

  private static ForwardStatus.State state(HandFedForwards forwards, String name) {
    return forwards.all().get().stream()
        .filter(each -> each.spec().name().equals(name))
        .findFirst()
        .map(ForwardStatus::state)
        .orElse(null);
  }

  private static void press(FxRobot robot, KeyCode key) {
    robot.press(key).release(key);
  }
}
