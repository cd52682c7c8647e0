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

import dev.mooring.cluster.Kind;
import dev.mooring.desktop.shell.Place;
import dev.mooring.practice.PracticeCluster;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javafx.scene.control.MenuButton;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/// Everything a user comes for, by clicks.
@ExtendWith(ApplicationExtension.class)
final class MainJobWindowTest {
  @TempDir Path home;

  private final PracticeWindow on = new PracticeWindow();

  @Start
  void start(Stage stage) throws IOException {
    on.cluster().runHello("default");
    on.show(stage, home);
  }

  @AfterEach
  void end() {
    on.close();
  }

  @Test
  void theRegistryIsInstalledUsedAndRemovedByClicks(FxRobot robot) throws IOException {
    untilShown(robot, "Istio 1.31.0");
    untilClickable(robot, "#registry-install");
    on.picturesInAllSizes("registry-preflight");
    click(robot, "#registry-install");
    untilShown(robot, "created Deployment");
    on.pictures("registry-installing");
    untilShown(robot, "Verified just now");
    click(robot, "#registry-connect");
    untilShown(robot, "can push as");
    untilShown(robot, "kube-registry/mooring can push to all repositories");
    on.picturesInAllSizes("registry");

    choose(robot, "#registry-menu", "Check the cluster");
    untilShown(robot, "Permission to push");
    on.pictures("registry-checks");
    robot.press(KeyCode.ESCAPE).release(KeyCode.ESCAPE);
    until("the card is gone", () -> !shows(robot, "Permission to push"));

    choose(robot, "#registry-menu", "Apply again...");
    untilShown(robot, "Nothing to change");
    robot.press(KeyCode.ESCAPE).release(KeyCode.ESCAPE);
    until("the question is gone", () -> !shows(robot, "Nothing to change"));
    removeAPolicy();
    choose(robot, "#registry-menu", "Apply again...");
    untilShown(robot, "Apply these changes to the registry?");
    untilShown(robot, "create NetworkPolicy kube-registry/kube-registry");
    on.pictures("registry-plan");
    robot.press(KeyCode.ESCAPE).release(KeyCode.ESCAPE);
    until("the question is gone", () -> !shows(robot, "Apply these changes to the registry?"));
    repairs(robot);

    click(robot, "#registry-add-writer");
    click(robot, "#writer-name");
    robot.write("ana");
    click(robot, "#writer-namespace");
    robot.write("dev-ana");
    on.pictures("registry-add-writer");
    click(robot, "#writer-add");
    untilShown(robot, "Grant these rights to whoever will push");
    on.pictures("registry-writer-rights");
    robot.press(KeyCode.ESCAPE).release(KeyCode.ESCAPE);
    untilShown(robot, "dev-ana/mooring can push to all repositories");
    removesAWriterAndTakesItBack(robot);

    pushes(robot);
    inspectsAndDeletes(robot);

    on.go(Place.REGISTRY);
    choose(robot, "#registry-menu", "Uninstall and delete all images...");
    untilShown(robot, "Uninstall the registry and delete all images?");
    on.pictures("registry-uninstall");
    click(robot, "#confirm");
    untilShown(robot, "Not installed in this cluster");
  }

  /// What somebody changed shows by itself when the place is looked at again.
  private void repairs(FxRobot robot) {
    robot.press(KeyCode.F5).release(KeyCode.F5);
    untilShown(robot, "Changed in the cluster: 1 object missing");
    on.pictures("registry-changed");
    click(robot, "#registry-changes");
    untilShown(robot, "create NetworkPolicy kube-registry/kube-registry");
    robot.press(KeyCode.ESCAPE).release(KeyCode.ESCAPE);
    until("the card is gone", () -> !shows(robot, "create NetworkPolicy"));
    click(robot, "#registry-repair");
    until("it is repaired", () -> !shows(robot, "Changed in the cluster"));
    untilShown(robot, "Verified just now");
  }

  private void removesAWriterAndTakesItBack(FxRobot robot) {
    click(robot, "#remove-writer-ana");
    untilShown(robot, "ana can no longer push");
    until("it is off the list", () -> !shows(robot, "dev-ana/mooring can push"));
    on.pictures("registry-writer-removed");
    click(robot, "#undo");
    untilShown(robot, "dev-ana/mooring can push to all repositories");
  }

