package dev.mooring.desktop.fx;

import dev.mooring.problem.Problem;
import java.util.Optional;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;

/// One of the four places, as the window sees it.
public interface Screen extends AutoCloseable {
  Node node();

  ObservableValue<Mark> mark();

  /// It came into view: fetch what is not there yet.
  void shown();

  /// Fetch everything again.
  void refresh();

  /// Why what is shown could not be read, where it could not.
  default Optional<Problem> failure() {
    return Optional.empty();
  }

  /// What this place does for a command line of Mooring's: "mooring install".
  default Optional<Surface.Way> way(String command) {
    return Optional.empty();
  }

  /// Closes the detail pane.
  ///
  /// @return false when none was open
  boolean closeDetail();

  @Override
  void close();
}
