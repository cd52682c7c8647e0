package dev.mooring.desktop.app;

import static dev.mooring.desktop.app.NewUser.until;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Labeled;
import javafx.stage.PopupWindow;
import javafx.stage.Window;
import org.testfx.api.FxRobot;

/// Somebody who has nothing but a mouse.
final class Mouse {
  private final FxRobot robot;
  private final Supplier<Scene> scene;

  Mouse(FxRobot robot, Supplier<Scene> scene) {
    this.robot = robot;
    this.scene = scene;
  }

  /// A control, by its id.
  void click(String id) {
    clickOn(id, List.of(), node -> id.equals(node.getId()));
  }

  /// What lies in a control, by a style class: the arrow of a list that opens.
  void clickIn(String id, String part) {
    clickOn(
        part + " of " + id,
        List.of(),
        node -> node.getStyleClass().contains(part) && isIn(node, id));
  }

  private static boolean isIn(Node node, String id) {
    for (Node each = node; each != null; each = each.getParent()) {
      if (id.equals(each.getId())) {
        return true;
      }
    }
    return false;
  }

  /// A row of a list or table, by a text in it.
  void clickText(String text) {
    clickOn(text, List.of(), node -> says(node, text));
  }

  /// A line of the menu or list that is open.
  void choose(String text) {
    clickOn(text, popups(), node -> says(node, text));
  }

  private static List<PopupWindow> popups() {
    until("something opens", () -> !openPopups().isEmpty());
    return openPopups();
  }

  private static List<PopupWindow> openPopups() {
    return Window.getWindows().stream()
        .filter(each -> each instanceof PopupWindow && each.isShowing())
        .map(PopupWindow.class::cast)
        .filter(each -> !(each instanceof javafx.scene.control.Tooltip))
        .toList();
  }

  private static boolean says(Node node, String text) {
    return switch (node) {
      case Labeled labeled -> text.equals(labeled.getText());
      case javafx.scene.text.Text words -> text.equals(words.getText());
      default -> false;
    };
  }

  private void clickOn(String what, List<PopupWindow> popups, Predicate<Node> wanted) {
    AtomicReference<Bounds> before = new AtomicReference<>();
    AtomicReference<Node> found = new AtomicReference<>();
    until(
        what + " can be clicked",
        () -> {
          Node node =
              popups.isEmpty()
                  ? find(scene.get().getRoot(), wanted)
                  : popups.stream()
                      .map(each -> find(each.getScene().getRoot(), wanted))
                      .filter(each -> each != null)
                      .findFirst()
                      .orElse(null);
          if (node == null || node.isDisabled()) {
            return false;
          }
          Bounds now = node.localToScreen(node.getBoundsInLocal());
          boolean still = now != null && now.equals(before.getAndSet(now));
          return node.equals(found.getAndSet(node)) && still;
        });
    robot.clickOn(found.get());
  }

  private static Node find(Node node, Predicate<Node> wanted) {
    if (!node.isVisible()) {
      return null;
    }
    if (wanted.test(node)) {
      return node;
    }
    if (node instanceof Parent parent) {
      for (Node child : parent.getChildrenUnmodifiable()) {
        Node found = find(child, wanted);
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }
}
