package dev.mooring.desktop.tray;

import java.util.List;

/// A line of the tray menu. Equality is by what is seen; what a click does may change without a
/// redraw.
///
/// A key says which line it is while its text moves on: a menu whose lines all kept their keys is
/// changed in place, under the user's hand.
public sealed interface TrayItem {

  /// Unique among its neighbours, but for separators.
  String key();

  /// Something that can be done, in its own words.
  static TrayItem of(dev.mooring.desktop.action.Action action) {
    return new Action(action.id(), action.words(), new Click(action::fire));
  }

  record Separator() implements TrayItem {
    @Override
    public String key() {
      return "";
    }
  }

  /// Text that cannot be clicked.
  record Label(String key, String text) implements TrayItem {
    public Label(String text) {
      this(text, text);
    }
  }

  record Action(String key, String text, Click click) implements TrayItem {
    public Action(String text, Click click) {
      this(text, text, click);
    }
  }

  /// @param checked shows a tick
  record Toggle(String key, String text, boolean checked, Click click) implements TrayItem {
    public Toggle(String text, boolean checked, Click click) {
      this(text, text, checked, click);
    }
  }

  record Menu(String key, String text, List<TrayItem> items) implements TrayItem {
    public Menu {
      items = List.copyOf(items);
    }

    public Menu(String text, List<TrayItem> items) {
      this(text, text, items);
    }
  }

  /// Whether it is the same line, whatever it says now.
  private boolean sameLine(TrayItem other) {
    return getClass().equals(other.getClass())
        && key().equals(other.key())
        && (!(this instanceof Menu mine)
            || !(other instanceof Menu theirs)
            || sameLines(mine.items(), theirs.items()));
  }

  /// Whether both hold the same lines in the same order.
  static boolean sameLines(List<TrayItem> some, List<TrayItem> others) {
    if (some.size() != others.size()) {
      return false;
    }
    for (int i = 0; i < some.size(); i++) {
      if (!some.get(i).sameLine(others.get(i))) {
        return false;
      }
    }
    return true;
  }

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
