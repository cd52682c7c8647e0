package dev.mooring.desktop.app;

import static dev.mooring.desktop.app.FxTest.click;
import static dev.mooring.desktop.app.FxTest.onFx;
import static dev.mooring.desktop.app.FxTest.picture;
import static dev.mooring.desktop.app.FxTest.until;
import static dev.mooring.desktop.app.FxTest.untilShown;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.desktop.shell.Place;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import javafx.collections.ListChangeListener;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeView;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/// The debugger in the window, with a real Delve and a Go program on this machine.
@ExtendWith(ApplicationExtension.class)
@EnabledIf(value = "dev.mooring.desktop.app.LocalDelve#isThere", disabledReason = "no dlv and Go")
final class DebuggerWindowTest {
  private static final int WORKERS = 10_000;

  @TempDir Path home;
  @TempDir Path module;

  private final PracticeWindow on = new PracticeWindow();
  private final HandFedDebugger debugger = new HandFedDebugger();
  private LocalDelve delve;

  @Start
  void start(Stage stage) throws Exception {
    Files.writeString(module.resolve("go.mod"), "module example.com/hello\n\ngo 1.24\n");
    try (InputStream source =
        Objects.requireNonNull(DebuggerWindowTest.class.getResourceAsStream("hello.go.txt"))) {
      Files.copy(source, module.resolve("main.go"));
    }
    delve = LocalDelve.attach(module, WORKERS, "-gcflags=all=-N -l");
    debugger.delve = delve.address();
    debugger.possible = true;
    debugger.pod = "hello-58976c8d9f-wv49n";
    on.cluster().runHello("ux");
    on.had(
        settings ->
            settings
                .withNamespace("practice", "ux")
                .withSourceDirectory("example.com/hello", module.toString()));
    on.compose(debugger::workspace);
    on.show(stage, home);
  }

  @AfterEach
  void end() throws InterruptedException {
    on.close();
    if (delve != null) {
      delve.close();
    }
  }

  private void open(FxRobot robot) throws IOException {
    untilShown(robot, "Istio 1.31.0");
    on.go(Place.WORKLOADS);
    click(robot, "hello");
    click(robot, "#debug-attach");
    click(robot, "#open-debugger");
  }

  private void pictures(String name) {
    on.pictures(name);
    picture(on.scene(), name + "-small", 1000, 640);
    picture(on.scene(), name + "-wide", 1440, 900);
  }

  @Test
  void aBreakpointIsReachedLookedAroundAtAndLeftByKeys(FxRobot robot) throws Exception {
    open(robot);
    untilShown(robot, "running");
    until("the source", () -> items(robot, "#debugger-code") > 50);
    pictures("debugger-running");
    breakpoint(robot, "main.go:33");
    delve.get("/orders/7");
    untilAt(robot, "main.go:33");
    untilShown(robot, "= \"7\"");
    until("goroutines", () -> items(robot, "#debugger-goroutines") > 2);
    press(robot, KeyCode.F8);
    untilAt(robot, "main.go:34");
    press(robot, KeyCode.F10);
    untilAt(robot, "main.go:35");
    expand(robot, "s");
    untilShown(robot, "orders");
    expand(robot, "orders");
    untilShown(robot, "136 more");
    robot.press(KeyCode.ALT, KeyCode.F8).release(KeyCode.F8, KeyCode.ALT);
    robot.write("len(s.orders)").press(KeyCode.ENTER).release(KeyCode.ENTER);
    untilShown(robot, "= 200");
    click(robot, "#debugger-watch");
    untilShown(robot, "Watch");
    pictures("debugger-stopped");
    robot.press(KeyCode.SHIFT, KeyCode.F8).release(KeyCode.F8, KeyCode.SHIFT);
    untilAt(robot, "main.go:63");
    press(robot, KeyCode.F9);
    untilShown(robot, "running");
    press(robot, KeyCode.ESCAPE);
    untilShown(robot, "Ready");
    robot.press(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.D);
    robot.release(KeyCode.D, KeyCode.SHIFT, KeyCode.CONTROL);
    untilShown(robot, "running");
    press(robot, KeyCode.F6);
    untilShown(robot, "stopped");
    pictures("debugger-paused");
    press(robot, KeyCode.F5);
    untilShown(robot, "running");
  }

