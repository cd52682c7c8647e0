package dev.mooring.desktop.tray.sni;

import org.freedesktop.dbus.annotations.DBusInterfaceName;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.freedesktop.dbus.messages.DBusSignal;

/// `org.kde.StatusNotifierItem`, as the freedesktop.org draft and KDE's and GNOME's hosts speak it.
@DBusInterfaceName("org.kde.StatusNotifierItem")
public interface Item extends DBusInterface {
  void Activate(int x, int y);

  void SecondaryActivate(int x, int y);

  void ContextMenu(int x, int y);

  void Scroll(int delta, String orientation);

  final class NewIcon extends DBusSignal {
    public NewIcon(String path) throws DBusException {
      super(path);
    }
  }

  final class NewToolTip extends DBusSignal {
    public NewToolTip(String path) throws DBusException {
      super(path);
    }
  }

  final class NewTitle extends DBusSignal {
    public NewTitle(String path) throws DBusException {
      super(path);
    }
  }

  final class NewStatus extends DBusSignal {
    public NewStatus(String path, String status) throws DBusException {
      super(path, status);
    }
  }
}
