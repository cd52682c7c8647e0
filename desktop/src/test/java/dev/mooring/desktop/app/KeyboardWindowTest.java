package dev.mooring.desktop.app;

import static dev.mooring.desktop.app.FxTest.click;
import static dev.mooring.desktop.app.FxTest.onFx;
import static dev.mooring.desktop.app.FxTest.until;
import static dev.mooring.desktop.app.FxTest.untilClickable;
import static dev.mooring.desktop.app.FxTest.untilShown;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.desktop.shell.Place;
import dev.mooring.job.Progress;
import dev.mooring.stack.options.StackOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javafx.geometry.Bounds;
import javafx.geometry.Rectangle2D;
import javafx.scene.AccessibleAttribute;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.SnapshotParameters;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextInputControl;
import javafx.scene.image.WritableImage;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/// The window without a mouse and without eyes.
@ExtendWith(ApplicationExtension.class)
final class KeyboardWindowTest {
  @TempDir Path home;

  private final PracticeWindow on = new PracticeWindow();

  @Start
  void start(Stage stage) throws IOException {
    on.cluster().runHello("default");
    on.show(stage, home);
  }

  @AfterEach
  void end() {
    on.close();
  }

  @Test
  void everythingThatTakesTheFocusHasWords(FxRobot robot) throws InterruptedException {
    untilClickable(robot, "#registry-install");
    assertWords("registry, not installed");
    click(robot, "#window-settings");
    assertWords("settings");
    escape(robot);
    on.workspace().stack().install(StackOptions.defaults(), Progress.none());
    press(robot, KeyCode.F5);
    untilShown(robot, "can push to all repositories");
    click(robot, "#registry-connect");
    untilShown(robot, "can push as");
    assertWords("registry");
    click(robot, "#registry-add-writer");
    assertWords("add writer");
    escape(robot);
    on.go(Place.FORWARDS);
    click(robot, "#forward-new");
    assertWords("new forward");
    on.go(Place.IMAGES);
    untilShown(robot, "The registry is empty");
    click(robot, "#images-push");
    assertWords("push");
    escape(robot);
    on.go(Place.WORKLOADS);
    untilShown(robot, "hello");
    click(robot, "hello");
    untilShown(robot, "Debug on a cluster that runs real containers");
    assertWords("debug");
    click(robot, "#drawer-toggle");
    assertWords("jobs");
  }

  private void assertWords(String where) {
    List<String> mute = onFx(() -> mute(on.scene().getRoot()));
    assertEquals(List.of(), mute, where);
  }

  /// Focusable nodes in view that a screen reader cannot name.
  static List<String> mute(Node node) {
    List<String> found = new ArrayList<>();
    if (!node.isVisible()) {
      return found;
    }
    if (node.isFocusTraversable() && words(node).isBlank()) {
      found.add(node.toString());
    }
    if (node instanceof Parent parent) {
      parent.getChildrenUnmodifiable().forEach(child -> found.addAll(mute(child)));
    }
    return found;
  }

  private static String words(Node node) {
    String said = node.getAccessibleText();
    if (said != null) {
      return said;
    }
    return node instanceof Labeled labeled && labeled.getText() != null ? labeled.getText() : "";
  }

  @Test
  void everyControlOfTheWindowHasItsRoleNameAndState(FxRobot robot) {
    untilClickable(robot, "#registry-install");
    assertEquals("MENU_BUTTON Context practice", spoken(robot, "#context"));
    assertEquals("BUTTON Search or run (Ctrl+K)", spoken(robot, "#window-palette"));
    assertEquals("BUTTON Refresh (F5)", spoken(robot, "#window-refresh"));
    assertEquals("BUTTON Settings (Ctrl+,)", spoken(robot, "#window-settings"));
    assertEquals(
        "TOGGLE_BUTTON Registry, not installed selected", spoken(robot, "#place-registry"));
    assertEquals("TOGGLE_BUTTON Images", spoken(robot, "#place-images"));
    assertEquals("BUTTON Install", spoken(robot, "#registry-install"));
    assertEquals("BUTTON Show or hide jobs (Ctrl+J)", spoken(robot, "#drawer-toggle"));
    click(robot, "#window-settings");
    assertEquals("COMBO_BOX Appearance", spoken(robot, "#setting-theme"));
    assertEquals("TEXT_FIELD Local registry port 0", spoken(robot, "#setting-port"));
    String notices = spoken(robot, "#setting-notifications");
    assertTrue(notices.matches("CHECK_BOX .+ selected"), notices);
    String login = spoken(robot, "#setting-login");
    assertTrue(login.startsWith("CHECK_BOX ") && !login.endsWith(" selected"), login);
  }

  /// As a screen reader has it: what it is, how it is called, how it is.
  private static String spoken(FxRobot robot, String query) {
    return onFx(
        () -> {
          Node node = robot.lookup(query).query();
          String state =
              Boolean.TRUE.equals(node.queryAccessibleAttribute(AccessibleAttribute.SELECTED))
                  ? " selected"
                  : "";
          String value = node instanceof TextInputControl field ? " " + field.getText() : "";
          return node.getAccessibleRole() + " " + words(node) + value + state;
        });
  }

