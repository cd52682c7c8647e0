package dev.mooring.desktop.app;

import static dev.mooring.desktop.app.FxTest.onFx;
import static dev.mooring.desktop.app.NewUser.until;

import dev.mooring.desktop.shell.Palette;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import org.testfx.api.FxRobot;

/// Somebody who has nothing but a keyboard.
final class Keys {
  /// More than any screen has controls.
  private static final int MOST = 40;

  private final FxRobot robot;
  private final Supplier<Scene> scene;

  Keys(FxRobot robot, Supplier<Scene> scene) {
    this.robot = robot;
    this.scene = scene;
  }

  /// All at once, as Ctrl+K.
  void press(KeyCode... keys) {
    robot.press(keys);
    for (int i = keys.length - 1; i >= 0; i--) {
      robot.release(keys[i]);
    }
  }

  void type(String text) {
    robot.targetWindow(scene.get().getWindow()).write(text);
  }

  /// Presses Tab until that control has the focus.
  void tabTo(String id) {
    List<String> seen = new ArrayList<>();
    for (int i = 0; i < MOST; i++) {
      String here = focus();
      if (here.equals(id)) {
        return;
      }
      seen.add(here);
      press(KeyCode.TAB);
    }
    throw new AssertionError("Tab never comes to " + id + ": " + seen);
  }

  /// Goes to a control that can be used, and presses Enter.
  void enter(String id) {
    until(id + " can be used", () -> usable(id));
    tabTo(id);
    press(KeyCode.ENTER);
  }

  /// Runs an action by what it is called.
  void run(String action) {
    press(KeyCode.CONTROL, KeyCode.K);
    until("the palette listens", () -> focus().equals("palette-query"));
    type(action);
    until(action + " is the first of what is found", () -> found().startsWith(action));
    press(KeyCode.ENTER);
  }

  private String found() {
    ListView<?> list = (ListView<?>) scene.get().lookup("#palette-found");
    return list.getSelectionModel().getSelectedItem() instanceof Palette.Entry entry
        ? entry.action().words()
        : "";
  }

  private boolean usable(String id) {
    Node node = scene.get().lookup("#" + id);
    return node != null && node.isVisible() && !node.isDisabled();
  }

  /// The id of what has the focus, or its words.
  String focus() {
    return onFx(
        () -> {
          Node owner = scene.get().getFocusOwner();
          if (owner == null) {
            return "";
          }
          if (owner.getId() != null) {
            return owner.getId();
          }
          return owner instanceof Labeled labeled ? labeled.getText() : owner.toString();
        });
  }
}
