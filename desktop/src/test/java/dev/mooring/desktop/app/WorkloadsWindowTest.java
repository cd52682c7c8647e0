package dev.mooring.desktop.app;

import static dev.mooring.desktop.app.FxTest.click;
import static dev.mooring.desktop.app.FxTest.onFx;
import static dev.mooring.desktop.app.FxTest.shows;
import static dev.mooring.desktop.app.FxTest.until;
import static dev.mooring.desktop.app.FxTest.untilClickable;
import static dev.mooring.desktop.app.FxTest.untilShown;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.desktop.shell.Place;
import dev.mooring.document.Documents;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Labeled;
import javafx.scene.control.TableColumn;
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

/// The Workloads place over a practice cluster.
@ExtendWith(ApplicationExtension.class)
final class WorkloadsWindowTest {
  @TempDir Path home;

  private final PracticeWindow on = new PracticeWindow();

  @Start
  void start(Stage stage) throws IOException {
    on.cluster().runHello("ux");
    on.show(stage, home);
  }

  @AfterEach
  void end() {
    on.close();
  }

  private void open(FxRobot robot) {
    untilShown(robot, "Istio 1.31.0");
    on.go(Place.WORKLOADS);
  }

  @SuppressWarnings("unchecked")
  private static void choose(FxRobot robot, String namespace) {
    untilClickable(robot, "#workloads-namespace");
    until(
        namespace + " is offered",
        () ->
            robot
                .lookup("#workloads-namespace")
                .queryAs(ComboBox.class)
                .getItems()
                .contains(namespace));
    robot.interact(
        () -> robot.lookup("#workloads-namespace").queryAs(ComboBox.class).setValue(namespace));
  }

  @Test
  void theChosenNamespaceIsKeptForItsContextAndAllCanBeSeenAtOnce(FxRobot robot) {
    open(robot);
    untilShown(robot, "There are no Deployments");
    choose(robot, "ux");
    untilShown(robot, "hello");
    assertEquals("ux", on.settings().settings().get().namespaces().get("practice"));
    choose(robot, "*");
    untilShown(robot, "istiod");
    untilShown(robot, "All namespaces");
    on.picturesInAllSizes("workloads-all");
    assertEquals("*", on.settings().settings().get().namespaces().get("practice"));
  }

  @Test
  void nothingIsSaidToBeAbsentWhileTheClusterDoesNotAnswer(FxRobot robot) {
    open(robot);
    untilShown(robot, "There are no Deployments");
    on.cluster().expireToken();
    robot.press(KeyCode.F5).release(KeyCode.F5);
    untilShown(robot, "Retry");
    assertFalse(shows(robot, "There are no Deployments"));
    on.pictures("workloads-unknown");
  }

  @Test
  void retryOfAVerdictAsksAgainAndKeepsThePaneOpen(FxRobot robot) {
    open(robot);
    choose(robot, "ux");
    untilShown(robot, "hello");
    on.cluster().denyRights("*", "pods", "*");
    robot.press(KeyCode.F5).release(KeyCode.F5);
    click(robot, "hello");
    untilShown(robot, "Retry");
    on.pictures("workloads-verdict-failed");
    on.cluster().allowEverything();
    click(robot, "Retry");
    untilShown(robot, "not possible: its node is simulated");
    untilShown(robot, "Debug on a cluster that runs real containers");
  }

  @Test
  void aWorkloadIsHandedToTheFormOfANewForward(FxRobot robot) {
    open(robot);
    choose(robot, "ux");
    click(robot, "hello");
    click(robot, "#debug-forward");
    until("the form is open", () -> robot.lookup("#forward-target").tryQuery().isPresent());
    until(
        "the target",
        () ->
            "hello".equals(robot.lookup("#forward-target").queryComboBox().getEditor().getText()));
    on.pictures("workloads-forward");
  }

  @Test
  void theLogOfAWorkloadOpensBelowAndCloses(FxRobot robot) {
    open(robot);
    choose(robot, "ux");
    click(robot, "hello");
    robot.press(KeyCode.CONTROL, KeyCode.L).release(KeyCode.L, KeyCode.CONTROL);
    untilShown(robot, "Logs of hello");
    untilShown(robot, "hello listens on port 8080");
    click(robot, "#log-search");
    robot.write("nowhere to be found");
    until("no line fits", () -> !shows(robot, "hello listens on port 8080"));
    robot.press(KeyCode.CONTROL, KeyCode.A).release(KeyCode.A, KeyCode.CONTROL).write("listens");
    untilShown(robot, "hello listens on port 8080");
    on.picturesInAllSizes("workloads-logs");
    robot.press(KeyCode.ESCAPE).release(KeyCode.ESCAPE);
    robot.press(KeyCode.ESCAPE).release(KeyCode.ESCAPE);
    until("the log is closed", () -> robot.lookup("#log-search").tryQuery().isEmpty());
  }

