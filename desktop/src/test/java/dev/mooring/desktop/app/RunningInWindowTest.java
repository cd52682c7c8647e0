package dev.mooring.desktop.app;

import static dev.mooring.desktop.app.FxTest.click;
import static dev.mooring.desktop.app.FxTest.onFx;
import static dev.mooring.desktop.app.FxTest.picture;
import static dev.mooring.desktop.app.FxTest.shows;
import static dev.mooring.desktop.app.FxTest.untilShown;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.desktop.shell.Place;
import dev.mooring.document.Documents;
import dev.mooring.job.Progress;
import dev.mooring.mesh.ConnectionState;
import dev.mooring.practice.PracticeCluster;
import dev.mooring.registry.Digest;
import dev.mooring.registry.ImageReference;
import dev.mooring.registry.Registry;
import dev.mooring.stack.options.StackOptions;
import java.nio.file.Path;
import java.util.List;
import javafx.scene.control.CheckBox;
import javafx.scene.control.TableColumn;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/// What pods do with the images of the list.
@ExtendWith(ApplicationExtension.class)
final class RunningInWindowTest {
  @TempDir Path home;

  private final PracticeWindow on = new PracticeWindow();

  @Start
  void start(Stage stage) throws Exception {
    on.show(stage, home);
  }

  @AfterEach
  void end() {
    on.close();
  }

  private Registry connect(FxRobot robot) throws InterruptedException {
    untilShown(robot, "Istio 1.31.0");
    on.workspace().stack().install(StackOptions.defaults(), Progress.none());
    on.go(Place.IMAGES);
    click(robot, "#images-connect");
    untilShown(robot, "The registry is empty");
    return on.workspace()
        .registry(
            on.workspace().mesh().all().get().stream()
                .map(each -> each.state().get())
                .filter(ConnectionState.Connected.class::isInstance)
                .map(ConnectionState.Connected.class::cast)
                .map(each -> each.listening().getFirst().getPort())
                .findFirst()
                .orElseThrow(),
            "kube-registry");
  }

  /// As a kubelet reports it: the practice nodes leave a pod alone that waits for its volume.
  private void pod(String name, String image, String id, String state) throws Exception {
    String yaml =
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: %s, namespace: ana}
        spec:
          containers: [{name: app, image: "%s"}]
          volumes: [{name: none, persistentVolumeClaim: {claimName: none}}]
        """
            .formatted(name, image);
    String status =
        "{status: {containerStatuses: [{name: app, image: '%s', imageID: '%s', state: %s}]}}"
            .formatted(image, id, state);
    on.workspace().cluster().apply(new KubeObject(Documents.yaml(yaml, "test").getFirst()));
    on.workspace()
        .cluster()
        .mergePatch(Kind.POD, "ana", name, "status", Documents.yaml(status, "test").getFirst());
  }

  @Test
  void whatCannotStartAndTheSameContentElsewhereAreToldFromWhatRuns(FxRobot robot)
      throws Exception {
    Registry registry = connect(robot);
    Path archive = home.resolve("greeting.tar");
    PracticeCluster.writeSampleImage(archive);
    for (String each : List.of("ana/greeting:1", "ana/greeting:2", "mirror/greeting:1")) {
      registry.push(archive, ImageReference.parse(each), Progress.none());
    }
    Digest digest = registry.digest("ana/greeting", "1").orElseThrow();
    on.workspace()
        .cluster()
        .apply(
            new KubeObject(
                Documents.yaml("{apiVersion: v1, kind: Namespace, metadata: {name: ana}}", "test")
                    .getFirst()));
    String id = "localhost:5000/ana/greeting@" + digest;
    pod("web-1", "localhost:5000/ana/greeting:1", id, "{running: {}}");
    pod("web-2", "localhost:5000/ana/greeting:1", id, "{terminated: {reason: StartError}}");
    pod("other", "docker.io/library/greeting:1", id, "{running: {}}");
    robot.press(KeyCode.F5).release(KeyCode.F5);
    untilShown(robot, "mirror/greeting");
    untilShown(robot, "1 pod can't start");
    assertTrue(shows(robot, "1 pod"));
    assertTrue(shows(robot, "+1"), "what has no room is counted");
    assertFalse(shows(robot, "3 pods"));
    on.picturesInAllSizes("images-running-in");
    click(robot, "1");
    untilShown(robot, "ana/other (same content)");
    assertTrue(shows(robot, "ana/web-2 (can't start)"));
    assertEquals(
        List.of("Tag", "Age", "Running in"),
        columns(robot),
        "what matters stays beside the detail");
    on.pictures("images-running-in-detail");
    picture(on.scene(), "images-running-in-detail-640", 1000, 640);
    picture(on.scene(), "images-running-in-detail-wide", 1440, 900);
    click(robot, "mirror/greeting");
    untilShown(robot, "3 pods, same content");

    click(robot, "ana/greeting");
    click(robot, "1");
    robot.press(KeyCode.SHIFT, KeyCode.DOWN).release(KeyCode.DOWN, KeyCode.SHIFT);
    robot.press(KeyCode.DELETE).release(KeyCode.DELETE);
    untilShown(robot, "Delete although 2 pods use it");
    assertTrue(shows(robot, "tag ana/greeting:1\ntag ana/greeting:2"));
    assertTrue(shows(robot, "ana/web-1\nana/web-2 (can't start)"), "others have it from elsewhere");
    assertTrue(robot.lookup("#confirm").queryButton().isDisabled(), "it takes a second thought");
    on.picturesInAllSizes("images-delete-used");
    CheckBox although = robot.lookup("#delete-used").queryAs(CheckBox.class);
    robot.interact(although::requestFocus);
    robot.press(KeyCode.SPACE).release(KeyCode.SPACE);
    click(robot, "#confirm");
    untilShown(robot, "Deleted 2 tags of ana/greeting");
    click(robot, "#undo");
    untilShown(robot, "1 pod");
  }

  private static List<String> columns(FxRobot robot) {
    return onFx(
        () ->
            robot.lookup("#tags").queryTableView().getVisibleLeafColumns().stream()
                .map(TableColumn::getText)
                .toList());
  }
}
