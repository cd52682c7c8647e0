package dev.mooring.desktop.app;

import static dev.mooring.desktop.app.FxTest.click;
import static dev.mooring.desktop.app.FxTest.onFx;
import static dev.mooring.desktop.app.FxTest.picture;
import static dev.mooring.desktop.app.FxTest.until;
import static dev.mooring.desktop.app.FxTest.untilShown;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.desktop.shell.Place;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import javafx.scene.Node;
import javafx.scene.control.Labeled;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/// How the debugger looks, on every machine.
@ExtendWith(ApplicationExtension.class)
final class DebuggerPicturesTest {
  private static final String MODULE = "example.com/hello";

  @TempDir Path home;
  @TempDir Path module;

  private final PracticeWindow on = new PracticeWindow();
  private final HandFedDebugger debugger = new HandFedDebugger();
  private PaperDelve delve;

  @Start
  void start(Stage stage) throws Exception {
    Files.writeString(module.resolve("go.mod"), "module " + MODULE + "\n");
    try (InputStream source =
        Objects.requireNonNull(DebuggerPicturesTest.class.getResourceAsStream("hello.go.txt"))) {
      Files.copy(source, module.resolve("main.go"));
    }
    delve = new PaperDelve(MODULE);
    debugger.delve = delve.address();
    debugger.possible = true;
    debugger.pod = "hello-58976c8d9f-wv49n";
    on.cluster().runHello("ux");
    on.had(
        settings ->
            settings
                .withNamespace("practice", "ux")
                .withSourceDirectory(MODULE, module.toString()));
    on.compose(debugger::workspace);
    on.show(stage, home);
  }

  @AfterEach
  void end() throws Exception {
    on.close();
    delve.close();
  }

  private void open(FxRobot robot) {
    untilShown(robot, "Istio 1.31.0");
    on.go(Place.WORKLOADS);
    click(robot, "hello");
    click(robot, "#debug-attach");
    click(robot, "#open-debugger");
    untilShown(robot, "running");
  }

  private void pictures(String name) {
    on.pictures(name);
    picture(on.scene(), name + "-small", 1000, 640);
    picture(on.scene(), name + "-wide", 1440, 900);
  }

  private void stopAt(FxRobot robot, int line) {
    click(robot, "#debugger-place");
    robot.press(KeyCode.CONTROL, KeyCode.A).release(KeyCode.A, KeyCode.CONTROL);
    robot.write("main.go:" + line).press(KeyCode.ENTER).release(KeyCode.ENTER);
    untilShown(robot, "hits: 1");
    delve.reach(line);
    untilShown(robot, "stopped");
  }

  @Test
  void aProgramThatRunsAndOneThatIsStopped(FxRobot robot) {
    open(robot);
    until(
        "the source", () -> robot.lookup("#debugger-code").queryListView().getItems().size() > 50);
    assertEquals("debugger-code", onFx(() -> focus()));
    pictures("debugger-running");
    stopAt(robot, 36);
    untilShown(robot, "= \"7\"");
    untilShown(robot, "1192 x main.worker");
    pictures("debugger-stopped");
  }

  @Test
  void whatCannotBeSetSaysWhyAndWhatIsNotHereIsShownAsInstructions(FxRobot robot) throws Exception {
    Files.delete(module.resolve("go.mod"));
    open(robot);
    click(robot, "#debugger-place");
    robot.write("main.go:99").press(KeyCode.ENTER).release(KeyCode.ENTER);
    untilShown(robot, "Could not find statement at main.go:99");
    stopAt(robot, 36);
    untilShown(robot, "No source of /src/main.go here");
    untilShown(robot, "Choose folder...");
    pictures("debugger-instructions");
  }

  @Test
  void aSourceOfAnotherVersionSaysSo(FxRobot robot) throws Exception {
    Files.writeString(module.resolve("main.go"), "package main\n\nfunc main() {\n}\n");
    open(robot);
    stopAt(robot, 36);
    untilShown(robot, "The program is at line 36, but this file has 4 lines");
    pictures("debugger-stale");
  }

  @Test
  void everythingIsReachedByTabInReadingOrder(FxRobot robot) {
    open(robot);
    stopAt(robot, 36);
    untilShown(robot, "1192 x main.worker");
    TreeSet<String> reached = new TreeSet<>();
    for (int i = 0; i < 40; i++) {
      robot.press(KeyCode.TAB).release(KeyCode.TAB);
      reached.add(onFx(() -> focus()));
    }
    assertEquals(
        List.of(),
        List.of(
                "debugger-continue",
                "debugger-over",
                "debugger-goroutines",
                "debugger-stack",
                "debugger-code",
                "debugger-variables",
                "debugger-expression",
                "debugger-place",
                "debugger-condition",
                "debugger-message",
                "debugger-breakpoints")
            .stream()
            .filter(each -> !reached.contains(each))
            .toList());
    assertEquals(
        List.of(),
        onFx(
            () ->
                robot
                    .lookup(
                        (Node each) ->
                            each.isFocusTraversable()
                                && each.getAccessibleText() == null
                                && !(each instanceof Labeled words && !words.getText().isEmpty())
                                && String.valueOf(each.getId()).startsWith("debugger-"))
                    .queryAll()
                    .stream()
                    .map(Node::getId)
                    .toList()));
  }

  private String focus() {
    Node owner = on.scene().getFocusOwner();
    return owner == null ? "" : String.valueOf(owner.getId());
  }
}
