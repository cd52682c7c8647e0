package dev.mooring.desktop.tray.sni;

import dev.mooring.desktop.tray.Notice;
import dev.mooring.desktop.tray.Tray;
import dev.mooring.desktop.tray.TrayModel;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.connections.impl.DBusConnectionBuilder;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.freedesktop.dbus.interfaces.DBus;
import org.freedesktop.dbus.types.UInt32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The tray of Linux desktops: a StatusNotifierItem on the session bus.
///
/// Where no panel watches, the item waits: it registers as soon as a watcher appears, and again
/// when one restarts.
public final class SniTray implements Tray {
  private static final Logger LOG = LoggerFactory.getLogger(SniTray.class);

  private final DBusConnection bus;
  private final ItemObject item;
  private final BusNotices notices;
  private final MenuObject menu = new MenuObject();
  private final AutoCloseable ownerChanges;
  private TrayModel shown;
  private volatile boolean registered;

  private SniTray(DBusConnection bus, TrayModel first, Runnable activate) throws DBusException {
    this.bus = bus;
    this.shown = first;
    this.item = new ItemObject(first, activate);
    this.notices = new BusNotices(bus, activate);
    menu.replace(first.items());
    bus.exportObject(ItemObject.PATH, item);
    bus.exportObject(MenuObject.PATH, menu);
    this.ownerChanges = bus.addSigHandler(DBus.NameOwnerChanged.class, this::ownerChanged);
    register();
  }

  /// Opens the tray of the session bus.
  ///
  /// @param address of the bus; the session's own when empty
  /// @param activate what a click on the icon does
  /// @return nothing where there is no session bus
  public static Optional<Tray> open(String address, TrayModel first, Runnable activate) {
    DBusConnection bus = null;
    try {
      bus =
          (address.isEmpty()
                  ? DBusConnectionBuilder.forSessionBus()
                  : DBusConnectionBuilder.forAddress(address))
              .withShared(false)
              .build();
      return Optional.of(new SniTray(bus, first, activate));
    } catch (DBusException | DBusExecutionException | IllegalArgumentException e) {
      LOG.info("No tray: the session bus does not answer ({})", e.getMessage());
      disconnect(bus);
      return Optional.empty();
    }
  }

  private void ownerChanged(DBus.NameOwnerChanged change) {
    if (!Watcher.NAME.equals(change.name)) {
      return;
    }
    registered = false;
    if (!change.newOwner.isEmpty()) {
      // Off the bus's own thread: registering waits for an answer that this thread would deliver.
      Thread.ofVirtual().name("tray-register").start(this::register);
    }
  }

  private void register() {
    try {
      bus.getRemoteObject(Watcher.NAME, Watcher.PATH, Watcher.class)
          .RegisterStatusNotifierItem(bus.getUniqueName());
      registered = true;
    } catch (DBusException | DBusExecutionException e) {
      LOG.info("No panel shows tray icons now ({})", e.getMessage());
    }
  }

  @Override
  public boolean visible() {
    return registered;
  }

  @Override
  public synchronized void show(TrayModel model) {
    TrayModel before = shown;
    shown = model;
    item.replace(model);
    try {
      MenuObject.Change change = menu.replace(model.items());
      if (change.layout()) {
        bus.sendMessage(new Menu.LayoutUpdated(MenuObject.PATH, new UInt32(change.revision()), 0));
      } else if (!change.changed().isEmpty()) {
        // A menu that the user has open is not put together anew for a label.
        bus.sendMessage(
            new Menu.ItemsPropertiesUpdated(MenuObject.PATH, change.changed(), List.of()));
      }
      if (model.state() != before.state()) {
        bus.sendMessage(new Item.NewIcon(ItemObject.PATH));
        bus.sendMessage(new Item.NewStatus(ItemObject.PATH, ItemObject.status(model.state())));
      }
      if (!model.title().equals(before.title())) {
        bus.sendMessage(new Item.NewToolTip(ItemObject.PATH));
      }
    } catch (DBusException | DBusExecutionException e) {
      LOG.warn("The tray icon was not redrawn", e);
    }
  }

  @Override
  public void say(Notice notice) {
    notices.say(notice);
  }

  @Override
  public void close() {
    try {
      ownerChanges.close();
    } catch (Exception e) { // declared by AutoCloseable; the handler only leaves a list
      LOG.debug("The tray's signal handler stayed", e);
    }
    disconnect(bus);
    registered = false;
  }

  private static void disconnect(@org.jspecify.annotations.Nullable DBusConnection bus) {
    if (bus != null) {
      try {
        bus.close();
      } catch (IOException e) {
        LOG.debug("The session bus was gone already", e);
      }
    }
  }
}
