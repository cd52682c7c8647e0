package dev.mooring.desktop.app;

import static dev.mooring.desktop.app.FxTest.choose;
import static dev.mooring.desktop.app.FxTest.click;
import static dev.mooring.desktop.app.FxTest.picture;
import static dev.mooring.desktop.app.FxTest.until;
import static dev.mooring.desktop.app.FxTest.untilClickable;
import static dev.mooring.desktop.app.FxTest.untilShown;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.cluster.KubeObject;
import dev.mooring.desktop.registry.OddRegistry;
import dev.mooring.document.Documents;
import dev.mooring.mesh.NamedRegistries;
import dev.mooring.mesh.NamedRegistry;
import dev.mooring.mesh.RegistryAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/// Registries outside of the cluster: listed, added, removed, and brought back, by keys.
@ExtendWith(ApplicationExtension.class)
final class OutsideWindowTest {
  private static final NamedRegistry COMPANY =
      new NamedRegistry("company", RegistryAddress.parse("registry.company.example", "PEM"));

  @TempDir Path home;

  private final PracticeWindow on = new PracticeWindow();
  private OddRegistry registry;

  @Start
  void start(Stage stage) throws Exception {
    registry = new OddRegistry();
    on.show(stage, home);
  }

  @AfterEach
  void end() {
    on.close();
    registry.close();
  }

  @Test
  void aRegistryIsAddedAndRemovedAndComesBack(FxRobot robot) throws Exception {
    untilClickable(robot, "#absent-menu");
    choose(robot, "#absent-menu", "Registries outside the cluster...");
    untilShown(robot, "None yet.");
    picture(on.scene(), "outside-empty");
    String host = registry.uri().getRawAuthority();
    robot.write("Not A Name").press(KeyCode.TAB).release(KeyCode.TAB).write(host);
    robot.press(KeyCode.ENTER).release(KeyCode.ENTER);
    untilShown(robot, "Example");
    click(robot, "#outside-name");
    robot.press(KeyCode.CONTROL, KeyCode.A).release(KeyCode.A, KeyCode.CONTROL).write("kind");
    robot.press(KeyCode.ENTER).release(KeyCode.ENTER);
    untilShown(robot, "Added kind");
    NamedRegistry kind = new NamedRegistry("kind", RegistryAddress.parse(host, ""));
    assertEquals(List.of(kind), saved());
    await().until(() -> completed().contains("kind"));

    announce("localhost:5001");
    on.settings().update(now -> NamedRegistries.with(now, COMPANY));
    click(robot, "#outside-close");
    choose(robot, "#absent-menu", "Registries outside the cluster...");
    untilShown(robot, "Announced by the cluster");
    on.picturesInAllSizes("outside");
    picture(on.scene(), "outside-1000x640", 1000, 640);

    // From the name backwards lie the rows, whose last button is that of "company".
    until("focus", () -> focused("outside-name"));
    robot.press(KeyCode.SHIFT, KeyCode.TAB).release(KeyCode.TAB, KeyCode.SHIFT);
    until("focus", () -> focused("remove-outside-company"));
    robot.press(KeyCode.SPACE).release(KeyCode.SPACE);
    untilShown(robot, "Removed company");
    await().until(() -> !completed().contains("company"));
    assertEquals(List.of(kind), saved());
    until("focus", () -> focused("outside-undo"));
    picture(on.scene(), "outside-undo");
    robot.press(KeyCode.SPACE).release(KeyCode.SPACE);
    untilClickable(robot, "#remove-outside-company");
    assertEquals(List.of(kind, COMPANY), saved());
    await().until(() -> completed().contains("company"));
  }

  private List<String> completed() throws IOException {
    Path names = home.resolve("registry-names");
    return Files.exists(names) ? Files.readAllLines(names) : List.of();
  }

  private List<NamedRegistry> saved() {
    return NamedRegistries.all(on.settings().settings().get());
  }

  private boolean focused(String id) {
    Node owner = on.scene().getFocusOwner();
    return owner != null && id.equals(owner.getId());
  }

  private void announce(String host) throws InterruptedException {
    on.workspace()
        .cluster()
        .apply(
            new KubeObject(
                Documents.yaml(
                        """
                        apiVersion: v1
                        kind: ConfigMap
                        metadata: {name: local-registry-hosting, namespace: kube-public}
                        data:
                          localRegistryHosting.v1: |
                            host: "%s"
                        """
                            .formatted(host),
                        "the test's ConfigMap")
                    .getFirst()));
  }
}
