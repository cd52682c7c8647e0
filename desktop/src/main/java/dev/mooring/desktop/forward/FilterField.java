package dev.mooring.desktop.forward;

import dev.mooring.desktop.fx.Controls;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

/// Narrows the list down while it is typed in.
final class FilterField extends TextField {
  private final ForwardsTable table;

  FilterField(ForwardsTable table) {
    this.table = table;
    setId("forwards-filter");
    setPromptText(Messages.of("filter-prompt", Controls.shortcut("F")));
    setAccessibleText(Messages.of("filter-forwards"));
    textProperty().subscribe((before, now) -> table.filter(now));
    addEventFilter(KeyEvent.KEY_PRESSED, this::key);
  }

  /// Letters typed in the list go here, so that looking for a forward needs no click.
  void typedInList(KeyEvent event) {
    String text = event.getCharacter();
    if (!event.isShortcutDown() && !event.isAltDown() && text.matches("[\\p{Graph}]")) {
      requestFocus();
      appendText(text);
      end();
      event.consume();
    }
  }

  /// Shows all forwards again.
  ///
  /// @return false when all are shown already
  boolean leave() {
    if (getText().isEmpty()) {
      return false;
    }
    clear();
    table.requestFocus();
    return true;
  }

  private void key(KeyEvent event) {
    if (event.getCode() == KeyCode.ESCAPE && leave()) {
      event.consume();
    } else if (event.getCode() == KeyCode.DOWN || event.getCode() == KeyCode.ENTER) {
      table.requestFocus();
      if (table.getSelectionModel().isEmpty()) {
        table.getSelectionModel().select(0);
      }
      event.consume();
    }
  }
}
