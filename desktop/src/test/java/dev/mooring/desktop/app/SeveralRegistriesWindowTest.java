package dev.mooring.desktop.app;

import static dev.mooring.desktop.app.FxTest.choose;
import static dev.mooring.desktop.app.FxTest.click;
import static dev.mooring.desktop.app.FxTest.onFx;
import static dev.mooring.desktop.app.FxTest.shows;
import static dev.mooring.desktop.app.FxTest.until;
import static dev.mooring.desktop.app.FxTest.untilClickable;
import static dev.mooring.desktop.app.FxTest.untilShown;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.desktop.shell.Palette;
import dev.mooring.desktop.shell.Place;
import dev.mooring.job.Progress;
import dev.mooring.mesh.ConnectionState;
import dev.mooring.platform.FreePorts;
import dev.mooring.practice.PracticeCluster;
import dev.mooring.registry.ImageReference;
import dev.mooring.stack.options.StackOptions;
import java.nio.file.Path;
import java.util.List;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/// The Registry and Images places over a cluster with more than one registry.
@ExtendWith(ApplicationExtension.class)
final class SeveralRegistriesWindowTest {
  private static final StackOptions DEFAULT = StackOptions.defaults();
  private static final StackOptions TEAM =
      DEFAULT.named("team-a").withNamespace("tools").withNodePort(5001);

  @TempDir Path home;

  private final PracticeWindow on = new PracticeWindow();

  @Start
  void start(Stage stage) throws Exception {
    on.show(stage, home);
    onFx(
        () -> {
          stage.setWidth(1000);
          stage.setHeight(640);
          return true;
        });
  }

  @AfterEach
  void end() {
    on.close();
  }

  private void installed(StackOptions... all) throws InterruptedException {
    for (StackOptions each : all) {
      on.workspace().stack().install(each, Progress.none());
    }
  }

  private static void refresh(FxRobot robot) {
    robot.press(KeyCode.F5).release(KeyCode.F5);
  }

  @Test
  void aRegistryOfAnotherNameCanBeTheFirst(FxRobot robot) {
    untilShown(robot, "Istio 1.31.0");
    choose(robot, "#absent-menu", "Install another registry...");
    untilClickable(robot, "#registry-name");
    click(robot, "#registry-name");
    robot.write("team-a");
    click(robot, "#registry-continue");
    untilClickable(robot, "#tab-team-a");
    untilShown(robot, "Install");
  }

  @Test
  void anotherRegistryIsNamedInstalledAndUninstalled(FxRobot robot) throws Exception {
    untilShown(robot, "Istio 1.31.0");
    installed(DEFAULT);
    refresh(robot);
    click(robot, "#registry-menu");
    assertFalse(robot.lookup("#tab-kube-registry").tryQuery().isPresent(), "one needs no tab");
    click(robot, "Install another registry...");
    untilClickable(robot, "#registry-name");
    click(robot, "#registry-name");
    robot.write("Team");
    click(robot, "#registry-continue");
    untilShown(robot, "Invalid registry name: Team");
    on.pictures("registries-refused");
    click(robot, "#registry-name");
    robot.press(KeyCode.CONTROL, KeyCode.A).release(KeyCode.A, KeyCode.CONTROL);
    robot.write("team-a");
    until("the refusal is gone", () -> !shows(robot, "Invalid registry name"));
    on.pictures("registries-name");
    click(robot, "#registry-continue");
    untilClickable(robot, "#tab-team-a");
    untilShown(robot, "localhost:5001");
    untilShown(robot, "Node port");
    on.pictures("registries-preflight");
    untilClickable(robot, "Install");
    click(robot, "Install");
    until("it is installed", () -> robot.lookup("#registry-menu").tryQuery().isPresent());
    untilShown(robot, "Pulled");
    on.pictures("registries-installed");
    assertEquals(
        5001, on.workspace().stack().inForce(DEFAULT.named("team-a").withNodePort(1)).nodePort());

    click(robot, "#registry-menu");
    click(robot, "Uninstall and delete all images...");
    click(robot, "#confirm");
    until("its tab is gone", () -> robot.lookup("#tab-team-a").tryQuery().isEmpty());
    assertTrue(on.workspace().stack().status(DEFAULT).ready());
  }

  @Test
  void eachIsConnectedByItselfAndHasImagesOfItsOwn(FxRobot robot) throws Exception {
    untilShown(robot, "Istio 1.31.0");
    // What this machine has of its own on 5001 must not matter.
    installed(DEFAULT, TEAM.withNodePort(FreePorts.after(26_001).orElseThrow()));
    refresh(robot);
    click(robot, "#tab-team-a");
    click(robot, "Connect");
    until("it is connected", () -> robot.lookup("#registry-address").tryQuery().isPresent());
    push("ana/second:1");
    on.pictures("registries-connected");
    click(robot, "#tab-kube-registry");
    untilShown(robot, "Not connected");
    click(robot, "#tab-team-a");

    on.go(Place.IMAGES);
    untilShown(robot, "ana/second");
    on.pictures("registries-images");
    assertEquals(
        List.of(
            "kube-registry",
            "Not connected",
            "team-a",
            "ana/second",
            "This machine",
            "Not running"),
        onFx(
            () ->
                robot.lookup("#repositories").queryListView().getItems().stream()
                    .map(String::valueOf)
                    .toList()));
    click(robot, "kube-registry");
    untilClickable(robot, "#images-connect");
  }

  private void push(String name) throws Exception {
    Path archive = home.resolve("greeting.tar");
    PracticeCluster.writeSampleImage(archive);
    int port =
        on.workspace().mesh().all().get().stream()
            .flatMap(
                each ->
                    each.state().get() instanceof ConnectionState.Connected now
                        ? now.listening().stream()
                        : null)
            .findFirst()
            .orElseThrow()
            .getPort();
    on.workspace()
        .registry(port, "kube-registry")
        .push(archive, ImageReference.parse(name), Progress.none());
  }

  @Test
  void thePaletteNamesTheRegistryOfEachAction(FxRobot robot) throws Exception {
    untilShown(robot, "Istio 1.31.0");
    installed(DEFAULT);
    refresh(robot);
    untilClickable(robot, "#registry-menu");
    assertTrue(words().contains("Verify now"), words()::toString);
    installed(TEAM);
    refresh(robot);
    untilClickable(robot, "#tab-team-a");
    until("actions are named", () -> words().contains("Verify now (team-a)"));
    assertTrue(words().contains("Verify now (kube-registry)"), words()::toString);
    assertEquals(
        1, words().stream().filter(each -> each.startsWith("Install another registry")).count());
    robot.press(KeyCode.CONTROL, KeyCode.K).release(KeyCode.K, KeyCode.CONTROL);
    untilClickable(robot, "#palette-query");
    robot.write("verify team");
    on.pictures("registries-palette");
    robot.press(KeyCode.ENTER).release(KeyCode.ENTER);
    untilShown(robot, "Pulled");
    assertTrue(
        onFx(
            () ->
                robot
                    .lookup("#tab-team-a")
                    .queryAs(javafx.scene.control.ToggleButton.class)
                    .isSelected()));
  }

  private List<String> words() {
    return onFx(
        () -> on.actions().stream().map(Palette.Entry::action).map(each -> each.words()).toList());
  }
}
