package dev.mooring.desktop.tray;

import dev.mooring.desktop.tray.awt.AwtTray;
import dev.mooring.desktop.tray.sni.SniTray;
import java.util.Locale;
import java.util.Optional;

/// Finds the tray of this desktop.
public final class Trays {
  private Trays() {}

  /// @param activate what a click on the icon does
  /// @return nothing where there is no tray; the window then stays open instead of hiding
  public static Optional<Tray> open(TrayModel first, Runnable activate) {
    boolean linux = System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux");
    if (!linux) {
      return AwtTray.open(first, activate);
    }
    return System.getenv("DBUS_SESSION_BUS_ADDRESS") == null
        ? Optional.empty()
        : SniTray.open("", first, activate);
  }
}