  @Test
  void logpointsWriteWhileTheProgramRunsAndBreakpointsStillStopIt(FxRobot robot) throws Exception {
    open(robot);
    untilShown(robot, "running");
    logpoint(robot, "main.go:35", "order {id}");
    delve.get("/orders/7");
    untilShown(robot, "order \"7\"");
    logpoint(robot, "main.go:62", "asked for {r.URL.Path}");
    delve.get("/orders/8");
    untilShown(robot, "asked for \"/orders/8\"");
    untilShown(robot, "order \"8\"");
    breakpoint(robot, "main.go:40");
    delve.get("/orders/9");
    untilShown(robot, "order \"9\"");
    untilAt(robot, "main.go:40");
    pictures("debugger-logpoints");
    press(robot, KeyCode.F9);
    untilShown(robot, "running");
    delve.get("/orders/10");
    untilShown(robot, "order \"10\"");
  }

  @Test
  void aStopIsShownAtOnceAndTenThousandGoroutinesFreezeNothing(FxRobot robot) throws Exception {
    open(robot);
    untilShown(robot, "running");
    breakpoint(robot, "main.go:33");
    AtomicLong shown = new AtomicLong();
    AtomicLong listed = new AtomicLong();
    onFx(
        () -> {
          Labeled at = robot.lookup("#debugger-place-now").queryAs(Labeled.class);
          at.textProperty().subscribe(now -> record(shown, now.equals("main.go:33")));
          ListView<Object> groups = robot.lookup("#debugger-goroutines").queryListView();
          groups
              .getItems()
              .addListener(
                  (ListChangeListener<Object>)
                      change -> record(listed, !groups.getItems().isEmpty()));
          return true;
        });
    // The first stop of a program has Delve read what later ones know.
    delve.get("/orders/7");
    untilAt(robot, "main.go:33");
    until("goroutines", () -> listed.get() != 0);
    press(robot, KeyCode.F9);
    untilShown(robot, "running");
    shown.set(0);
    listed.set(0);
    try (Frozen frozen = new Frozen()) {
      long begin = System.nanoTime();
      delve.get("/orders/8");
      untilAt(robot, "main.go:33");
      until("goroutines", () -> listed.get() != 0);
      long toView = (shown.get() - begin) / 1_000_000;
      long toList = (listed.get() - begin) / 1_000_000;
      System.err.printf(
          "stopped view after %d ms, %d goroutines after %d ms, window frozen for at most %d ms%n",
          toView, WORKERS, toList, frozen.longest());
      // Much more than is due, for machines that do much else.
      assertTrue(toView < 3_000, toView + " ms");
      assertTrue(frozen.longest() < 1_000, frozen.longest() + " ms");
    }
    untilShown(robot, "10000 x main.worker");
    press(robot, KeyCode.F9);
  }

  private static void record(AtomicLong at, boolean now) {
    if (now && at.get() == 0) {
      at.set(System.nanoTime());
    }
  }

  private static void untilAt(FxRobot robot, String place) {
    until(
        place + " is in view",
        () -> robot.lookup("#debugger-place-now").queryAs(Labeled.class).getText().equals(place));
  }

  private static int items(FxRobot robot, String list) {
    return robot.lookup(list).queryListView().getItems().size();
  }

  private static void press(FxRobot robot, KeyCode key) {
    robot.press(key).release(key);
  }

  private static void breakpoint(FxRobot robot, String place) {
    click(robot, "#debugger-place");
    robot.write(place);
    press(robot, KeyCode.ENTER);
    untilShown(robot, place);
  }

  private static void logpoint(FxRobot robot, String place, String message) {
    click(robot, "#debugger-place");
    robot.write(place);
    click(robot, "#debugger-message");
    robot.write(message);
    press(robot, KeyCode.ENTER);
    untilShown(robot, place);
  }

  private static void expand(FxRobot robot, String name) {
    until(
        name + " can be opened",
        () -> {
          TreeView<?> tree = robot.lookup("#debugger-variables").queryAs(TreeView.class);
          for (int i = 0; i < tree.getExpandedItemCount(); i++) {
            TreeItem<?> item = tree.getTreeItem(i);
            if (String.valueOf(item.getValue()).contains("name=" + name + ",")
                && !item.getChildren().isEmpty()) {
              item.setExpanded(true);
              return true;
            }
          }
          return false;
        });
  }
}
