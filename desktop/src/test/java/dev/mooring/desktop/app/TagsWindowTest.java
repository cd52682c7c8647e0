package dev.mooring.desktop.app;

import static dev.mooring.desktop.app.FxTest.click;
import static dev.mooring.desktop.app.FxTest.shows;
import static dev.mooring.desktop.app.FxTest.until;
import static dev.mooring.desktop.app.FxTest.untilShown;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.desktop.shell.Place;
import dev.mooring.desktop.workspace.Composition;
import dev.mooring.desktop.workspace.Workspace;
import dev.mooring.document.Documents;
import dev.mooring.job.Progress;
import dev.mooring.mesh.ConnectionState;
import dev.mooring.practice.PracticeCluster;
import dev.mooring.registry.Digest;
import dev.mooring.registry.Registry;
import dev.mooring.stack.options.StackOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/// Tags are moved, and put back to what they named.
@ExtendWith(ApplicationExtension.class)
final class TagsWindowTest {
  private static final String APP = "ana/app";

  @TempDir Path home;

  private final PracticeWindow on = new PracticeWindow();
  private Registry registry;
  private Digest greeting;
  private Digest layered;

  @Start
  void start(Stage stage) throws Exception {
    on.compose(cluster -> new Workspace(Composition.parts(cluster, home.resolve("state"))));
    on.show(stage, home);
  }

  @AfterEach
  void end() {
    on.close();
  }

  /// 1 and 2 are the greeting, 3 is another image.
  private void open(FxRobot robot) throws Exception {
    untilShown(robot, "Istio 1.31.0");
    on.workspace().stack().install(StackOptions.defaults(), Progress.none());
    on.go(Place.IMAGES);
    click(robot, "#images-connect");
    untilShown(robot, "The registry is empty");
    Path one = home.resolve("one.tar");
    PracticeCluster.writeSampleImage(one);
    Path other = home.resolve("other.tar");
    LayeredImage.write(other);
    // Two repositories: the rail counts them, and must not show the tag that is clicked.
    ImagesWindowTest.push(on, one, APP + ":1", APP + ":2", "tools/lint:7");
    ImagesWindowTest.push(on, other, APP + ":3");
    int port =
        on.workspace().mesh().all().get().stream()
            .map(each -> each.state().get())
            .filter(ConnectionState.Connected.class::isInstance)
            .map(ConnectionState.Connected.class::cast)
            .map(each -> each.listening().getFirst().getPort())
            .findFirst()
            .orElseThrow();
    registry = on.workspace().registry(port, "kube-registry");
    greeting = digest("1").orElseThrow();
    layered = digest("3").orElseThrow();
    robot.press(KeyCode.F5).release(KeyCode.F5);
    click(robot, "1");
    untilShown(robot, "Tag history");
  }

  private Optional<Digest> digest(String reference) throws InterruptedException {
    return registry.digest(APP, reference);
  }

  /// Not on the window's thread, which must not wait for a registry.
  private void untilNames(String tag, Optional<Digest> digest) {
    Awaitility.await(tag).until(() -> digest(tag).equals(digest));
  }

  private void retag(FxRobot robot, String tag) {
    keys(robot, KeyCode.T);
    untilShown(robot, "New tag");
    robot.write(tag);
  }

  private static void keys(FxRobot robot, KeyCode key) {
    robot.press(KeyCode.CONTROL, KeyCode.SHIFT, key);
    robot.release(key, KeyCode.SHIFT, KeyCode.CONTROL);
  }

  private static void enter(FxRobot robot) {
    robot.press(KeyCode.ENTER).release(KeyCode.ENTER);
  }

