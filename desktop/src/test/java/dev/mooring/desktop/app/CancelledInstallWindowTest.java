package dev.mooring.desktop.app;

import static dev.mooring.desktop.app.FxTest.choose;
import static dev.mooring.desktop.app.FxTest.click;
import static dev.mooring.desktop.app.FxTest.onFx;
import static dev.mooring.desktop.app.FxTest.shows;
import static dev.mooring.desktop.app.FxTest.until;
import static dev.mooring.desktop.app.FxTest.untilClickable;
import static dev.mooring.desktop.app.FxTest.untilShown;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.KubeObject;
import dev.mooring.desktop.workspace.Composition;
import dev.mooring.desktop.workspace.Workspace;
import dev.mooring.stack.Stack;
import dev.mooring.stack.options.StackOptions;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/// An install that is cut off half way, in the window.
@ExtendWith(ApplicationExtension.class)
final class CancelledInstallWindowTest {
  @TempDir Path home;

  private final PracticeWindow on = new PracticeWindow();
  private final AtomicBoolean cutOff = new AtomicBoolean(true);
  private final CountDownLatch halfWay = new CountDownLatch(1);

  @Start
  void start(Stage stage) throws IOException {
    on.compose(this::halting);
    on.show(stage, home);
  }

  @AfterEach
  void end() {
    on.close();
  }

  /// The product's own parts, but the first install makes three objects and goes no further.
  private Workspace halting(Cluster cluster) {
    Workspace.Parts own = Composition.parts(cluster);
    Stack halting =
        (Stack)
            Proxy.newProxyInstance(
                Stack.class.getClassLoader(),
                new Class<?>[] {Stack.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("installProven") && cutOff.getAndSet(false)) {
                    for (KubeObject each :
                        own.stack().render((StackOptions) arguments[0]).subList(0, 3)) {
                      cluster.apply(each);
                    }
                    halfWay.countDown();
                    new CountDownLatch(1).await();
                  }
                  try {
                    return method.invoke(own.stack(), arguments);
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                });
    return new Workspace(
        new Workspace.Parts(
            own.cluster(),
            own.tunnels(),
            own.forwards(),
            own.identities(),
            own.mesh(),
            halting,
            own.debugger(),
            own.registries(),
            own.layers()));
  }

  @Test
  void itSaysWhatStandsAndOffersToGoOnOrRemoveIt(FxRobot robot) throws Exception {
    untilClickable(robot, "#registry-install");
    choose(robot, "#absent-menu", "Options...");
    untilClickable(robot, "#option-node-port");
    onFx(
        () -> {
          robot.lookup("#option-node-port").queryAs(TextField.class).setText("5077");
          return true;
        });
    click(robot, "Save");
    untilClickable(robot, "#registry-install");
    click(robot, "#registry-install");
    assertTrue(halfWay.await(30, TimeUnit.SECONDS));
    on.workspace().jobs().all().get().getFirst().cancel();

    untilShown(robot, "The installation was canceled");
    untilShown(robot, "3 objects are installed.");
    assertFalse(shows(robot, "mooring install"), "a command line is in view");
    on.pictures("registry-install-cancelled");
    click(robot, "Uninstall...");
    untilShown(robot, "Uninstall the registry?");
    robot.press(KeyCode.ESCAPE).release(KeyCode.ESCAPE);
    until("the question is gone", () -> !shows(robot, "Uninstall the registry?"));
    // The one of the page is there as well, and does the same.
    click(robot, "#registry-install");
    untilClickable(robot, "#registry-verify");
    until("the notice is gone", () -> !shows(robot, "The installation was canceled"));
    untilShown(robot, "Address on the nodes: localhost:5077");
    on.pictures("registry-other-node-port");
  }
}
