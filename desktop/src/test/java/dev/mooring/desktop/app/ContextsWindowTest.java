package dev.mooring.desktop.app;

import static dev.mooring.desktop.app.FxTest.choose;
import static dev.mooring.desktop.app.FxTest.click;
import static dev.mooring.desktop.app.FxTest.onFx;
import static dev.mooring.desktop.app.FxTest.until;
import static dev.mooring.desktop.app.FxTest.untilClickable;
import static dev.mooring.desktop.app.FxTest.untilShown;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.cluster.Context;
import dev.mooring.practice.PracticeCluster;
import java.io.IOException;
import java.nio.file.Files;
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

/// Which cluster is shown, or why none is.
@ExtendWith(ApplicationExtension.class)
final class ContextsWindowTest {
  @TempDir Path home;

  private final PracticeWindow on = new PracticeWindow(PracticeCluster.startWithoutIstio());
  private Stage stage;

  @Start
  void start(Stage first) {
    stage = first;
  }

  @AfterEach
  void end() {
    on.close();
  }

  private void show(Path... kubeconfigs) {
    onFx(
        () -> {
          on.show(stage, home, List.of(kubeconfigs), List.of());
          return true;
        });
  }

  @Test
  void withoutAKubeconfigTheWindowSaysWhatToDo(FxRobot robot) throws IOException {
    Path later = home.resolve("practice.kubeconfig");
    show(later);
    untilShown(robot, "No kubeconfig was found at " + later);
    untilShown(robot, "How kubeconfig files work");
    on.picturesInAllSizes("contexts-none");
    click(robot, "Try the practice cluster");
    assertEquals(1, on.practised());
    on.cluster().writeKubeconfig(home);
    click(robot, "Reload kubeconfig");
    untilShown(robot, "no Istio");
  }

  @Test
  void aKubeconfigWithoutAContextSaysSo(FxRobot robot) throws IOException {
    Path bare =
        Files.writeString(home.resolve("bare.kubeconfig"), "apiVersion: v1\nkind: Config\n");
    show(bare);
    untilShown(robot, "has no context");
    untilShown(robot, "Try the practice cluster");
  }

  @Test
  void aChosenKubeconfigIsReadNowAndLaterUntilTheUsualOneHasAContext(FxRobot robot)
      throws IOException {
    Path usual = home.resolve("usual.kubeconfig");
    Path other = home.resolve("other.kubeconfig");
    Files.writeString(other, on.cluster().kubeconfig().replace("practice", "elsewhere"));
    show(usual);
    untilShown(robot, "No kubeconfig was found");
    onFx(
        () -> {
          on.window().use(other);
          return true;
        });
    untilShown(robot, "no Istio");
    assertEquals(List.of("elsewhere"), names());
    assertEquals(other.toString(), on.settings().settings().get().kubeconfig());
    Files.writeString(usual, on.cluster().kubeconfig());
    assertEquals(List.of("practice"), names());
  }

  private List<String> names() {
    return on.workspaces().contexts().stream().map(Context::name).toList();
  }

  @Test
  void aBrokenKubeconfigIsAnErrorWithAWayOut(FxRobot robot) throws IOException {
    Path broken = Files.writeString(home.resolve("practice.kubeconfig"), "clusters: [ {name: x");
    show(broken);
    untilShown(robot, "Retry");
    on.pictures("contexts-broken");
    on.cluster().writeKubeconfig(home);
    click(robot, "Retry");
    untilShown(robot, "no Istio");
    // The screen is back too, and not only the header.
    untilClickable(robot, "#absent-menu");
    untilShown(robot, "Protection");
  }

  @Test
  void aClusterWithoutIstioIsOfferedARegistryThatTokensProtect(FxRobot robot) throws IOException {
    show(on.cluster().writeKubeconfig(home));
    untilShown(robot, "no Istio");
    untilShown(robot, "Protection");
    on.pictures("registry-without-istio");
    untilClickable(robot, "#registry-install");
    untilShown(robot, "Kubernetes tokens");
  }

  @Test
  void anotherContextIsShownAndTheFirstStaysOpen(FxRobot robot) throws IOException {
    try (PracticeCluster second = PracticeCluster.start()) {
      Path other = home.resolve("staging.kubeconfig");
      Files.writeString(other, second.kubeconfig().replace("practice", "staging"));
      show(on.cluster().writeKubeconfig(home), other);
      untilShown(robot, "no Istio");
      choose(robot, "#context", "staging");
      untilShown(robot, "Istio 1.31.0");
      untilClickable(robot, "#registry-install");
      assertEquals(2, on.workspaces().all().get().size());
      assertEquals("staging", on.settings().settings().get().context());
      click(robot, "#window-settings");
      untilShown(robot, "Delve helper image");
      on.pictures("settings");
      robot.press(KeyCode.ESCAPE).release(KeyCode.ESCAPE);
      until("the card is gone", () -> robot.lookup("#setting-port").tryQuery().isEmpty());
    }
  }
}
