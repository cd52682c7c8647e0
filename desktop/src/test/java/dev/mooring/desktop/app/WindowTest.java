package dev.mooring.desktop.app;

import static dev.mooring.desktop.app.FxTest.onFx;
import static dev.mooring.desktop.app.FxTest.picture;
import static dev.mooring.desktop.app.FxTest.shows;
import static dev.mooring.desktop.app.FxTest.until;
import static dev.mooring.desktop.app.FxTest.untilShown;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.desktop.shell.Place;
import dev.mooring.forward.ForwardSpec;
import dev.mooring.forward.Target;
import dev.mooring.settings.Settings;
import dev.mooring.settings.SettingsFile;
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

@ExtendWith(ApplicationExtension.class)
final class WindowTest {
  @TempDir static Path home;

  private final HandFed parts = new HandFed();
  private final Workspaces workspaces = parts.workspaces();
  private SettingsFile settings;
  private Stage stage;
  private MooringWindow window;

  @Start
  void start(Stage first) {
    stage = first;
    settings =
        SettingsFile.startingWith(
            Settings.defaults().withAppearance(Settings.Appearance.LIGHT),
            home.resolve("settings.json"));
    window = MooringWindow.show(stage, workspaces, settings, List::of);
  }

  @AfterEach
  void end() {
    assertEquals(List.of(), parts.onUiThread, "core was called on the UI's thread");
    onFx(
        () -> {
          window.close();
          return true;
        });
    workspaces.close();
    settings.close();
  }

  private void pictures(String name) {
    picture(stage.getScene(), name + "-light");
    settings.update(s -> s.withAppearance(Settings.Appearance.DARK));
    until("dark", () -> javafx.application.Application.getUserAgentStylesheet().contains("dark"));
    picture(stage.getScene(), name + "-dark");
    settings.update(s -> s.withAppearance(Settings.Appearance.LIGHT));
    until("light", () -> javafx.application.Application.getUserAgentStylesheet().contains("light"));
  }

  @Test
  void registryIsInstalledVerifiedAndConnectedByClicks(FxRobot robot) {
    untilShown(robot, "StorageClass local-path");
    untilShown(robot, "Istio 1.31.0");
    pictures("registry-preflight");
    robot.clickOn("#install");
    untilShown(robot, "node-b");
    untilShown(robot, "verified just now");
    robot.clickOn("#connect");
    untilShown(robot, "lane pod");
    untilShown(robot, "may write everything");
    pictures("registry-installed");
    robot.clickOn("#add-writer");
    robot.clickOn("#writer-name").write("ana");
    robot.clickOn("#writer-namespace").write("dev-ana");
    pictures("registry-add-writer");
    robot.clickOn("#writer-add");
    untilShown(robot, "Rights the person needs");
    robot.press(KeyCode.ESCAPE).release(KeyCode.ESCAPE);
    untilShown(robot, "dev-ana/mooring may write everything");
    robot.clickOn("#registry-menu").clickOn("Uninstall and delete all images...");
    untilShown(robot, "DaemonSet mooring-node/gateway");
    pictures("registry-uninstall");
    assertTrue(parts.installed);
    robot.clickOn("#confirm");
    until("uninstalled", () -> !parts.installed);
    untilShown(robot, "not installed in this cluster");
  }

  @Test
  void unreachableClusterIsAnErrorWithAWayOut(FxRobot robot) {
    parts.broken = true;
    robot.press(KeyCode.F5).release(KeyCode.F5);
    untilShown(robot, "Cannot reach the API server of lab");
    pictures("registry-error");
    parts.broken = false;
    robot.clickOn("Retry");
    untilShown(robot, "StorageClass local-path");
  }

