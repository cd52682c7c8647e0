package dev.mooring.desktop.fx;

import java.util.function.Consumer;
import javafx.event.EventTarget;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

/// A text that is searched for in a list. Esc empties it before it closes anything, and the arrow
/// down goes on to what was found.
public final class SearchField extends TextField {

  /// @param words what is searched, for eyes and for assistive tools
  public SearchField(String id, String words, Consumer<String> search, Runnable found) {
    setId(id);
    setPromptText(words);
    setAccessibleText(words);
    textProperty().addListener((p, before, now) -> search.accept(now));
    addEventFilter(
        KeyEvent.KEY_PRESSED,
        event -> {
          if (event.getCode() == KeyCode.ESCAPE && !getText().isEmpty()) {
            clear();
            event.consume();
          } else if (event.getCode() == KeyCode.DOWN) {
            found.run();
            event.consume();
          }
        });
  }

  /// Whether Esc is its own there: the window's comes first otherwise.
  public static boolean takesEscape(EventTarget target) {
    return target instanceof SearchField field && !field.getText().isEmpty();
  }
}
