package dev.mooring.desktop.app;

import static dev.mooring.desktop.app.FxTest.click;
import static dev.mooring.desktop.app.FxTest.picture;
import static dev.mooring.desktop.app.FxTest.until;
import static dev.mooring.desktop.app.FxTest.untilShown;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mooring.desktop.shell.Place;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/// The debugger in the window, with a real Delve and a Go program on this machine.
@ExtendWith(ApplicationExtension.class)
final class DebuggerWindowTest {
  @TempDir Path home;
  @TempDir Path module;

  private final PracticeWindow on = new PracticeWindow();
  private final HandFedDebugger debugger = new HandFedDebugger();
  private LocalDelve delve;

  @Start
  void start(Stage stage) throws Exception {
    assumeTrue(LocalDelve.dlv().isPresent() && LocalDelve.go().isPresent());
    Files.writeString(module.resolve("go.mod"), "module example.com/hello\n\ngo 1.24\n");
    try (InputStream source =
        Objects.requireNonNull(DebuggerWindowTest.class.getResourceAsStream("hello.go.txt"))) {
      Files.copy(source, module.resolve("main.go"));
    }
    delve = LocalDelve.attach(module, "-gcflags=all=-N -l");
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
  void aBreakpointIsSetAndReached(FxRobot robot) throws Exception {
    open(robot);
    untilShown(robot, "running");
    pictures("debugger-running");
    click(robot, "#debugger-place");
    robot.write("main.go:32");
    robot.press(KeyCode.ENTER).release(KeyCode.ENTER);
    untilShown(robot, "main.go:32");
    delve.get("/orders/7");
    untilShown(robot, "hello \u00b7 main.go:32");
    untilShown(robot, "= \"7\"");
    until(
        "goroutines",
        () -> !robot.lookup("#debugger-goroutines").queryListView().getItems().isEmpty());
    pictures("debugger-stopped");
    robot.press(KeyCode.F8).release(KeyCode.F8);
    untilShown(robot, "hello \u00b7 main.go:33");
    robot.press(KeyCode.F9).release(KeyCode.F9);
    untilShown(robot, "running");
    robot.press(KeyCode.ESCAPE).release(KeyCode.ESCAPE);
    untilShown(robot, "Workloads");
  }
}
