package dev.mooring.desktop.action;

import java.util.List;
import java.util.Optional;
import javafx.scene.control.Button;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.javafx.FontIcon;

/// How actions become buttons, menu items and keys.
public final class Actions {
  private Actions() {}

  /// A button whose words and state are the action's, with its key in the tooltip.
  public static Button button(Action action, String... styles) {
    Button button = new Button(action.words());
    button.setId(id(action));
    button.setMnemonicParsing(false);
    button.setMinWidth(Region.USE_PREF_SIZE);
    button.getStyleClass().addAll(styles);
    button.disableProperty().bind(javafx.beans.binding.Bindings.not(action.enabled()));
    button.setOnAction(event -> action.fire());
    if (!action.keyWords().isEmpty()) {
      button.setTooltip(new Tooltip(words(action)));
    }
    return button;
  }

  /// A button that is only a picture; the words go to tooltip and screen reader.
  public static Button icon(Action action, String... styles) {
    Button button = button(action, styles);
    button.setText("");
    button.setGraphic(new FontIcon(action.icon()));
    button.setAccessibleText(words(action));
    button.setTooltip(new Tooltip(words(action)));
    return button;
  }

  /// An item that shows its key, or why it cannot be done; the key itself is the window's or the
  /// list's.
  public static MenuItem item(Action action) {
    MenuItem item = new MenuItem();
    item.textProperty()
        .bind(
            javafx.beans.binding.Bindings.createStringBinding(
                () -> inMenu(action), action.enabled(), action.whyNot()));
    item.setId(id(action));
    item.setMnemonicParsing(false);
    item.setDisable(!action.enabled().get());
    item.disableProperty().bind(javafx.beans.binding.Bindings.not(action.enabled()));
    item.setOnAction(event -> action.fire());
    return item;
  }

  /// The action of a key, among those that can be done now.
  public static Optional<Action> match(
      List<Action> actions, KeyEvent event, Action.Reach... reaches) {
    return actions.stream()
        .filter(each -> List.of(reaches).contains(each.reach()))
        .filter(each -> each.keys().anyMatch(key -> key.match(event)))
        .filter(each -> each.enabled().get())
        .findFirst();
  }

  /// "New forward (Ctrl+N)".
  public static String words(Action action) {
    return action.keyWords().isEmpty()
        ? action.words()
        : action.words() + " (" + action.keyWords() + ")";
  }

  private static String inMenu(Action action) {
    String why = action.enabled().get() ? "" : action.whyNot().get();
    if (!why.isEmpty()) {
      // A tooltip would not do: what is disabled has none.
      return action.words() + "  (" + why + ")";
    }
    return action.keyWords().isEmpty()
        ? action.words()
        : action.words() + "  (" + action.keyWords() + ")";
  }

  private static String id(Action action) {
    return action.id().replace('.', '-');
  }
}
