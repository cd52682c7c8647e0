package dev.mooring.desktop.app;

import static dev.mooring.desktop.app.FxTest.choose;
import static dev.mooring.desktop.app.FxTest.click;
import static dev.mooring.desktop.app.FxTest.onFx;
import static dev.mooring.desktop.app.FxTest.shows;
import static dev.mooring.desktop.app.FxTest.until;
import static dev.mooring.desktop.app.FxTest.untilClickable;
import static dev.mooring.desktop.app.FxTest.untilShown;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Documents;
import dev.mooring.job.Progress;
import dev.mooring.stack.options.Additions;
import dev.mooring.stack.options.Ingress;
import dev.mooring.stack.options.StackOptions;
import java.io.IOException;
import java.nio.file.Path;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/// The ingress's form, and what tokens open beside the builders.
@ExtendWith(ApplicationExtension.class)
final class IngressWindowTest {
  private static final String KEYS =
      """
      {"keys": [{"kty": "EC", "crv": "P-256",
        "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
        "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}]}
      """;

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
  void tokensAreAllowedAndRemovedWhereThereIsAnIngress(FxRobot robot) throws Exception {
    untilShown(robot, "Istio 1.31.0");
    on.workspace()
        .cluster()
        .apply(
            new KubeObject(
                Documents.yaml(
                        """
                        apiVersion: networking.istio.io/v1
                        kind: Gateway
                        metadata: {name: public, namespace: default}
                        spec:
                          servers:
                          - {port: {number: 8443, protocol: HTTPS}, tls: {mode: SIMPLE}, hosts: ["*"]}
                        """,
                        "test")
                    .getFirst()));
    on.workspace()
        .stack()
        .install(
            StackOptions.defaults()
                // The practice cluster runs no Envoy; here it only has to stand.
                .withEnvoyImage("lab.test/tools:1")
                .withAdditions(
                    Additions.NONE.withIngress(
                        new Ingress(
                            "registry.example.test",
                            "https://issuer.test",
                            KEYS,
                            "",
                            "istio/default/public/8443",
                            "",
                            ""))),
            Progress.none());
    robot.press(KeyCode.F5).release(KeyCode.F5);
    untilShown(robot, "No token can do anything yet");
    untilShown(robot, "Takes tokens of https://issuer.test; served by istio/default/public/8443");
    untilClickable(robot, "#registry-allow-token");
    click(robot, "#registry-allow-token");
    click(robot, "#token-claim");
    robot.write("team");
    click(robot, "#token-repositories");
    robot.write("v/*");
    click(robot, "#token-allow");
    untilShown(robot, "it must be KEY=VALUE");
    click(robot, "#token-claim");
    robot.press(KeyCode.END).release(KeyCode.END);
    robot.write("=a");
    on.pictures("registry-allow-token");
    click(robot, "#token-allow");
    untilShown(robot, "Tokens with team=a can push to and pull from v/*");
    on.pictures("registry-token-rules");
    // Below what the smallest window shows.
    robot.interact(
        () -> robot.lookup(".scroll-page").<ScrollPane>queryAs(ScrollPane.class).setVvalue(1));
    click(robot, "#remove-token-a");
    untilShown(robot, "Tokens with team=a can no longer pull or push");
    until("it is off the list", () -> !shows(robot, "can push to and pull from v/*"));
    click(robot, "#undo");
    untilShown(robot, "Tokens with team=a can push to and pull from v/*");
  }

  @Test
  void theFormRefusesAPrivateKeyAndKeepsTheRest(FxRobot robot) throws Exception {
    untilShown(robot, "Istio 1.31.0");
    choose(robot, "#absent-menu", "Ingress...");
    enter(robot, "#ingress-host", "registry.example.test");
    enter(robot, "#ingress-issuer", "https://issuer.test");
    enter(robot, "#ingress-keys", KEYS.replace("\"crv\"", "\"d\": \"TOPSECRET\", \"crv\""));
    click(robot, "#ingress-save");
    untilShown(robot, "private or symmetric key");
    on.pictures("registry-ingress");
    enter(robot, "#ingress-keys", KEYS);
    click(robot, "#ingress-save");
    until(
        "the form is gone",
        () -> onFx(() -> robot.lookup("#ingress-keys").tryQueryAs(TextArea.class)).isEmpty());
    choose(robot, "#absent-menu", "Ingress...");
    until(
        "the host is chosen",
        () ->
            onFx(() -> robot.lookup("#ingress-host").queryAs(TextInputControl.class).getText())
                .equals("registry.example.test"));
  }

  private static void enter(FxRobot robot, String field, String text) throws Exception {
    onFx(
        () -> {
          robot.lookup(field).queryAs(TextInputControl.class).setText(text);
          return null;
        });
  }

  @Test
  void tabLeavesTheKeysAsEveryOtherField(FxRobot robot) throws Exception {
    untilShown(robot, "Istio 1.31.0");
    choose(robot, "#absent-menu", "Ingress...");
    untilClickable(robot, "#ingress-keys");
    click(robot, "#ingress-keys");
    robot.press(KeyCode.TAB).release(KeyCode.TAB);
    until("through has the focus", () -> onFx(() -> focused(robot, "#ingress-through")));
    robot
        .press(KeyCode.SHIFT, KeyCode.TAB)
        .release(KeyCode.TAB, KeyCode.SHIFT)
        .press(KeyCode.SHIFT, KeyCode.TAB)
        .release(KeyCode.TAB, KeyCode.SHIFT);
    until("audience has the focus", () -> onFx(() -> focused(robot, "#ingress-audience")));
    assertEquals(
        "", onFx(() -> robot.lookup("#ingress-keys").queryAs(TextInputControl.class).getText()));
  }

  private static boolean focused(FxRobot robot, String field) {
    return robot.lookup(field).queryAs(TextInputControl.class).isFocused();
  }
}
