package dev.mooring.desktop.terminal;

import dev.mooring.forward.ForwardLink;
import java.util.Optional;

/// The window as commands need it.
public interface Desktop {

  /// Shows the one that runs, or runs it until the user quits.
  ///
  /// @param link a new forward to offer
  /// @return the exit code
  int open(Optional<ForwardLink> link);
}
