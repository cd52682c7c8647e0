package dev.mooring.desktop.app;

import static dev.mooring.desktop.app.FxTest.click;
import static dev.mooring.desktop.app.FxTest.shows;
import static dev.mooring.desktop.app.FxTest.untilClickable;
import static dev.mooring.desktop.app.FxTest.untilShown;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.mooring.desktop.workspace.Composition;
import dev.mooring.desktop.workspace.Workspace;
import dev.mooring.document.Document;
import dev.mooring.job.Progress;
import dev.mooring.stack.options.StackOptions;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/// The window opens at Images, where it was left, and nobody looked at the registries yet.
@ExtendWith(ApplicationExtension.class)
final class ImagesFirstWindowTest {
  @TempDir Path home;

  private final PracticeWindow on = new PracticeWindow();
  private ServerSocket taken;

  @Start
  void start(Stage stage) throws Exception {
    taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    StackOptions team =
        StackOptions.defaults()
            .named("team-a")
            .withNamespace("tools")
            .withNodePort(taken.getLocalPort());
    on.compose(
        cluster -> {
          Workspace workspace = new Workspace(Composition.parts(cluster, home.resolve("state")));
          try {
            workspace.stack().install(team, Progress.none());
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return workspace;
        });
    on.had(now -> now.withWindow(Document.of(Map.of("place", "images"))));
    on.show(stage, home);
  }

  @AfterEach
  void end() throws Exception {
    on.close();
    taken.close();
  }

  @Test
  void itListsEachRegistryAndSaysWhyOneIsNotConnected(FxRobot robot) {
    untilShown(robot, "Istio 1.31.0");
    untilClickable(robot, "#source-help-cluster-team-a");
    click(robot, "#source-help-cluster-team-a");
    untilShown(robot, "Can't listen on port " + taken.getLocalPort());
    untilShown(robot, "Can't connect");
    untilShown(robot, "Use port ");
    on.picturesInAllSizes("images-port-taken");
    click(robot, "#source-help-cluster-kube-registry");
    untilShown(robot, "Namespace kube-registry has no registry");
    assertFalse(shows(robot, "Copy command"), "a command line is offered");
    click(robot, "Show Registry");
    untilShown(robot, "Not installed in this cluster");
  }
}