  @Test
  void aTagIsMovedByKeysAfterAQuestionAndTheMoveIsUndone(FxRobot robot) throws Exception {
    open(robot);
    retag(robot, "not a tag");
    enter(robot);
    untilShown(robot, "Not a tag");
    robot.press(KeyCode.ESCAPE).release(KeyCode.ESCAPE);
    click(robot, "#confirm");
    retag(robot, "3");
    untilShown(robot, "3 names " + layered.brief());
    on.picturesInAllSizes("tags-retag");
    enter(robot);
    untilShown(robot, "Move ana/app:3?");
    assertTrue(shows(robot, "ana/app:3 from " + layered.brief() + " to " + greeting.brief()));
    on.picturesInAllSizes("tags-move");
    assertEquals(Optional.of(layered), digest("3"), "nothing happens before the answer");
    click(robot, "#confirm");
    untilShown(robot, "Moved ana/app:3 from");
    assertEquals(Optional.of(greeting), digest("3"));
    click(robot, "#undo");
    untilNames("3", Optional.of(layered));
    until("none lost its tag", () -> !shows(robot, "No longer tagged"));

    click(robot, "1");
    retag(robot, "stable");
    untilShown(robot, "nothing is copied");
    enter(robot);
    untilShown(robot, "ana/app:stable now names");
    assertEquals(Optional.of(greeting), digest("stable"));
    click(robot, "#undo");
    untilNames("stable", Optional.empty());
    assertEquals(Optional.of(greeting), digest("1"));
  }

  @Test
  void anUndoNeverTakesTheLastTagOfAnImageThatPodsUse(FxRobot robot) throws Exception {
    open(robot);
    Cluster live = on.workspace().cluster();
    String pod =
        """
        {apiVersion: v1, kind: Pod, metadata: {name: user, namespace: default}, spec: {
        containers: [{name: app, image: "none:1"}],
        volumes: [{name: files, image: {reference: "localhost:5000/%s@%s"}}]}}
        """
            .formatted(APP, layered);
    live.apply(new KubeObject(Documents.yaml(pod, "test").getFirst()));
    keys(robot, KeyCode.Z);
    untilShown(robot, "Can't delete ana/app:3");
    on.picturesInAllSizes("tags-used");
    assertTrue(shows(robot, "default/user"));
    assertFalse(shows(robot, "Undo the last tag change in ana/app?"));
    assertEquals(Optional.of(layered), digest("3"));

    robot.press(KeyCode.ESCAPE).release(KeyCode.ESCAPE);
    live.delete(Kind.POD, "default", "user", Duration.ofSeconds(10));
    keys(robot, KeyCode.Z);
    untilShown(robot, "Undo the last tag change in ana/app?");
    click(robot, "#confirm");
    untilNames("3", Optional.empty());
  }

  @Test
  void whatTagsNamedIsPutBackWhileItIsThereAndElseSaidToBeGone(FxRobot robot) throws Exception {
    open(robot);
    // As another Mooring of this user does meanwhile.
    registry.retag(APP, "1", layered, Optional.of(greeting));
    registry.remove(registry.planRemoval(APP, "2"));
    robot.press(KeyCode.F5).release(KeyCode.F5);
    untilShown(robot, "was 2 until");
    untilShown(robot, "Set with Mooring");
    on.picturesInAllSizes("tags-section");
    keys(robot, KeyCode.Z);
    untilShown(robot, "Undo the last tag change in ana/app?");
    untilShown(robot, "ana/app:2 comes back as " + greeting.brief());
    robot.press(KeyCode.ESCAPE).release(KeyCode.ESCAPE);
    keys(robot, KeyCode.H);
    untilShown(robot, "Tag history of ana/app");
    untilShown(robot, "Deleted with Mooring");
    on.picturesInAllSizes("tags-history");
    Node back = robot.lookup("#former-tags").lookup("Put back").queryButton();
    robot.interact(back::requestFocus);
    robot.press(KeyCode.SPACE).release(KeyCode.SPACE);
    untilNames("2", Optional.of(greeting));
    untilShown(robot, "ana/app:2 now names");

    registry.remove(registry.planRemoval(APP, greeting.text()));
    robot.press(KeyCode.F5).release(KeyCode.F5);
    untilShown(robot, "gone");
    until("it can't be put back", () -> !shows(robot, "No longer tagged"));
    on.picturesInAllSizes("tags-gone");
  }
}
