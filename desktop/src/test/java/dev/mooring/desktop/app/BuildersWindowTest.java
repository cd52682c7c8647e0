package dev.mooring.desktop.app;

import static dev.mooring.desktop.app.FxTest.click;
import static dev.mooring.desktop.app.FxTest.onFx;
import static dev.mooring.desktop.app.FxTest.shows;
import static dev.mooring.desktop.app.FxTest.until;
import static dev.mooring.desktop.app.FxTest.untilClickable;
import static dev.mooring.desktop.app.FxTest.untilShown;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.job.Progress;
import dev.mooring.stack.config.BuildTool;
import dev.mooring.stack.options.StackOptions;
import java.io.IOException;
import java.nio.file.Path;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TextArea;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/// Builders beside the writers, and what their tools read.
@ExtendWith(ApplicationExtension.class)
final class BuildersWindowTest {
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

  private void apply(String yaml) throws InterruptedException {
    for (Document each : Documents.yaml(yaml, "test")) {
      on.workspace().cluster().apply(new KubeObject(each));
    }
  }

  @Test
  void aBuilderIsAllowedConfiguredRemovedAndPutBack(FxRobot robot) throws Exception {
    untilShown(robot, "Istio 1.31.0");
    on.workspace().stack().install(StackOptions.defaults(), Progress.none());
    apply("{apiVersion: v1, kind: Namespace, metadata: {name: build}}");
    robot.press(KeyCode.F5).release(KeyCode.F5);
    untilShown(robot, "No pods can push yet.");
    untilClickable(robot, "#registry-allow-builder");
    click(robot, "#registry-allow-builder");
    click(robot, "#builder-namespace");
    robot.write("build");
    click(robot, "#builder-account");
    robot.write("kaniko");
    click(robot, "#builder-repositories");
    robot.write("app/*");
    on.pictures("registry-allow-builder");
    click(robot, "#builder-allow");
    untilShown(robot, "build/kaniko can push to app/* at localhost:5000");
    untilShown(robot, "AuthorizationPolicy kube-registry/builder.build.kaniko");
    untilShown(robot, "Its pods need the label mooring.dev/builder=true");
    on.pictures("registry-builders");

    click(robot, "#configure-kaniko");
    until("the file is there", () -> text(robot).contains("serviceAccountName: kaniko"));
    onFx(
        () -> {
          ComboBox<BuildTool> tool = robot.lookup("#build-tool").query();
          tool.setValue(BuildTool.SKAFFOLD);
          return null;
        });
    until("the other file is there", () -> text(robot).contains("apiVersion: skaffold/"));
    click(robot, "#build-repository");
    robot.write("app/*");
    untilShown(robot, "name one repository");
    robot.press(KeyCode.BACK_SPACE).release(KeyCode.BACK_SPACE);
    robot.write("shop");
    until("the file follows", () -> text(robot).contains("image: localhost:5000/app/shop"));
    on.pictures("registry-build-tool");
    click(robot, "#copy-configuration");
    assertTrue(
        onFx(() -> Clipboard.getSystemClipboard().getString()).contains("localhost:5000/app/shop"));
    click(robot, "Close");

    click(robot, "#remove-builder-kaniko");
    untilShown(robot, "build/kaniko can no longer push");
    until("it is off the list", () -> !shows(robot, "build/kaniko can push to"));
    click(robot, "#undo");
    untilShown(robot, "build/kaniko can push to app/*");
  }

  @Test
  void whatAnotherToolKeepsIsShownToBeCopied(FxRobot robot) throws Exception {
    untilShown(robot, "Istio 1.31.0");
    on.workspace().stack().install(StackOptions.defaults(), Progress.none());
    apply(
        """
        {apiVersion: v1, kind: Namespace, metadata: {name: build}}
        ---
        apiVersion: networking.istio.io/v1
        kind: Sidecar
        metadata:
          name: default
          namespace: build
          labels: {argocd.argoproj.io/instance: shop}
        spec: {egress: [{hosts: ["./*"]}]}
        """);
    robot.press(KeyCode.F5).release(KeyCode.F5);
    untilClickable(robot, "#registry-allow-builder");
    click(robot, "#registry-allow-builder");
    click(robot, "#builder-namespace");
    robot.write("build");
    click(robot, "#builder-account");
    robot.write("kaniko");
    click(robot, "#builder-repositories");
    robot.write("app/*");
    click(robot, "#builder-allow");
    untilShown(robot, "Sidecar build/default is managed by Argo CD");
    on.pictures("registry-builder-addition");
    robot.press(KeyCode.ESCAPE).release(KeyCode.ESCAPE);
    untilShown(robot, "Not reachable: add the listener to Sidecar build/default");
  }

  private static String text(FxRobot robot) {
    return robot.lookup("#build-configuration").queryAs(TextArea.class).getText();
  }
}
