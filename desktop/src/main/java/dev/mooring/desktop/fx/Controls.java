package dev.mooring.desktop.fx;

import atlantafx.base.theme.Styles;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.platform.OperatingSystem;
import java.util.List;
import java.util.function.Predicate;
import javafx.scene.Node;
import javafx.scene.TraversalDirection;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.TextFormatter;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// The window's buttons and labels, each made one way.
public final class Controls {
  private Controls() {}

  /// The one action that a screen is about.
  public static Button primary(String text, Runnable action) {
    Button button = button(text, action);
    button.getStyleClass().add(Styles.ACCENT);
    return button;
  }

  public static Button button(String text, Runnable action) {
    Button button = new Button(text);
    button.setMnemonicParsing(false);
    button.setMinWidth(Region.USE_PREF_SIZE);
    button.setOnAction(event -> action.run());
    return button;
  }

  /// Tab leaves a text of several lines as it leaves every other field; it has no tabs.
  public static TextArea tabLeaves(TextArea area) {
    area.addEventFilter(
        KeyEvent.KEY_PRESSED,
        event -> {
          if (event.getCode() == KeyCode.TAB
              && !event.isControlDown()
              && !event.isAltDown()
              && !event.isMetaDown()) {
            area.requestFocusTraversal(
                event.isShiftDown() ? TraversalDirection.PREVIOUS : TraversalDirection.NEXT);
            event.consume();
          }
        });
    return area;
  }

  /// For what cannot be undone; only in a card that asks.
  public static Button danger(String text, Runnable action) {
    Button button = button(text, action);
    button.getStyleClass().add(Styles.DANGER);
    return button;
  }

  /// A button that is only a picture; the words go to tooltip and screen reader.
  public static Button icon(Feather icon, String words, Runnable action) {
    Button button = new Button("", new FontIcon(icon));
    button.getStyleClass().addAll(Styles.BUTTON_ICON, Styles.FLAT);
    button.setAccessibleText(words);
    button.setTooltip(new Tooltip(words));
    button.setOnAction(event -> action.run());
    return button;
  }

  /// The menu of everything that is not the primary action.
  public static MenuButton more(MenuItem... items) {
    MenuButton more = new MenuButton("", new FontIcon(Feather.MORE_HORIZONTAL), items);
    more.getStyleClass().addAll(Styles.BUTTON_ICON, atlantafx.base.theme.Tweaks.NO_ARROW);
    more.setAccessibleText(Messages.of("more-actions"));
    more.setTooltip(new Tooltip(Messages.of("more-actions")));
    return more;
  }

  public static MenuItem item(String text, Runnable action) {
    MenuItem item = new MenuItem(text);
    item.setMnemonicParsing(false);
    item.setOnAction(event -> action.run());
    return item;
  }

  public static Label label(String text, String... styles) {
    Label label = new Label(text);
    label.getStyleClass().addAll(styles);
    return label;
  }

  /// A paragraph.
  public static Label text(String text, String... styles) {
    Label label = label(text, styles);
    label.setWrapText(true);
    label.setMinHeight(Region.USE_PREF_SIZE);
    return label;
  }

  public static Label badge(Tone tone, String words) {
    return label(words, Tokens.BADGE, tone.style());
  }

  public static FontIcon picture(Feather icon, Tone tone) {
    FontIcon picture = new FontIcon(icon);
    picture.getStyleClass().add(tone.icon());
    return picture;
  }

  /// "Ctrl+J", or "\u2318J" on a Mac.
  public static String shortcut(String key) {
    return OperatingSystem.current() == OperatingSystem.MAC ? "\u2318" + key : "Ctrl+" + key;
  }

  /// Takes digits up to 65535; anything else that is typed is dropped. What is there is selected
  /// when it gets the focus, so that typing replaces it.
  public static void portOnly(TextField field) {
    takes(field, text -> text.matches("\\d{0,5}") && isPort(text));
  }

  /// The same for a port of a container, which may have a name.
  public static void portOrName(TextField field) {
    takes(field, text -> !text.matches("\\d+") || (text.length() <= 5 && isPort(text)));
  }

  /// Its text can be typed as well as chosen; the arrow down opens the list, as it does in lists
  /// that nobody types in.
  public static void takesText(ComboBox<String> box) {
    box.setEditable(true);
    box.addEventFilter(
        KeyEvent.KEY_PRESSED,
        event -> {
          if (event.getCode() == KeyCode.DOWN && !box.isShowing() && !box.getItems().isEmpty()) {
            event.consume();
            box.show();
          }
        });
  }

  private static boolean isPort(String digits) {
    return digits.isEmpty() || Integer.parseInt(digits) <= 65_535;
  }

  private static void takes(TextField field, Predicate<String> valid) {
    field.setTextFormatter(
        new TextFormatter<>(
            change -> {
              if (!valid.test(change.getControlNewText())) {
                change.setText("");
                change.setRange(change.getControlCaretPosition(), change.getControlCaretPosition());
                change.selectRange(change.getControlAnchor(), change.getControlCaretPosition());
              }
              return change;
            }));
    field.focusedProperty().subscribe(now -> selectAll(field, now));
  }

  private static void selectAll(TextField field, boolean focused) {
    if (focused) {
      field.selectAll();
    }
  }

  public static Region spacer() {
    Region spacer = new Region();
    HBox.setHgrow(spacer, Priority.ALWAYS);
    return spacer;
  }

  /// Whether a node is the other one or stands somewhere in it.
  public static boolean inside(Node node, Node parent) {
    for (Node each = node; each != null; each = each.getParent()) {
      if (parent.equals(each)) {
        return true;
      }
    }
    return false;
  }

  /// Gives a node the focus, once it is in the scene: what is in a split pane gets there later.
  public static void focus(Node node) {
    if (node.getScene() != null) {
      node.requestFocus();
      return;
    }
    node.sceneProperty()
        .addListener(
            new javafx.beans.value.ChangeListener<>() {
              @Override
              public void changed(
                  javafx.beans.value.ObservableValue<? extends javafx.scene.Scene> scene,
                  javafx.scene.Scene before,
                  javafx.scene.Scene now) {
                scene.removeListener(this);
                node.requestFocus();
              }
            });
  }

  /// The same styles again cost nothing; setting them would have the node styled and drawn anew.
  public static void style(Node node, String... styles) {
    List<String> wanted = List.of(styles);
    if (!node.getStyleClass().equals(wanted)) {
      node.getStyleClass().setAll(wanted);
    }
  }

  /// Takes a node out of sight and out of the layout.
  public static void show(javafx.scene.Node node, boolean visible) {
    node.setVisible(visible);
    node.setManaged(visible);
  }

  /// Text that a click copies.
  public static Button copyable(String text, String what, Surface surface) {
    Button button = new Button(text, new FontIcon(Feather.COPY));
    button.setMnemonicParsing(false);
    button.setContentDisplay(javafx.scene.control.ContentDisplay.RIGHT);
    button.getStyleClass().setAll(Tokens.COPY, Tokens.MONO);
    button.setMinWidth(Region.USE_PREF_SIZE);
    button.setAccessibleText(Messages.of("copy", what, text));
    button.setTooltip(new Tooltip(Messages.of("copy-2", what)));
    button.setOnAction(event -> surface.copy(button.getText(), what));
    return button;
  }
}
