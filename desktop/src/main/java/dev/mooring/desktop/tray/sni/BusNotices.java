package dev.mooring.desktop.tray.sni;

import dev.mooring.desktop.tray.Notice;
import java.util.List;
import java.util.Map;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.freedesktop.dbus.interfaces.Properties;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Notices over the session bus. At most one is on screen: a newer one takes its place. A click on
/// it opens the window.
final class BusNotices {
  private static final Logger LOG = LoggerFactory.getLogger(BusNotices.class);
  private static final int SERVERS_OWN_TIMEOUT = -1;
  private static final byte NORMAL = 1;

  private final DBusConnection bus;
  private UInt32 last = new UInt32(0);

  BusNotices(DBusConnection bus, Runnable activate) throws DBusException {
    this.bus = bus;
    bus.addSigHandler(
        Notifications.ActionInvoked.class,
        invoked -> {
          if (invoked.id.equals(last())) {
            activate.run();
          }
        });
  }

  private synchronized UInt32 last() {
    return last;
  }

  /// Returns at once: a server that hangs holds up no tray.
  void say(Notice notice) {
    Thread.ofVirtual().name("notice").start(() -> send(notice));
  }

  private void send(Notice notice) {
    try {
      Notifications server =
          bus.getRemoteObject(Notifications.NAME, Notifications.PATH, Notifications.class);
      if (inhibited()) {
        return;
      }
      boolean markup = server.GetCapabilities().contains("body-markup");
      UInt32 id =
          server.Notify(
              "Mooring",
              last(),
              "",
              notice.title(),
              markup ? escaped(notice.words()) : notice.words(),
              List.of("default", Messages.of("open-mooring")),
              Map.of("urgency", new Variant<>(NORMAL)),
              SERVERS_OWN_TIMEOUT);
      synchronized (this) {
        last = id;
      }
    } catch (DBusException | DBusExecutionException e) {
      LOG.info("Nobody shows notifications now ({})", e.getMessage());
    }
  }

  /// "Do not disturb", where the desktop says so (KDE's property); others keep notices back
  /// themselves.
  private boolean inhibited() {
    try {
      Object value =
          bus.getRemoteObject(Notifications.NAME, Notifications.PATH, Properties.class)
              .Get(Notifications.NAME, "Inhibited");
      return Boolean.TRUE.equals(value);
    } catch (DBusException | DBusExecutionException | ClassCastException e) {
      return false;
    }
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
