package dev.mooring.desktop.terminal;

import java.util.function.Consumer;

/// The practice cluster as commands need it.
public interface Practice {

  /// Walks the main job, one line a step.
  void walk(Consumer<String> lines) throws InterruptedException;

  /// Opens the window on it and returns when that is closed.
  void window() throws InterruptedException;
}