  @Test
  void anotherImageIsSetAfterAQuestionAndCanBeTakenBack(FxRobot robot) {
    open(robot);
    choose(robot, "ux");
    click(robot, "hello");
    FxTest.choose(robot, "#workloads-menu", "Set image...");
    untilClickable(robot, "#set-image-name");
    robot.press(KeyCode.CONTROL, KeyCode.A).release(KeyCode.A, KeyCode.CONTROL);
    robot.write("Not an image");
    click(robot, "#set-image-start");
    untilShown(robot, "Not an image name");
    on.pictures("workloads-set-image");
    robot.press(KeyCode.CONTROL, KeyCode.A).release(KeyCode.A, KeyCode.CONTROL);
    robot.write("lab.test/hello-noopt:1");
    click(robot, "#set-image-start");
    untilShown(robot, "2 pods are replaced");
    untilShown(robot, "lab.test/hello-noopt:1");
    on.pictures("workloads-set-image-question");
    click(robot, "#deploy-start");
    untilShown(robot, "Deployed to deploy/hello");
    click(robot, "#deploy-back");
    until("it is set back", () -> image().equals("lab.test/hello-plain:1"));
  }

  @Test
  void initContainersCanGetAnotherImageAndAreMarkedAsSuch(FxRobot robot) throws Exception {
    open(robot);
    String seeded =
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: seeded, namespace: ux}
        spec:
          replicas: 1
          selector: {matchLabels: {app: seeded}}
          template:
            metadata: {labels: {app: seeded}}
            spec:
              initContainers: [{name: seed, image: "lab.test/seed:1"}]
              containers: [{name: app, image: "lab.test/app:1"}]
        """;
    on.workspace().cluster().apply(new KubeObject(Documents.yaml(seeded, "test").getFirst()));
    choose(robot, "ux");
    click(robot, "seeded");
    FxTest.choose(robot, "#workloads-menu", "Set image...");
    untilClickable(robot, "#set-image-name");
    ComboBox<?> containers = robot.lookup("#set-image-container").queryAs(ComboBox.class);
    assertEquals(
        List.of("app", "seed (init container)"),
        onFx(() -> containers.getItems().stream().map(String::valueOf).toList()));
    robot.interact(() -> containers.getSelectionModel().select(1));
    TextField image = robot.lookup("#set-image-name").queryAs(TextField.class);
    assertEquals("lab.test/seed:1", onFx(image::getText));
    on.pictures("workloads-set-image-init");
    robot.interact(() -> image.setText("lab.test/seed:2"));
    click(robot, "#set-image-start");
    untilShown(robot, "lab.test/seed:2");
    click(robot, "#deploy-start");
    until(
        "the init container has it",
        () ->
            on.workspace()
                .cluster()
                .get(Kind.DEPLOYMENT, "ux", "seeded")
                .orElseThrow()
                .toString()
                .contains("lab.test/seed:2"));
  }

  @Test
  void widthsOfColumnsAreKeptAndTheReasonWhyALogEndedIsWhole(FxRobot robot) {
    open(robot);
    choose(robot, "ux");
    click(robot, "hello");
    robot.interact(() -> widen(robot, "Name", 40));
    until(
        "it is kept",
        () -> on.settings().settings().get().columnWidths().containsKey("workloads/Name"));
    assertEquals(
        on.settings().settings().get().columnWidths().get("workloads/Name"),
        onFx(() -> (int) Math.round(column(robot, "Name").getWidth())));
    robot.press(KeyCode.CONTROL, KeyCode.L).release(KeyCode.L, KeyCode.CONTROL);
    untilShown(robot, "The log ended");
    Labeled why =
        robot
            .lookup((Node each) -> each instanceof Labeled l && "The log ended".equals(l.getText()))
            .query();
    on.picturesInAllSizes("workloads-log-ended");
    assertFalse(onFx(why::isTextTruncated));
  }

  @Test
  void thePaneOfAWorkloadFollowsItsPods(FxRobot robot) throws InterruptedException {
    open(robot);
    choose(robot, "ux");
    click(robot, "hello");
    String before = pods().getFirst();
    untilShown(robot, before);
    on.cluster().killPod("ux", before);
    until("the pod that was deleted is no longer shown", () -> !shows(robot, before));
    untilShown(robot, pods().getLast());
  }

  private List<String> pods() throws InterruptedException {
    return on.workspace().cluster().list(Kind.POD, "ux", "").stream()
        .map(KubeObject::name)
        .toList();
  }

  private static void widen(FxRobot robot, String title, double by) {
    TableColumn<Object, ?> column = column(robot, title);
    column.getTableView().resizeColumn(column, by);
  }

  private static TableColumn<Object, ?> column(FxRobot robot, String title) {
    return robot.lookup("#workloads").<Object>queryTableView().getColumns().stream()
        .filter(each -> each.getText().equals(title))
        .findFirst()
        .orElseThrow();
  }

  private String image() throws InterruptedException {
    return on.workspace()
        .cluster()
        .get(Kind.DEPLOYMENT, "ux", "hello")
        .orElseThrow()
        .at("spec", "template", "spec", "containers")
        .items()
        .getFirst()
        .at("image")
        .textOrEmpty();
  }
}
