package dev.mooring.desktop.app;

import static dev.mooring.desktop.app.FxTest.click;
import static dev.mooring.desktop.app.FxTest.onFx;
import static dev.mooring.desktop.app.FxTest.shows;
import static dev.mooring.desktop.app.FxTest.untilShown;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.desktop.shell.Place;
import dev.mooring.desktop.workspace.Composition;
import dev.mooring.desktop.workspace.Workspace;
import dev.mooring.job.Progress;
import dev.mooring.mesh.ConnectionState;
import dev.mooring.mesh.NamedRegistries;
import dev.mooring.mesh.NamedRegistry;
import dev.mooring.mesh.RegistryAddress;
import dev.mooring.practice.PracticeCluster;
import dev.mooring.registry.ImageSource;
import dev.mooring.registry.Registry;
import dev.mooring.stack.options.StackOptions;
import java.nio.file.Path;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
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

/// Images of the registry in view are copied to other places.
@ExtendWith(ApplicationExtension.class)
final class CopyToWindowTest {
  @TempDir Path home;

  private final PracticeWindow on = new PracticeWindow();

  @Start
  void start(Stage stage) throws Exception {
    on.compose(cluster -> new Workspace(Composition.parts(cluster, home.resolve("state"))));
    on.show(stage, home);
  }

  @AfterEach
  void end() {
    on.close();
  }

  private static ComboBox<String> to(FxRobot robot) {
    return robot.lookup("#copy-to").queryComboBox();
  }

  private static void write(FxRobot robot, String destination) {
    robot.interact(() -> to(robot).getEditor().requestFocus());
    robot.press(KeyCode.CONTROL, KeyCode.A).release(KeyCode.A, KeyCode.CONTROL);
    robot.write(destination);
  }

  private static void open(FxRobot robot) {
    robot.press(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.U);
    robot.release(KeyCode.U, KeyCode.SHIFT, KeyCode.CONTROL);
    untilShown(robot, "Include signatures, SBOMs, and provenance");
  }

  @Test
  void imagesAreCopiedByKeysWithThePlatformsThatAreChosen(FxRobot robot) throws Exception {
    untilShown(robot, "Istio 1.31.0");
    on.workspace().stack().install(StackOptions.defaults(), Progress.none());
    on.go(Place.IMAGES);
    click(robot, "#images-connect");
    untilShown(robot, "The registry is empty");
    int port =
        on.workspace().mesh().all().get().stream()
            .map(each -> each.state().get())
            .filter(ConnectionState.Connected.class::isInstance)
            .map(ConnectionState.Connected.class::cast)
            .map(each -> each.listening().getFirst().getPort())
            .findFirst()
            .orElseThrow();
    Registry registry = on.workspace().registry(port, "kube-registry");
    // The same one by another name.
    NamedRegistry near = new NamedRegistry("near", RegistryAddress.parse("localhost:" + port, ""));
    on.settings().update(now -> NamedRegistries.with(now, near));
    Path layered = home.resolve("layered.tar");
    LayeredImage.write(layered);
    Path greeting = home.resolve("greeting.tar");
    PracticeCluster.writeSampleImage(greeting);
    ImagesWindowTest.push(on, layered, "ana/app:1.0");
    ImagesWindowTest.push(on, greeting, "ana/app:2.0", "tools/lint:7");
    robot.press(KeyCode.F5).release(KeyCode.F5);
    click(robot, "1.0");
    untilShown(robot, "/app/server");

    open(robot);
    assertEquals("ana/app:1.0", to(robot).getEditor().getText());
    assertEquals("[near/ana/app:1.0]", to(robot).getItems().toString());
    untilShown(robot, "The digest stays the same.");
    write(robot, "Not An Image");
    robot.press(KeyCode.ENTER).release(KeyCode.ENTER);
    untilShown(robot, "Not an image name");
    write(robot, "near/copies/app:3");
    on.picturesInAllSizes("copy-to");
    robot.press(KeyCode.ENTER).release(KeyCode.ENTER);
    ImageSource copies = registry.source("copies/app");
    Awaitility.await().until(() -> copies.digest("3").isPresent());
    assertEquals(registry.source("ana/app").digest("1.0"), copies.digest("3"));

    click(robot, "1.0");
    open(robot);
    write(robot, "one/app");
    CheckBox last = robot.lookup("linux/arm64").queryAs(CheckBox.class);
    robot.interact(last::requestFocus);
    robot.press(KeyCode.SPACE).release(KeyCode.SPACE);
    untilShown(robot, "the image for linux/amd64 alone");
    on.picturesInAllSizes("copy-to-platform");
    click(robot, "#copy-start");
    ImageSource one = registry.source("one/app");
    Awaitility.await().until(() -> one.digest("1.0").isPresent());
    assertTrue(registry.source("ana/app").find("1.0").orElseThrow().isIndex());
    assertTrue(!one.find("1.0").orElseThrow().isIndex(), "it is the image itself");

    click(robot, "1.0");
    robot.press(KeyCode.SHIFT, KeyCode.DOWN).release(KeyCode.DOWN, KeyCode.SHIFT);
    open(robot);
    assertTrue(shows(robot, "Copy 2 images of ana/app"));
    write(robot, "all/app:1");
    robot.press(KeyCode.ENTER).release(KeyCode.ENTER);
    untilShown(robot, "several images keep their tags");
    on.picturesInAllSizes("copy-to-several");
    write(robot, "all/app");
    robot.press(KeyCode.ENTER).release(KeyCode.ENTER);
    Awaitility.await().until(() -> registry.digest("all/app", "2.0").isPresent());
    Awaitility.await().until(() -> registry.digest("all/app", "1.0").isPresent());
    assertTrue(onFx(() -> robot.lookup("#copy-to").tryQuery().isEmpty()));
  }
}
