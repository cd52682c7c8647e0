package dev.mooring.desktop.fx;

import javafx.scene.control.Control;
import javafx.scene.control.MultipleSelectionModel;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

/// How the keyboard moves through lists and tables.
public final class Rows {
  private Rows() {}

  /// With nothing selected, an arrow selects the first or the last row. JavaFX would pass over the
  /// first, and select nothing where it is the only one.
  public static void arrowsBegin(Control list, MultipleSelectionModel<?> selection) {
    list.addEventFilter(
        KeyEvent.KEY_PRESSED,
        event -> {
          if (!selection.isEmpty() || event.isControlDown() || event.isShiftDown()) {
            return;
          }
          if (event.getCode() == KeyCode.DOWN) {
            selection.selectFirst();
          } else if (event.getCode() == KeyCode.UP) {
            selection.selectLast();
          }
          if (!selection.isEmpty()) {
            event.consume();
          }
        });
  }
}