  @Test
  void forwardIsMadeStoppedAndRemoved(FxRobot robot) {
    untilShown(robot, "Istio 1.31.0");
    robot.press(KeyCode.CONTROL, KeyCode.DIGIT2).release(KeyCode.DIGIT2, KeyCode.CONTROL);
    untilShown(robot, "Nothing is forwarded");
    pictures("forwards-empty");
    robot.clickOn("#new-forward");
    robot.clickOn("#forward-target").write("api");
    until(
        "a free port is offered",
        () -> !robot.lookup("#forward-local").queryTextInputControl().getText().isEmpty());
    pictures("forwards-new");
    robot.clickOn("#forward-start");
    untilShown(robot, "serving");
    workspaces
        .open("lab")
        .jobs()
        .start(
            "Forwarding svc/db",
            p ->
                workspaces
                    .open("lab")
                    .forwards()
                    .start(
                        new ForwardSpec(
                            "db", new Target.Service("work", "db", "5432"), List.of(), 5432)));
    untilShown(robot, "waiting");
    pictures("forwards");
    assertEquals(1, settings.settings().get().forwards().size());
    robot.clickOn("svc/api:8080").clickOn("#forwards-menu").clickOn("Remove...");
    untilShown(robot, "Remove forward api?");
    robot.clickOn("#confirm");
    until("gone", () -> !shows(robot, "svc/api:8080"));
    assertEquals(List.of(), settings.settings().get().forwards());
  }

  @Test
  void imagesAreBrowsedAndDeletedOnceConnected(FxRobot robot) {
    parts.installed = true;
    untilShown(robot, "Istio 1.31.0");
    onFx(
        () -> {
          window.go(Place.IMAGES);
          return true;
        });
    untilShown(robot, "Connect to the registry");
    pictures("images-unconnected");
    robot.clickOn("#images-connect");
    untilShown(robot, "1 pod");
    robot.clickOn("1.1");
    untilShown(robot, "runs in work/api-7d9f");
    untilShown(robot, "COPY /app /app");
    pictures("images");
    robot.press(KeyCode.DELETE).release(KeyCode.DELETE);
    untilShown(robot, "Pods still run it");
    pictures("images-delete");
    robot.clickOn("#confirm");
    until("deleted", () -> !parts.tags.contains("1.1"));
    robot.clickOn("#push");
    untilShown(robot, "No Docker or Podman");
    pictures("images-push");
    robot.press(KeyCode.ESCAPE).release(KeyCode.ESCAPE);
    until("card closed", () -> !shows(robot, "No Docker or Podman"));
  }

  @Test
  void debugExplainsWhatCanBeAttached(FxRobot robot) {
    untilShown(robot, "Istio 1.31.0");
    robot.press(KeyCode.CONTROL, KeyCode.DIGIT4).release(KeyCode.DIGIT4, KeyCode.CONTROL);
    untilShown(robot, "not possible");
    assertTrue(robot.lookup("#attach").queryButton().isDisabled());
    robot.clickOn("worker");
    untilShown(robot, "has no DWARF");
    assertTrue(robot.lookup("#attach").queryButton().isDisabled());
    robot.clickOn("hello");
    until("possible", () -> !robot.lookup("#attach").queryButton().isDisabled());
    pictures("debug");
    robot.clickOn("#attach");
    untilShown(robot, "Why: nothing runs here");
    pictures("jobs-failed");
    robot.press(KeyCode.ESCAPE).release(KeyCode.ESCAPE);
    until("detail closed", () -> !shows(robot, "runs as"));
    assertTrue(shows(robot, "work"), "the namespace stays the chosen one");
  }

  @Test
  void anotherContextIsOpenedAndTheFirstLivesOn(FxRobot robot) {
    untilShown(robot, "Istio 1.31.0");
    robot.clickOn("#settings");
    untilShown(robot, "Debug helper image");
    pictures("settings");
    robot.press(KeyCode.ESCAPE).release(KeyCode.ESCAPE);
    robot.clickOn("#context").clickOn("staging");
    until("both open", () -> workspaces.all().get().size() == 2);
    until("shown", () -> settings.settings().get().context().equals("staging"));
    onFx(
        () -> {
          stage.setWidth(900);
          stage.setHeight(600);
          return true;
        });
    untilShown(robot, "StorageClass local-path");
    pictures("small");
    assertFalse(workspaces.all().get().isEmpty());
  }
}