  private void removeAPolicy() {
    try {
      on.workspace()
          .cluster()
          .delete(Kind.NETWORK_POLICY, "kube-registry", "kube-registry", Duration.ofSeconds(20));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void pushes(FxRobot robot) throws IOException {
    on.go(Place.IMAGES);
    untilShown(robot, "The registry is empty");
    on.pictures("images-empty");
    Path archive = home.resolve("greeting.tar");
    PracticeCluster.writeSampleImage(archive);
    for (String each : List.of("ana/greeting:1.0", "ana/greeting:1.1", "tools/greeting:latest")) {
      click(robot, "#images-push");
      untilShown(robot, "Docker or Podman isn't running");
      click(robot, "#push-archive");
      robot.write(archive.toString());
      robot.doubleClickOn("#push-name").press(KeyCode.CONTROL, KeyCode.A);
      robot.release(KeyCode.A, KeyCode.CONTROL).write(each);
      if (each.endsWith("1.0")) {
        on.pictures("images-push");
      }
      click(robot, "#push-start");
      String repository = each.substring(0, each.indexOf(':'));
      untilShown(robot, repository);
      until("tag of " + each, () -> pushed(each));
    }
  }

  private boolean pushed(String name) {
    return on.workspace().jobs().all().get().stream()
        .anyMatch(
            job -> job.snapshot().title().equals("Push " + name) && job.snapshot().state().ended());
  }

  private void inspectsAndDeletes(FxRobot robot) {
    click(robot, "ana/greeting");
    untilShown(robot, "1.1");
    click(robot, "1.1");
    untilShown(robot, ", 1 layer");
    on.picturesInAllSizes("images");
    robot.press(KeyCode.DELETE).release(KeyCode.DELETE);
    untilShown(robot, "Deleted ana/greeting:1.1");
    until("only 1.0 is left", () -> robot.lookup("#tags").queryTableView().getItems().size() == 1);
    on.pictures("images-delete");
    click(robot, "#undo");
    until("1.1 is back", () -> robot.lookup("#tags").queryTableView().getItems().size() == 2);
    click(robot, "1.1");
    robot.press(KeyCode.DELETE).release(KeyCode.DELETE);
    until("only 1.0 is left", () -> robot.lookup("#tags").queryTableView().getItems().size() == 1);
  }

  @Test
  void aForwardIsMadeUsedStoppedAndRemovedByClicks(FxRobot robot) throws Exception {
    untilShown(robot, "Istio 1.31.0");
    robot.press(KeyCode.CONTROL, KeyCode.DIGIT2).release(KeyCode.DIGIT2, KeyCode.CONTROL);
    untilShown(robot, "No forwards in this context");
    on.pictures("forwards-empty");
    click(robot, "#forward-new");
    robot.write("hello");
    until(
        "a free port is offered",
        () -> !robot.lookup("#forward-local").queryTextInputControl().getText().isEmpty());
    on.picturesInAllSizes("forwards-new");
    String port = robot.lookup("#forward-local").queryTextInputControl().getText();
    click(robot, "#forward-start");
    untilShown(robot, "active");
    assertEquals("hello from the practice cluster", get(port));
    on.picturesInAllSizes("forwards");
    click(robot, "svc/hello:80");
    choose(robot, "#forwards-menu", "Stop  (Space)");
    untilShown(robot, "stopped");
    click(robot, "svc/hello:80");
    robot.press(KeyCode.SPACE).release(KeyCode.SPACE);
    untilShown(robot, "active");
    robot.press(KeyCode.DELETE).release(KeyCode.DELETE);
    untilShown(robot, "No forwards in this context");
    on.pictures("forwards-remove");
    click(robot, "#undo");
    untilShown(robot, "svc/hello:80");
    untilShown(robot, "active");
    click(robot, "svc/hello:80");
    robot.press(KeyCode.DELETE).release(KeyCode.DELETE);
    untilShown(robot, "No forwards in this context");
    assertEquals(List.of(), on.settings().settings().get().forwards());
  }

  private static String get(String port) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/")).build();
      return client.send(request, HttpResponse.BodyHandlers.ofString()).body().strip();
    }
  }

  @Test
  void debugIsOfferedNowhereWhereNothingCanBeDebuggedAndTheVerdictSaysWhy(FxRobot robot) {
    untilShown(robot, "Istio 1.31.0");
    robot.press(KeyCode.CONTROL, KeyCode.DIGIT4).release(KeyCode.DIGIT4, KeyCode.CONTROL);
    untilShown(robot, "hello");
    click(robot, "hello");
    untilShown(robot, "not possible: its node is simulated");
    untilShown(robot, "Debug on a cluster that runs real containers");
    assertTrue(robot.lookup("#debug-attach").query().isDisabled());
    on.picturesInAllSizes("debug");
    MenuButton pod = robot.lookup(".pod-menu").query();
    robot.clickOn(pod);
    until("it is offered nowhere", () -> pod.getItems().getFirst().isDisable());
    assertEquals(
        "Debug  (its node is simulated, so it has no processes to debug)",
        onFx(() -> pod.getItems().getFirst().getText()));
    robot.press(KeyCode.ESCAPE).release(KeyCode.ESCAPE);
    robot.press(KeyCode.ESCAPE).release(KeyCode.ESCAPE);
    until("detail closed", () -> !shows(robot, "runs as"));
  }
}
