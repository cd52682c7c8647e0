package dev.mooring.desktop.tray;

/// The desktop's tray, whichever it is. Thread-safe.
public interface Tray extends AutoCloseable {

  /// Draws icon and menu anew. Calls with an equal model cost nothing.
  void show(TrayModel model);

  /// Whether somebody shows the icon now. A panel may come and go while Mooring runs.
  boolean visible();

  @Override
  void close();
}
