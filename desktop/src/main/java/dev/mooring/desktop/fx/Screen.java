package dev.mooring.desktop.fx;

import dev.mooring.desktop.action.Action;
import dev.mooring.problem.Problem;
import java.util.List;
import java.util.Optional;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;

/// One of the four places, as the window sees it.
public interface Screen extends AutoCloseable {
  Node node();

  ObservableValue<Mark> mark();

  /// It came into view: fetch what is not there yet.
  void shown();

  /// Somebody looks for something by its name: fetch what is not there yet, where that is cheap.
  default void searched() {}

  /// Fetch everything again.
  void refresh();

  /// Why what is shown could not be read, where it could not.
  default Optional<Problem> failure() {
    return Optional.empty();
  }

  /// What can be done here, in the order in which the palette shows it.
  default List<Action> actions() {
    return List.of();
  }

  /// What is here, by name: each goes to it. Asked anew with each key in the palette.
  default List<Action> objects() {
    return List.of();
  }

  /// Where an option is chosen that a problem names, such as "--storage-class".
  default Optional<Surface.Way> option(String name) {
    return Optional.empty();
  }

  /// Closes the detail pane.
  ///
  /// @return false when none was open
  boolean closeDetail();

  /// Ends what runs only because it is shown. What it shows belongs to its context.
  @Override
  default void close() {}
}
