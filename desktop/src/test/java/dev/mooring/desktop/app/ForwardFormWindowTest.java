package dev.mooring.desktop.app;

import static dev.mooring.desktop.app.FxTest.click;
import static dev.mooring.desktop.app.FxTest.shows;
import static dev.mooring.desktop.app.FxTest.until;
import static dev.mooring.desktop.app.FxTest.untilClickable;
import static dev.mooring.desktop.app.FxTest.untilShown;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.desktop.shell.Place;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.job.Progress;
import dev.mooring.mesh.OfferedService;
import dev.mooring.stack.MeshServices;
import dev.mooring.stack.options.StackOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/// The form that makes forwards: what it takes, tells and keeps.
@ExtendWith(ApplicationExtension.class)
final class ForwardFormWindowTest {
  @TempDir Path home;

  private final PracticeWindow on = new PracticeWindow();

  @Start
  void start(Stage stage) throws IOException {
    on.cluster().runHello("default");
    on.show(stage, home);
  }

  @BeforeEach
  void go(FxRobot robot) {
    untilShown(robot, "Istio 1.31.0");
    on.go(Place.FORWARDS);
    untilClickable(robot, "#forward-new");
  }

  @AfterEach
  void end() {
    on.close();
  }

  @Test
  void aTargetThatIsNotThereIsToldBeforeItStarts(FxRobot robot) {
    shortcut(robot, KeyCode.N);
    robot.write("helo");
    fill(robot, "#forward-port", "80");
    click(robot, "#forward-start");
    untilShown(robot, "Did you mean hello?");
    on.pictures("forward-target-missing");
    assertEquals(0, on.workspace().forwards().all().get().size());
    fill(robot, "#forward-target", "hell");
    click(robot, "#suggested-hello");
    until("the name is taken over", () -> typed(robot, "#forward-target").equals("hello"));
    click(robot, "#forward-start");
    untilShown(robot, "active");
  }

  @Test
  void portsOver65535AreRefusedInTheFieldAndTypingReplacesWhatIsThere(FxRobot robot) {
    shortcut(robot, KeyCode.N);
    untilClickable(robot, "#forward-local");
    click(robot, "#forward-local");
    robot.write("99999");
    assertEquals("9999", text(robot, "#forward-local"));
    click(robot, "#forward-name");
    robot.write("x");
    robot.press(KeyCode.SHIFT, KeyCode.TAB).release(KeyCode.TAB, KeyCode.SHIFT);
    robot.write("81");
    assertEquals("81", text(robot, "#forward-local"));
    click(robot, "#forward-port");
    robot.write("70000");
    assertEquals("7000", typed(robot, "#forward-port"));
  }

  @Test
  void aFilledFormIsThrownAwayOnlyAfterAQuestion(FxRobot robot) {
    shortcut(robot, KeyCode.N);
    robot.write("hello");
    press(robot, KeyCode.ESCAPE);
    untilShown(robot, "Discard this form?");
    on.pictures("forward-discard");
    press(robot, KeyCode.ESCAPE);
    until("the question is gone", () -> !shows(robot, "Discard this form?"));
    assertEquals("hello", typed(robot, "#forward-target"));
    shortcut(robot, KeyCode.N);
    untilShown(robot, "Discard this form?");
    click(robot, "#confirm");
    until("it is empty", () -> typed(robot, "#forward-target").isEmpty());
    press(robot, KeyCode.ESCAPE);
    until("an empty one closes", () -> robot.lookup("#forward-form").tryQuery().isEmpty());
  }

  @Test
  void aForwardByMutualTlsNamesItsAccountAndSaysWhyItCannotBe(FxRobot robot) {
    shortcut(robot, KeyCode.N);
    robot.write("hello");
    fill(robot, "#forward-port", "80");
    click(robot, "#forward-mtls");
    until("the account can be entered", () -> robot.lookup("#forward-as").query().isVisible());
    fill(robot, "#forward-as", "ana");
    click(robot, "#forward-start");
    untilShown(robot, "a ServiceAccount is written as NAMESPACE/NAME");
    fill(robot, "#forward-as", "default/ana");
    on.pictures("forward-mtls");
    click(robot, "#forward-start");
    untilShown(robot, "its pods have no Istio sidecar");
    untilShown(robot, "svc/hello:80, mTLS as default/ana");
    on.pictures("forward-mtls-failed");
    assertEquals(
        "default/ana",
        String.valueOf(on.workspace().forwards().all().get().getFirst().spec().as()));
  }

  @Test
  void whoMayLetsLaptopsReachAServiceWhereItsForwardFailed(FxRobot robot) throws Exception {
    Cluster cluster = on.workspace().cluster();
    on.workspace().stack().install(StackOptions.defaults(), Progress.none());
    for (Document each :
        Documents.yaml(
            """
            apiVersion: v1
            kind: Namespace
            metadata: {name: shop, labels: {istio-injection: enabled}}
            ---
            {apiVersion: v1, kind: ServiceAccount, metadata: {name: ana, namespace: shop}}
            """,
            "the test")) {
      cluster.apply(new KubeObject(each));
    }
    on.cluster().runHello("shop");
    until(
        "its pods are ready",
        () -> cluster.list(Kind.POD, "shop", "app=hello").stream().anyMatch(KubeObject::ready));
    shortcut(robot, KeyCode.N);
    fill(robot, "#forward-namespace", "shop");
    fill(robot, "#forward-target", "hello");
    fill(robot, "#forward-port", "80");
    click(robot, "#forward-mtls");
    until("the account can be entered", () -> robot.lookup("#forward-as").query().isVisible());
    fill(robot, "#forward-as", "shop/ana");
    click(robot, "#forward-start");
    untilShown(robot, "bypasses their sidecar");
    on.pictures("forward-mtls-allow");
    click(robot, "Let laptops reach it");
    until(
        "it listens",
        () ->
            on.workspace().forwards().all().get().stream()
                .anyMatch(each -> each.lent() != null && !each.listening().isEmpty()));
    assertEquals(
        List.of("hello"),
        new MeshServices(cluster, StackOptions.defaults())
            .list().stream().map(OfferedService::name).toList());
  }

  @Test
  void theFocusGoesBackWhereItWasBeforeTheForm(FxRobot robot) {
    robot.interact(() -> robot.lookup("#forwards-menu").query().requestFocus());
    shortcut(robot, KeyCode.N);
    until("the form is there", () -> robot.lookup("#forward-form").tryQuery().isPresent());
    press(robot, KeyCode.ESCAPE);
    until("the menu", () -> "forwards-menu".equals(on.scene().getFocusOwner().getId()));
  }

  private static void fill(FxRobot robot, String field, String text) {
    click(robot, field);
    robot.press(KeyCode.CONTROL, KeyCode.A).release(KeyCode.A, KeyCode.CONTROL).write(text);
  }

  private static String typed(FxRobot robot, String box) {
    return robot.lookup(box).queryComboBox().getEditor().getText();
  }

  private static String text(FxRobot robot, String field) {
    return robot.lookup(field).queryTextInputControl().getText();
  }

  private static void shortcut(FxRobot robot, KeyCode key) {
    robot.press(KeyCode.CONTROL, key).release(key, KeyCode.CONTROL);
  }

  private static void press(FxRobot robot, KeyCode key) {
    robot.press(key).release(key);
  }
}
