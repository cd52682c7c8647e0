package dev.mooring.desktop.app;

import static dev.mooring.desktop.app.FxTest.choose;
import static dev.mooring.desktop.app.FxTest.click;
import static dev.mooring.desktop.app.FxTest.picture;
import static dev.mooring.desktop.app.FxTest.shows;
import static dev.mooring.desktop.app.FxTest.until;
import static dev.mooring.desktop.app.FxTest.untilClickable;
import static dev.mooring.desktop.app.FxTest.untilShown;

import dev.mooring.cluster.Kind;
import dev.mooring.desktop.shell.Place;
import dev.mooring.document.Document;
import dev.mooring.forward.ForwardSpec;
import dev.mooring.forward.Target;
import dev.mooring.job.Progress;
import dev.mooring.stack.options.Protection;
import dev.mooring.stack.options.StackOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javafx.scene.control.ComboBox;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/// Loading, empty, error and stale; the full faces are in the test of the main job.
@ExtendWith(ApplicationExtension.class)
final class FacesWindowTest {
  @TempDir Path home;

  private final PracticeWindow on = new PracticeWindow();

  @Start
  void start(Stage stage) throws IOException {
    on.show(stage, home);
  }

  @AfterEach
  void end() {
    on.close();
  }

  @Test
  void whatIsFetchedFromASilentClusterShowsThatItLoads(FxRobot robot) {
    untilShown(robot, "Istio 1.31.0");
    on.cluster().freeze();
    on.go(Place.WORKLOADS);
    untilLoading(robot);
    on.pictures("debug-loading");
    on.go(Place.REGISTRY);
    useAnotherImage(robot, "docker.io/library/registry:3");
    untilLoading(robot);
    on.pictures("registry-loading");
    on.cluster().thaw();
    untilClickable(robot, "#registry-install");
    on.go(Place.WORKLOADS);
    untilShown(robot, "There are no Deployments");
    on.pictures("debug-empty");
  }

  private static void useAnotherImage(FxRobot robot, String image) {
    choose(robot, "#absent-menu", "Options...");
    untilClickable(robot, "#option-image");
    click(robot, "#option-image");
    robot.press(KeyCode.CONTROL, KeyCode.A).release(KeyCode.A, KeyCode.CONTROL).write(image);
    click(robot, "Save");
  }

  @Test
  void optionsThatCannotBeAreRefusedInTheCard(FxRobot robot) {
    untilClickable(robot, "#registry-install");
    useAnotherImage(robot, "not an image");
    untilShown(robot, "Not");
    on.picturesInAllSizes("registry-options-refused");
    robot.press(KeyCode.ESCAPE).release(KeyCode.ESCAPE);
    untilShown(robot, "Discard changes?");
    on.pictures("discard-changes");
    click(robot, "#confirm");
    untilClickable(robot, "#registry-install");
  }

  @Test
  void whatProtectsTheRegistryIsChosenInTheOptionsAndSaidBesideInstall(FxRobot robot) {
    untilClickable(robot, "#registry-install");
    untilShown(robot, "Istio mesh: mutual TLS");
    choose(robot, "#absent-menu", "Options...");
    untilClickable(robot, "#option-protection");
    on.picturesInAllSizes("registry-options");
    ComboBox<Protection> box = robot.lookup("#option-protection").<Protection>queryComboBox();
    robot.interact(() -> box.setValue(Protection.PLAIN));
    click(robot, "Save");
    untilShown(robot, "Not encrypted, no identities");
    untilShown(robot, "Everyone who reaches the registry in the cluster can pull and push");
  }

  private static void untilLoading(FxRobot robot) {
    until("bars", () -> robot.lookup(".skeleton").tryQuery().isPresent());
  }

  @Test
  void aMissingRightIsAnErrorWithAWayOut(FxRobot robot) {
    untilShown(robot, "Istio 1.31.0");
    on.cluster().denyRights("*", "deployments", "*");
    on.go(Place.WORKLOADS);
    untilShown(robot, "Retry");
    on.pictures("debug-error");
    on.go(Place.REGISTRY);
    useAnotherImage(robot, "docker.io/library/registry:3");
    untilShown(robot, "Retry");
    on.pictures("registry-error");
    on.cluster().allowEverything();
    click(robot, "Retry");
    untilClickable(robot, "#registry-install");
  }

  @Test
  void aPageThatCouldNotBeReadIsReadAgainByItself(FxRobot robot) {
    untilShown(robot, "Istio 1.31.0");
    on.cluster().denyRights("*", "deployments", "*");
    on.go(Place.WORKLOADS);
    untilShown(robot, "Retry");
    on.cluster().allowEverything();
    untilShown(robot, "There are no Deployments");
  }

  @Test
  void whatWasReadStaysAndIsLabelledWhenTheClusterRefuses(FxRobot robot) {
    untilShown(robot, "Istio 1.31.0");
    untilClickable(robot, "#registry-install");
    on.cluster().expireToken();
    robot.press(KeyCode.F5).release(KeyCode.F5);
    untilShown(robot, "Last answer");
    untilShown(robot, "Last updated ");
    on.pictures("registry-stale");
  }

  @Test
  void settingsThatCannotBeSavedAreSaidAtOnce(FxRobot robot) {
    untilShown(robot, "Istio 1.31.0");
    until("no file can be written there", this::isInTheWay);
    on.settings().update(s -> s.withDebugImage("lab.test/dlv:1.27.2"));
    untilShown(robot, "Can't save the settings");
    picture(on.scene(), "settings-not-saved-light");
  }

  /// The window may write where it stands at any time.
  private boolean isInTheWay() {
    Path file = home.resolve("settings.json");
    try {
      if (Files.isRegularFile(file)) {
        Files.delete(file);
      }
      Files.createDirectories(file.resolve("in-the-way"));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void aRegistryThatAnswersNonsenseIsAnErrorOfTheImages(FxRobot robot) throws InterruptedException {
    untilShown(robot, "Istio 1.31.0");
    on.go(Place.IMAGES);
    untilShown(robot, "Connect to the registry");
    on.pictures("images-unconnected");
    on.workspace().stack().install(StackOptions.defaults(), Progress.none());
    on.cluster().answerNonsense(true);
    click(robot, "#images-connect");
    untilShown(robot, "Retry");
    on.pictures("images-error");
    on.cluster().answerNonsense(false);
    click(robot, "Retry");
    untilShown(robot, "The registry is empty");
  }

  @Test
  void forwardsThatCannotServeSayWhy(FxRobot robot) throws Exception {
    on.cluster().runHello("default");
    untilShown(robot, "Istio 1.31.0");
    on.go(Place.FORWARDS);
    forward("hello", 0);
    untilShown(robot, "active");
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      forward("taken", taken.getLocalPort());
      untilShown(robot, "failed · ");
      on.workspace()
          .cluster()
          .mergePatch(
              Kind.DEPLOYMENT,
              "default",
              "hello",
              "",
              Document.of(Map.of("spec", Map.of("replicas", 0))));
      untilShown(robot, "waiting · ");
      until("the job's end", () -> shows(robot, "What to do:"));
      on.picturesInAllSizes("forwards-ailing");
    }
  }

  private void forward(String name, int port) {
    Target target = new Target.Service("default", "hello", "80");
    on.workspace()
        .jobs()
        .start(
            "Forward svc/hello",
            progress -> on.workspace().forwards().start(ForwardSpec.of(name, target, port)));
  }
}
