package dev.mooring.desktop.tray;

import java.util.Locale;

/// The four faces of the icon, told apart by shape as well as colour.
public enum TrayState {
  WELL("all well"),
  WORKING("working"),
  ATTENTION("needs attention"),
  DISCONNECTED("disconnected");

  private final String words;

  TrayState(String words) {
    this.words = words;
  }

  public String words() {
    return words;
  }

  /// How the icon's files are named.
  String file() {
    return name().toLowerCase(Locale.ROOT);
  }
}
