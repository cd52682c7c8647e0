package dev.mooring.desktop.app;

import static dev.mooring.desktop.app.FxTest.choose;
import static dev.mooring.desktop.app.FxTest.click;
import static dev.mooring.desktop.app.FxTest.onFx;
import static dev.mooring.desktop.app.FxTest.shows;
import static dev.mooring.desktop.app.FxTest.until;
import static dev.mooring.desktop.app.FxTest.untilClickable;
import static dev.mooring.desktop.app.FxTest.untilShown;

import dev.mooring.job.Progress;
import dev.mooring.mesh.RegistryForward;
import dev.mooring.practice.PracticeCluster;
import dev.mooring.problem.Finding;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.ImageReference;
import dev.mooring.stack.options.StackOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
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

/// What is done with all that the registry holds, in the window.
@ExtendWith(ApplicationExtension.class)
final class StorageWindowTest {
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
  void whatWouldGoIsListedBeforeAnythingDoes(FxRobot robot) throws Exception {
    untilClickable(robot, "#registry-install");
    click(robot, "#registry-install");
    untilClickable(robot, "#registry-verify");
    push("ana/app:1", "ana/app:2", "ana/app:3");
    choose(robot, "#registry-menu", "Free space...");
    untilClickable(robot, "#space-next");
    on.pictures("registry-free-space");
    fill(robot, "#space-keep-last", "none");
    click(robot, "#space-next");
    untilShown(robot, "Not a valid retention rule");
    fill(robot, "#space-keep-last", "2");
    click(robot, "#space-next");
    untilShown(robot, "Free space in the registry?");
    untilShown(robot, "ana/app:1");
    on.pictures("registry-free-space-question");
    click(robot, "Free space");
    untilShown(robot, "Freed");
  }

  @Test
  void aFullVolumeIsShownWithWhatMakesRoom(FxRobot robot) {
    untilClickable(robot, "#registry-install");
    click(robot, "#registry-install");
    untilClickable(robot, "#registry-verify");
    on.workspace()
        .volumes()
        .set(
            Map.of(
                "kube-registry",
                Finding.warning(
                    "stack.volume",
                    "Volume",
                    "nearly full, 2.1 GB free of 32.2 GB",
                    new Remedy.Command("Free space", "mooring collect-garbage --untagged"))));
    untilShown(robot, "Volume: nearly full, 2.1 GB free of 32.2 GB");
    on.pictures("registry-volume");
    click(robot, "Free space...");
    untilClickable(robot, "#space-next");
    robot.press(KeyCode.ESCAPE).release(KeyCode.ESCAPE);
    on.workspace().volumes().set(Map.of());
    until("the warning is gone", () -> !shows(robot, "nearly full"));
  }

  @Test
  void imagesAreSavedAndRestored(FxRobot robot) throws Exception {
    untilClickable(robot, "#registry-install");
    click(robot, "#registry-install");
    untilClickable(robot, "#registry-verify");
    push("ana/app:1", "ana/app:2");
    choose(robot, "#registry-menu", "Back up registry...");
    untilClickable(robot, "#backup-start");
    fill(robot, "#backup-target", home.resolve("backup").toString());
    on.pictures("registry-back-up");
    click(robot, "#backup-start");
    untilShown(robot, "Saved 2 images");
    choose(robot, "#registry-menu", "Restore...");
    untilClickable(robot, "#backup-start");
    fill(robot, "#backup-source", home.resolve("backup").toString());
    click(robot, "#backup-start");
    untilShown(robot, "Restored 2 images");
    choose(robot, "#registry-menu", "Back up registry...");
    untilClickable(robot, "#backup-start");
    click(robot, "#backup-on-volume");
    fill(robot, "#backup-place", "../elsewhere");
    click(robot, "#backup-start");
    untilShown(robot, "Invalid path");
    fill(robot, "#backup-place", "nightly");
    on.pictures("registry-back-up-volume");
    click(robot, "#backup-start");
    untilShown(robot, "the registry has no volume for archives");
  }

  private static void fill(FxRobot robot, String field, String text) {
    onFx(
        () -> {
          robot.lookup(field).queryAs(TextField.class).setText(text);
          return true;
        });
  }

  private void push(String... names) throws IOException, InterruptedException {
    Path archive = home.resolve("sample.tar");
    PracticeCluster.writeSampleImage(archive);
    try (RegistryForward way = on.workspace().mesh().fresh(StackOptions.defaults().location())) {
      int port = way.connect(0).listening().getFirst().getPort();
      for (String name : names) {
        on.workspace()
            .registry(port, "kube-registry")
            .push(archive, ImageReference.parse(name), Progress.none());
      }
    }
  }
}
