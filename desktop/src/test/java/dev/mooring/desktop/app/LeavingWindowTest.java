package dev.mooring.desktop.app;

import static dev.mooring.desktop.app.FxTest.click;
import static dev.mooring.desktop.app.FxTest.onFx;
import static dev.mooring.desktop.app.FxTest.shows;
import static dev.mooring.desktop.app.FxTest.until;
import static dev.mooring.desktop.app.FxTest.untilClickable;
import static dev.mooring.desktop.app.FxTest.untilShown;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Cluster;
import dev.mooring.desktop.fx.Ui;
import dev.mooring.desktop.stack.ConnectionViewModel;
import dev.mooring.desktop.workspace.Composition;
import dev.mooring.desktop.workspace.Workspace;
import dev.mooring.document.Document;
import dev.mooring.job.JobState;
import dev.mooring.job.Progress;
import dev.mooring.mesh.ConnectionState;
import dev.mooring.mesh.KeptRegistries;
import dev.mooring.stack.Stack;
import dev.mooring.stack.options.StackOptions;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/// A registry that goes, by this window or behind it.
@ExtendWith(ApplicationExtension.class)
final class LeavingWindowTest {
  private static final StackOptions DEFAULT = StackOptions.defaults();

  @TempDir Path home;

  private final PracticeWindow on = new PracticeWindow();
  private final CountDownLatch going = new CountDownLatch(1);
  private final CountDownLatch mayGo = new CountDownLatch(1);

  @Start
  void start(Stage stage) throws IOException {
    on.compose(this::slow);
    on.show(stage, home);
  }

  @AfterEach
  void end() {
    mayGo.countDown();
    on.close();
  }

  /// The product's own parts, but an uninstall of the window's waits until it may go on.
  private Workspace slow(Cluster cluster) {
    Workspace.Parts own = Composition.parts(cluster);
    Stack slow =
        (Stack)
            Proxy.newProxyInstance(
                Stack.class.getClassLoader(),
                new Class<?>[] {Stack.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("uninstall")) {
                    ((Progress) arguments[2]).step("removed Deployment a/b");
                    going.countDown();
                    assertTrue(mayGo.await(30, TimeUnit.SECONDS));
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
            slow,
            own.debugger(),
            own.registries(),
            own.layers()));
  }

  private void install(FxRobot robot) throws InterruptedException {
    untilShown(robot, "Istio 1.31.0");
    on.workspace().stack().install(DEFAULT, Progress.none());
    robot.press(KeyCode.F5).release(KeyCode.F5);
    untilClickable(robot, "#registry-menu");
  }

  @Test
  void whileItIsUninstalledTheJobIsInViewAndNothingElseIsOffered(FxRobot robot) throws Exception {
    install(robot);
    click(robot, "#registry-menu");
    click(robot, "Uninstall and delete all images...");
    untilClickable(robot, "#confirm");
    click(robot, "#confirm");
    assertTrue(going.await(30, TimeUnit.SECONDS));
    untilShown(robot, "removed Deployment a/b");
    assertFalse(shows(robot, "Not connected"));
    assertFalse(robot.lookup("#registry-connect").tryQuery().isPresent(), "Connect is offered");
    assertFalse(
        onFx(
            () ->
                on.actions().stream()
                    .map(each -> each.action())
                    .filter(each -> each.id().equals("registry.connect"))
                    .anyMatch(each -> each.enabled().get())),
        "the palette offers it");
    on.pictures("registry-uninstalling");
    mayGo.countDown();
    untilClickable(robot, "#registry-install");
  }

  @Test
  void oneThatIsRemovedBehindTheWindowIsOfferedToInstallAndItsPortIsGivenBack(FxRobot robot)
      throws Exception {
    mayGo.countDown();
    install(robot);
    click(robot, "Connect");
    until("it is connected", () -> robot.lookup("#registry-address").tryQuery().isPresent());
    List<Document> kept = on.settings().settings().get().registries();
    assertEquals(1, kept.size());
    on.workspace().stack().uninstall(DEFAULT, Stack.DataFate.DELETE, Progress.none());

    untilClickable(robot, "#registry-install");
    assertFalse(shows(robot, "Copy command"), "a command line is offered");
    until("it is disconnected", () -> state() instanceof ConnectionState.Disconnected);
    until("and forgotten", () -> on.settings().settings().get().registries().isEmpty());
    untilShown(robot, "The registry is no longer installed");

    // As if that had happened while Mooring did not run.
    on.settings().update(s -> s.withRegistries(kept));
    KeptRegistries again = new KeptRegistries("practice", on.workspace().mesh(), on.settings());
    assertEquals(1, again.interrupted().size());
    try (ConnectionViewModel next =
        new ConnectionViewModel(
            on.workspace().mesh(), again, on.workspace().jobs(), on.settings(), new DirectUi())) {
      next.restore();
      until("it is forgotten", () -> on.settings().settings().get().registries().isEmpty());
    }
    assertTrue(
        on.workspace().jobs().all().get().stream()
            .noneMatch(each -> each.snapshot().state() instanceof JobState.Failed));
    assertEquals(new ConnectionState.Disconnected(), state());
  }

  private ConnectionState state() {
    return on.workspace().mesh().to(DEFAULT.location()).state().get();
  }

  private static final class DirectUi implements Ui {
    @Override
    public void execute(Runnable task) {
      task.run();
    }

    @Override
    public <T> Consumer<T> newest(Consumer<? super T> target) {
      return target::accept;
    }
  }
}
