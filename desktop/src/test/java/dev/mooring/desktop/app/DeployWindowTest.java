package dev.mooring.desktop.app;

import static dev.mooring.desktop.app.FxTest.click;
import static dev.mooring.desktop.app.FxTest.shows;
import static dev.mooring.desktop.app.FxTest.until;
import static dev.mooring.desktop.app.FxTest.untilClickable;
import static dev.mooring.desktop.app.FxTest.untilShown;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.deploy.ImageChanges;
import dev.mooring.desktop.shell.Place;
import dev.mooring.forward.Target;
import dev.mooring.job.Progress;
import dev.mooring.stack.options.StackOptions;
import java.nio.file.Path;
import javafx.scene.control.Button;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/// An image of the registry in a workload, and back.
@ExtendWith(ApplicationExtension.class)
final class DeployWindowTest {
  private static final String BEFORE = "lab.test/hello-plain:1";

  @TempDir Path home;

  private final PracticeWindow on = new PracticeWindow();

  @Start
  void start(Stage stage) throws Exception {
    on.cluster().runHello("ux");
    on.show(stage, home);
  }

  @AfterEach
  void end() {
    on.close();
  }

  private void openImage(FxRobot robot) throws Exception {
    untilShown(robot, "Istio 1.31.0");
    on.workspace().stack().install(StackOptions.defaults(), Progress.none());
    on.go(Place.IMAGES);
    click(robot, "#images-connect");
    untilShown(robot, "The registry is empty");
    Path image = home.resolve("app.tar");
    LayeredImage.write(image);
    ImagesWindowTest.push(on, image, "ana/app:2.4");
    robot.press(KeyCode.F5).release(KeyCode.F5);
    click(robot, "2.4");
    untilShown(robot, "linux/amd64");
  }

  @Test
  void anImageIsDeployedFromItsRowAndRolledBackUnlessSomebodyElseChangedIt(FxRobot robot)
      throws Exception {
    openImage(robot);
    robot.press(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.D);
    robot.release(KeyCode.D, KeyCode.SHIFT, KeyCode.CONTROL);
    untilShown(robot, "ux/deploy/hello, container hello");
    on.picturesInAllSizes("deploy-targets");
    robot.write("ux/deploy/hel");
    untilEnabled(robot, "#deploy-review");
    robot.press(KeyCode.ENTER).release(KeyCode.ENTER);
    untilShown(robot, "2 pods are replaced, a few at a time.");
    assertEquals(BEFORE, image());
    on.picturesInAllSizes("deploy-review");
    robot.press(KeyCode.ENTER).release(KeyCode.ENTER);
    until("it is set", () -> image().startsWith("localhost:5000/ana/app@sha256:"));
    untilShown(robot, "Deployed to deploy/hello");
    on.picturesInAllSizes("deploy-done");
    click(robot, "#deploy-back");
    until("it is as it was", () -> image().equals(BEFORE));
    untilShown(robot, "Rolled back deploy/hello");

    click(robot, "#deploy-back");
    until("it is deployed again", () -> image().startsWith("localhost:5000/ana/app@sha256:"));
    untilShown(robot, "Deployed to deploy/hello");
    Cluster other = on.workspace().cluster();
    ImageChanges.apply(
        other,
        ImageChanges.plan(
            other, Target.parse("deploy/hello", "ux", ""), "", "lab.test/hello-noopt:1"));
    click(robot, "#deploy-back");
    untilShown(robot, "Its image is lab.test/hello-noopt:1 now, because someone else changed it.");
    on.pictures("deploy-refused");
    assertEquals("lab.test/hello-noopt:1", image());
  }

  @Test
  void whatStandsInTheWayIsSaidBeforeAnythingIsChanged(FxRobot robot) throws Exception {
    openImage(robot);
    on.cluster().denyRights("patch", "deployments", "*");
    robot.press(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.D);
    robot.release(KeyCode.D, KeyCode.SHIFT, KeyCode.CONTROL);
    untilShown(robot, "ux/deploy/hello, container hello");
    click(robot, "ux/deploy/hello, container hello");
    click(robot, "#deploy-review");
    until("the right is named", () -> shows(robot, "patch deployments.apps in ux"));
    on.pictures("deploy-no-right");
    assertEquals(BEFORE, image());
  }

  private static void untilEnabled(FxRobot robot, String query) {
    untilClickable(robot, query);
    until(query, () -> !robot.lookup(query).queryAs(Button.class).isDisabled());
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
