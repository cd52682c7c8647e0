package dev.mooring.desktop.app;

import static dev.mooring.desktop.app.FxTest.click;
import static dev.mooring.desktop.app.FxTest.onFx;
import static dev.mooring.desktop.app.FxTest.until;
import static dev.mooring.desktop.app.FxTest.untilShown;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.desktop.shell.Place;
import dev.mooring.document.Documents;
import dev.mooring.job.Progress;
import dev.mooring.mesh.ConnectionState;
import dev.mooring.practice.PracticeCluster;
import dev.mooring.registry.ImageReference;
import dev.mooring.stack.options.StackOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import javafx.scene.control.Labeled;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/// The same actions on a pod wherever it appears, and the ways between the places.
@ExtendWith(ApplicationExtension.class)
final class PodActionsWindowTest {
  private static final List<String> OF_A_POD =
      List.of("Debug", "Forward...", "Show logs", "Open terminal", "Show image", "Copy name");

  private static final String GREETING =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: greeting, namespace: ux}
      spec:
        selector: {matchLabels: {app: greeting}}
        template:
          metadata: {labels: {app: greeting}}
          spec: {containers: [{name: app, image: "localhost:5000/ana/greeting:1.0"}]}
      """;

  @TempDir Path home;

  private final PracticeWindow on = new PracticeWindow();

  @Start
  void start(Stage stage) throws IOException {
    on.cluster().runHello("ux");
    on.had(settings -> settings.withNamespace("practice", "ux"));
    on.show(stage, home);
  }

  @AfterEach
  void end() {
    on.close();
  }

  /// A registry with an image that a deployment runs.
  private void greet(FxRobot robot) throws Exception {
    untilShown(robot, "Istio 1.31.0");
    on.workspace().stack().install(StackOptions.defaults(), Progress.none());
    on.go(Place.IMAGES);
    click(robot, "#images-connect");
    untilShown(robot, "The registry is empty");
    Path archive = home.resolve("greeting.tar");
    PracticeCluster.writeSampleImage(archive);
    var connected =
        (ConnectionState.Connected) on.workspace().mesh().all().get().getFirst().state().get();
    int port = connected.listening().getFirst().getPort();
    for (String each : List.of("ana/greeting:1.0", "tools/lint:1")) {
      on.workspace()
          .registry(port, "kube-registry")
          .push(archive, ImageReference.parse(each), Progress.none());
    }
    on.workspace().cluster().apply(new KubeObject(Documents.yaml(GREETING, "test").getFirst()));
    until(
        "it runs",
        () ->
            on.workspace().cluster().list(Kind.POD, "ux", "app=greeting").stream()
                .anyMatch(KubeObject::ready));
    robot.press(KeyCode.F5).release(KeyCode.F5);
    untilShown(robot, "tools/lint");
  }

  /// Their names, without the reasons why some cannot be chosen.
  private static List<String> items(List<MenuItem> items) {
    return texts(items).stream().map(each -> each.replaceFirst(" {2}\\(.*", "")).toList();
  }

  private static List<String> texts(List<MenuItem> items) {
    return onFx(() -> items.stream().map(MenuItem::getText).toList());
  }

  private static MenuButton pod(FxRobot robot, String name) {
    until("a pod of " + name, () -> robot.lookup(each -> isPod(each, name)).tryQuery().isPresent());
    return robot.lookup(each -> isPod(each, name)).query();
  }

  private static boolean isPod(javafx.scene.Node node, String name) {
    return node instanceof MenuButton menu && menu.getText().contains(name + "-");
  }

  @Test
  void aWorkloadLeadsToItsImageAndAPodOfItToTheLog(FxRobot robot) throws Exception {
    greet(robot);
    on.go(Place.WORKLOADS);
    click(robot, "greeting");
    until(
        "the namespace is named",
        () ->
            robot.lookup("#workloads-namespace .list-cell").queryAllAs(Labeled.class).stream()
                .map(Labeled::getText)
                .filter(Objects::nonNull)
                .toList()
                .equals(List.of("ux")));
    assertEquals(OF_A_POD, items(pod(robot, "greeting").getItems()));
    on.picturesInAllSizes("workloads-pods");
    robot.press(KeyCode.CONTROL, KeyCode.I).release(KeyCode.I, KeyCode.CONTROL);
    until(
        "the tag is selected",
        () -> robot.lookup("#tags").queryTableView().getSelectionModel().getSelectedIndex() == 0);
    assertEquals(OF_A_POD, items(pod(robot, "ux/greeting").getItems()));
    on.picturesInAllSizes("images-pods");
    robot.clickOn(pod(robot, "ux/greeting"));
    click(robot, "Show logs");
    untilShown(robot, "Logs of greeting-");
  }

  @Test
  void anImageOfAnotherRegistryIsNotShownAndTheMenuSaysWhy(FxRobot robot) throws Exception {
    untilShown(robot, "Istio 1.31.0");
    on.go(Place.WORKLOADS);
    click(robot, "hello");
    List<MenuItem> menu =
        onFx(() -> robot.lookup("#workloads").queryTableView().getContextMenu().getItems());
    MenuItem item =
        menu.stream()
            .filter(each -> each.getText().startsWith("Show image"))
            .findFirst()
            .orElseThrow();
    assertEquals("Show image  (it isn't in this registry)", item.getText());
    assertEquals(true, item.isDisable());
  }

  @Test
  void podsOfAForwardHaveTheSameActions(FxRobot robot) throws Exception {
    untilShown(robot, "Istio 1.31.0");
    on.openLink("mooring://forward?target=svc/hello&port=80&namespace=ux");
    click(robot, "#forward-start");
    untilShown(robot, "active");
    click(robot, "svc/hello:80");
    robot.press(KeyCode.ENTER).release(KeyCode.ENTER);
    assertEquals(OF_A_POD, items(pod(robot, "hello").getItems()));
    on.picturesInAllSizes("forward-pods");
  }
}
