package dev.mooring.desktop.tray.sni;

import org.freedesktop.dbus.annotations.DBusInterfaceName;
import org.freedesktop.dbus.interfaces.DBusInterface;

/// `org.kde.StatusNotifierWatcher`: where items announce themselves.
@DBusInterfaceName("org.kde.StatusNotifierWatcher")
public interface Watcher extends DBusInterface {
  String NAME = "org.kde.StatusNotifierWatcher";
  String PATH = "/StatusNotifierWatcher";

  void RegisterStatusNotifierItem(String service);
}
