package dev.mooring.desktop.app;

import static dev.mooring.desktop.app.FxTest.click;
import static dev.mooring.desktop.app.FxTest.picture;
import static dev.mooring.desktop.app.FxTest.untilShown;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.desktop.shell.Place;
import dev.mooring.job.Progress;
import dev.mooring.mesh.ConnectionState;
import dev.mooring.mesh.NamedRegistries;
import dev.mooring.mesh.NamedRegistry;
import dev.mooring.mesh.RegistryAddress;
import dev.mooring.practice.PracticeCluster;
import dev.mooring.registry.ImageReference;
import dev.mooring.registry.Registry;
import dev.mooring.stack.options.Additions;
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

/// An image of another registry comes into the connected one.
@ExtendWith(ApplicationExtension.class)
final class MirrorWindowTest {
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

  @Test
  void anImageIsMirroredUnderTheNameThatWasSuggested(FxRobot robot) throws Exception {
    untilShown(robot, "Istio 1.31.0");
    // Its proxy is played, whatever its image. Registries of this machine are read without it.
    StackOptions options =
        StackOptions.defaults()
            .withEnvoyImage("lab.test/tools:1")
            .withAdditions(Additions.NONE.withEgress(List.of("registry.example")));
    on.workspace().stack().install(options, Progress.none());
    robot.press(KeyCode.F5).release(KeyCode.F5);
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
    Path archive = home.resolve("greeting.tar");
    PracticeCluster.writeSampleImage(archive);
    Registry registry = on.workspace().registry(port, "kube-registry");
    registry.push(archive, ImageReference.parse("ana/greeting:1"), Progress.none());

    robot
        .press(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.M)
        .release(KeyCode.M, KeyCode.SHIFT, KeyCode.CONTROL);
    click(robot, "#mirror-image");
    robot.write("Not An Image");
    click(robot, "#mirror-start");
    untilShown(robot, "Not an image name");
    robot.press(KeyCode.CONTROL, KeyCode.A).release(KeyCode.A, KeyCode.CONTROL);
    click(robot, "#mirror-image");
    robot.press(KeyCode.CONTROL, KeyCode.A).release(KeyCode.A, KeyCode.CONTROL);
    robot.write("localhost:" + port + "/ana/greeting:1");
    assertEquals("ana/greeting:1", robot.lookup("#mirror-name").queryTextInputControl().getText());
    untilShown(robot, "through its egress, which leads only to registry.example.");
    on.pictures("images-mirror");
    click(robot, "#mirror-name");
    robot.press(KeyCode.CONTROL, KeyCode.A).release(KeyCode.A, KeyCode.CONTROL);
    robot.write("copies/greeting:2");
    click(robot, "#mirror-start");
    untilShown(robot, "copies/greeting");
    assertEquals(
        registry.source("ana/greeting").digest("1"),
        registry.source("copies/greeting").digest("2"));

    NamedRegistry near = new NamedRegistry("near", RegistryAddress.parse("localhost:" + port, ""));
    on.settings().update(now -> NamedRegistries.with(now, near));
    robot
        .press(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.M)
        .release(KeyCode.M, KeyCode.SHIFT, KeyCode.CONTROL);
    click(robot, "#mirror-image");
    robot.write("near/ana/greeting:1");
    assertEquals("ana/greeting:1", robot.lookup("#mirror-name").queryTextInputControl().getText());
    // To an added registry, which is the same one by another name.
    robot.press(KeyCode.TAB).release(KeyCode.TAB).press(KeyCode.TAB).release(KeyCode.TAB);
    robot.press(KeyCode.DOWN).release(KeyCode.DOWN);
    assertEquals("near", robot.lookup("#mirror-target").queryComboBox().getValue());
    on.pictures("images-mirror-to");
    picture(on.scene(), "images-mirror-to-1000x640", 1000, 640);
    click(robot, "#mirror-name");
    robot.press(KeyCode.CONTROL, KeyCode.A).release(KeyCode.A, KeyCode.CONTROL);
    robot.write("named/greeting:3");
    click(robot, "#mirror-start");
    untilShown(robot, "named/greeting");
    assertEquals(
        registry.source("ana/greeting").digest("1"), registry.source("named/greeting").digest("3"));
  }
}
