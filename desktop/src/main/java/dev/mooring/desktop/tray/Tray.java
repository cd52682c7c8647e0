package dev.mooring.desktop.tray;

/// The desktop's tray, whichever it is. Thread-safe.
public interface Tray extends AutoCloseable {

  /// Draws icon and menu anew. Calls with an equal model cost nothing.
  void show(TrayModel model);

  /// Tells the user, where the desktop has a way to. A newer notice takes the place of the last.
  void say(Notice notice);

  /// Whether somebody shows the icon now. A panel may come and go while Mooring runs.
  boolean visible();

  @Override
  void close();
}