  @Test
  void tabFollowsTheReadingOrder(FxRobot robot) {
    untilClickable(robot, "#registry-install");
    onFx(
        () -> {
          robot.lookup("#context").query().requestFocus();
          return true;
        });
    List<String> order = new ArrayList<>();
    for (int i = 0; i < 11; i++) {
      order.add(onFx(() -> words(on.scene().getFocusOwner())));
      press(robot, KeyCode.TAB);
    }
    assertEquals(
        List.of(
            "Context practice",
            "Search or run (Ctrl+K)",
            "Refresh (F5)",
            "Settings (Ctrl+,)",
            "Help",
            "Registry, not installed",
            "Install",
            "More actions",
            "Change registry options",
            "Show or hide jobs (Ctrl+J)",
            "Context practice"),
        order);
    robot.interact(() -> robot.lookup("#place-registry").query().requestFocus());
    press(robot, KeyCode.DOWN);
    untilShown(robot, "No forwards in this context");
  }

  /// Walks by Tab, so that the focus is one to be seen, and compares each control with itself
  /// before
  /// and after.
  @Test
  void theFocusIsSeenOnEveryControlAndMovesNothing(FxRobot robot) {
    untilClickable(robot, "#registry-install");
    ringOn(robot, 8, "registry");
    on.go(Place.FORWARDS);
    untilShown(robot, "No forwards in this context");
    ringOn(robot, 8, "forwards");
    on.go(Place.WORKLOADS);
    untilShown(robot, "hello");
    ringOn(robot, 12, "debug");
    click(robot, "#window-settings");
    untilShown(robot, "Delve helper image");
    ringOn(robot, 8, "settings");
  }

  private void ringOn(FxRobot robot, int steps, String where) {
    Node before = null;
    for (int i = 0; i < steps; i++) {
      press(robot, KeyCode.TAB);
      Node now = onFx(() -> on.scene().getFocusOwner());
      if (before != null && !before.equals(now)) {
        assertRing(before, now, where);
      }
      before = now;
    }
  }

  private void assertRing(Node lost, Node has, String where) {
    List<Integer> focused = settled(has);
    Bounds with = onFx(() -> has.localToScene(has.getLayoutBounds()));
    onFx(
        () -> {
          lost.requestFocus();
          return true;
        });
    List<Integer> bare = settled(has);
    Bounds without = onFx(() -> has.localToScene(has.getLayoutBounds()));
    assertEquals(without, with, () -> where + ": the focus moves " + has);
    assertFalse(bare.equals(focused), () -> where + ": no focus is seen on " + has);
    onFx(
        () -> {
          has.requestFocus();
          return true;
        });
  }

  /// What is seen once two looks in a row see the same: a card may still scroll to it.
  private List<Integer> settled(Node node) {
    AtomicReference<List<Integer>> seen = new AtomicReference<>(List.of());
    until(
        "it stands still",
        () -> {
          List<Integer> now = pixels(node);
          return now.equals(seen.getAndSet(now));
        });
    return seen.get();
  }

  private List<Integer> pixels(Node node) {
    Bounds at = node.localToScene(node.getBoundsInLocal());
    SnapshotParameters part = new SnapshotParameters();
    part.setViewport(
        new Rectangle2D(at.getMinX() - 3, at.getMinY() - 3, at.getWidth() + 6, at.getHeight() + 6));
    WritableImage image = on.scene().getRoot().snapshot(part, null);
    List<Integer> pixels = new ArrayList<>();
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        pixels.add(image.getPixelReader().getArgb(x, y));
      }
    }
    return pixels;
  }

  @Test
  void buttonsStayWhereTheyAreWhenADetailOpensAndTheFocusComesBack(FxRobot robot) {
    untilShown(robot, "Istio 1.31.0");
    on.go(Place.FORWARDS);
    untilClickable(robot, "#forward-new");
    Bounds before = onFx(() -> at(robot, "#forward-new"));
    robot.interact(() -> robot.lookup("#forward-new").query().requestFocus());
    press(robot, KeyCode.SPACE);
    until("the form is open", () -> robot.lookup(".detail").tryQuery().isPresent());
    assertEquals(before, onFx(() -> at(robot, "#forward-new")));
    escape(robot);
    until("it is closed", () -> robot.lookup(".detail").tryQuery().isEmpty());
    assertEquals("forward-new", onFx(() -> String.valueOf(on.scene().getFocusOwner().getId())));
  }

  private static Bounds at(FxRobot robot, String query) {
    Node node = robot.lookup(query).query();
    return node.localToScene(node.getBoundsInLocal());
  }

  @Test
  void shortcutsLeadToEveryPlaceAndTheDrawerAndBack(FxRobot robot) {
    untilShown(robot, "Istio 1.31.0");
    List<KeyCode> keys = List.of(KeyCode.DIGIT2, KeyCode.DIGIT3, KeyCode.DIGIT4, KeyCode.DIGIT1);
    List<String> titles = List.of("Forwards", "Images", "Workloads", "Registry");
    for (int i = 0; i < keys.size(); i++) {
      String title = titles.get(i);
      robot.press(KeyCode.CONTROL, keys.get(i)).release(keys.get(i), KeyCode.CONTROL);
      until(
          title,
          () ->
              robot.lookup(".page-title").queryAllAs(Labeled.class).stream()
                  .anyMatch(label -> label.getText().equals(title)));
    }
    robot.press(KeyCode.CONTROL, KeyCode.COMMA).release(KeyCode.COMMA, KeyCode.CONTROL);
    untilShown(robot, "Delve helper image");
    press(robot, KeyCode.TAB);
    on.pictures("focus");
    escape(robot);
    assertTrue(robot.lookup("#setting-port").tryQuery().isEmpty());
  }

  private static void press(FxRobot robot, KeyCode key) {
    robot.press(key).release(key);
  }

  private static void escape(FxRobot robot) {
    press(robot, KeyCode.ESCAPE);
  }
}
