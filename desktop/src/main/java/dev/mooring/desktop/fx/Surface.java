package dev.mooring.desktop.fx;

import dev.mooring.problem.Problem;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;

/// What a screen may ask of the window around it.
public interface Surface {

  /// Puts a card over the window; Esc takes it away.
  void open(Node card);

  void closeCard();

  /// Asks before something is lost.
  void confirm(Question question, Runnable yes);

  /// Asks before something is done that loses nothing.
  void ask(Question question, Runnable yes);

  /// A sentence that goes away by itself.
  void toast(String sentence);

  /// Says what was done, with a button that takes it back for a while.
  void undo(String sentence, Runnable undo);

  /// A problem over the window, until it is closed.
  void tell(Problem problem);

  /// Puts text on the clipboard and says so.
  void copy(String text, String what);

  /// Opens a page in the user's browser; a problem is told.
  void browse(String url);

  /// What this window does for a command line of Mooring's, or to choose an option such as
  /// "--storage-class"; nothing where it has no such action.
  default Optional<Way> way(String command) {
    return Optional.empty();
  }

  /// Brings a screen of the context in view into view, and takes away a card that lies over it.
  default void show(Screen screen) {}

  /// Opens the settings.
  ///
  /// @param key of the setting to begin with, as in the settings file; empty for the first
  void openSettings(String key);

  /// An action of the window.
  ///
  /// @param label what its button says: "Install"
  record Way(String label, Runnable run) {}

  /// @param title "Delete ana/app:3?"
  /// @param sentence what happens
  /// @param objects what is removed, one a line; may be empty
  /// @param verb what the button says: "Delete"
  record Question(String title, String sentence, List<String> objects, String verb) {}
}
