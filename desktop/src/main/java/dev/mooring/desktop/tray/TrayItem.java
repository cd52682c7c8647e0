package dev.mooring.desktop.tray;

import java.util.List;

/// A line of the tray menu. Equality is by what is seen; what a click does may change without a
/// redraw.
public sealed interface TrayItem {

  record Separator() implements TrayItem {}

  /// Text that cannot be clicked.
  record Label(String text) implements TrayItem {}

  record Action(String text, Click click) implements TrayItem {}

  /// @param checked shows a tick
  record Toggle(String text, boolean checked, Click click) implements TrayItem {}

  record Menu(String text, List<TrayItem> items) implements TrayItem {}

  /// What a click does. It must return at once; work belongs into a job.
  final class Click {
    private final Runnable command;

    public Click(Runnable command) {
      this.command = command;
    }

    public void run() {
      command.run();
    }

    /// All clicks are equal, so that a model rebuilt from the same state is an equal model.
    @Override
    public boolean equals(@org.jspecify.annotations.Nullable Object other) {
      return other instanceof Click;
    }

    @Override
    public int hashCode() {
      return 1;
    }
  }
}
