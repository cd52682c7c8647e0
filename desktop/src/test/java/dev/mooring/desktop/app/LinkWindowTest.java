package dev.mooring.desktop.app;

import static dev.mooring.desktop.app.FxTest.click;
import static dev.mooring.desktop.app.FxTest.until;
import static dev.mooring.desktop.app.FxTest.untilClickable;
import static dev.mooring.desktop.app.FxTest.untilShown;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/// What a link does to the window: it proposes, and nothing more.
@ExtendWith(ApplicationExtension.class)
final class LinkWindowTest {
  @TempDir Path home;

  private final PracticeWindow on = new PracticeWindow();
  private Path marker;

  @Start
  void start(Stage first) throws IOException {
    on.cluster().runHello("default");
    marker = home.resolve("plugin-ran");
    on.show(
        first,
        home,
        List.of(
            on.cluster().writeKubeconfig(home), Files.writeString(home.resolve("other"), other())),
        List.of());
  }

  /// A second context to the same cluster, whose user signs in by a program that leaves a trace.
  private String other() {
    String known = on.cluster().kubeconfig();
    String token = known.replaceAll("(?s).*token: *\"?([^\"\\s]+).*", "$1");
    Path credential = home.resolve("credential");
    try {
      Files.writeString(
          credential,
          """
          {"apiVersion": "client.authentication.k8s.io/v1", "kind": "ExecCredential",
           "status": {"token": "%s"}}
          """
              .formatted(token));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String plugin =
        """
        exec:
              apiVersion: client.authentication.k8s.io/v1
              interactiveMode: Never
              command: sh
              args: ["-c", "touch %s; cat %s"]
        """
            .formatted(marker, credential);
    return known
        .replaceAll("token: *\"?[^\"\\s]+\"?", Matcher.quoteReplacement(plugin.strip()))
        .replace("practice", "staging");
  }

  @AfterEach
  void end() {
    on.close();
  }

  @Test
  void aLinkFillsTheFormInAndStartsNothing(FxRobot robot) {
    on.openLink("mooring://forward?target=svc/hello&port=http&namespace=default&local=18080");
    until("the form is there", () -> robot.lookup("#forward-target").tryQuery().isPresent());
    until("the target", () -> typed(robot, "#forward-target").equals("hello"));
    // The cluster's own offers come later, and change nothing of it.
    until("the choices", () -> !robot.lookup("#forward-port").queryComboBox().getItems().isEmpty());
    assertEquals("http", typed(robot, "#forward-port"));
    assertEquals("default", typed(robot, "#forward-namespace"));
    assertEquals("18080", robot.lookup("#forward-local").queryTextInputControl().getText());
    assertEquals("Service", robot.lookup("#forward-kind").queryComboBox().getValue());
    assertEquals(0, on.workspace().forwards().all().get().size());
    on.pictures("forward-link");
  }

  @Test
  void aLinkForAnUnknownContextIsRefused(FxRobot robot) {
    on.openLink("mooring://forward?target=svc/hello&port=80&context=elsewhere");
    untilShown(robot, "no context elsewhere");
    assertEquals("practice", on.settings().settings().get().context());
    assertEquals(true, robot.lookup("#forward-target").tryQuery().isEmpty());
  }

  @Test
  void aLinkForAnotherContextOpensNothingBeforeTheUserAgrees(FxRobot robot) {
    until("a context is open", () -> on.workspaces().all().get().size() == 1);
    on.openLink("mooring://forward?target=svc/hello&port=http&namespace=default&context=staging");
    untilShown(robot, "staging");
    on.pictures("forward-link-context");
    assertEquals(List.of("practice"), opened());
    assertFalse(Files.exists(marker));
    assertEquals("practice", on.settings().settings().get().context());

    click(robot, "Cancel");
    until("the card is gone", () -> robot.lookup("#link-card").tryQuery().isEmpty());
    assertEquals(List.of("practice"), opened());
    assertFalse(Files.exists(marker));

    on.openLink("mooring://forward?target=svc/hello&port=http&namespace=default&context=staging");
    untilClickable(robot, "#link-start");
    click(robot, "#link-start");
    until("the plugin ran", () -> Files.exists(marker));
    until("it is remembered", () -> on.settings().settings().get().context().equals("staging"));
    until(
        "the forward is there",
        () ->
            on.workspaces().all().get().getLast().forwards().all().get().stream()
                .anyMatch(each -> each.spec().name().equals("hello")));
    assertEquals(List.of("practice", "staging"), opened());
  }

  private List<String> opened() {
    return on.workspaces().all().get().stream().map(each -> each.context().name()).toList();
  }

  private static String typed(FxRobot robot, String box) {
    return robot.lookup(box).queryComboBox().getEditor().getText();
  }
}
