package dev.mooring.desktop.tray.sni;

import java.util.List;
import java.util.Map;
import org.freedesktop.dbus.Struct;
import org.freedesktop.dbus.Tuple;
import org.freedesktop.dbus.annotations.DBusInterfaceName;
import org.freedesktop.dbus.annotations.Position;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.freedesktop.dbus.messages.DBusSignal;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;

/// `com.canonical.dbusmenu`, version 3: the menu behind a tray icon.
@DBusInterfaceName("com.canonical.dbusmenu")
public interface Menu extends DBusInterface {
  Layout<UInt32, Node> GetLayout(int parentId, int recursionDepth, List<String> propertyNames);

  List<Properties> GetGroupProperties(List<Integer> ids, List<String> propertyNames);

  Variant<?> GetProperty(int id, String name);

  void Event(int id, String eventId, Variant<?> data, UInt32 timestamp);

  List<Integer> EventGroup(List<Event> events);

  boolean AboutToShow(int id);

  Updates<List<Integer>, List<Integer>> AboutToShowGroup(List<Integer> ids);

  final class LayoutUpdated extends DBusSignal {
    public LayoutUpdated(String path, UInt32 revision, int parent) throws DBusException {
      super(path, revision, parent);
    }
  }

  /// Lines that say something else while none came or went.
  final class ItemsPropertiesUpdated extends DBusSignal {
    public final List<Properties> updated;
    public final List<Removed> removed;

    public ItemsPropertiesUpdated(String path, List<Properties> updated, List<Removed> removed)
        throws DBusException {
      super(path, updated, removed);
      this.updated = updated;
      this.removed = removed;
    }
  }

  /// Names of properties that a line has no more; Mooring never says so.
  final class Removed extends Struct {
    @Position(0)
    public final int id;

    @Position(1)
    public final List<String> names;

    public Removed(int id, List<String> names) {
      this.id = id;
      this.names = names;
    }
  }

  /// What `GetLayout` answers.
  final class Layout<A, B> extends Tuple {
    @Position(0)
    public final A revision;

    @Position(1)
    public final B root;

    public Layout(A revision, B root) {
      this.revision = revision;
      this.root = root;
    }
  }

  /// One line with its properties and children, each child a variant of such a node.
  final class Node extends Struct {
    @Position(0)
    public final int id;

    @Position(1)
    public final Map<String, Variant<?>> properties;

    @Position(2)
    public final List<Variant<?>> children;

    public Node(int id, Map<String, Variant<?>> properties, List<Variant<?>> children) {
      this.id = id;
      this.properties = properties;
      this.children = children;
    }
  }

  final class Properties extends Struct {
    @Position(0)
    public final int id;

    @Position(1)
    public final Map<String, Variant<?>> properties;

    public Properties(int id, Map<String, Variant<?>> properties) {
      this.id = id;
      this.properties = properties;
    }
  }

  /// What `AboutToShowGroup` answers: ids that need an update, ids not found.
  final class Updates<A, B> extends Tuple {
    @Position(0)
    public final A needed;

    @Position(1)
    public final B errors;

    public Updates(A needed, B errors) {
      this.needed = needed;
      this.errors = errors;
    }
  }

  final class Event extends Struct {
    @Position(0)
    public final int id;

    @Position(1)
    public final String eventId;

    @Position(2)
    public final Variant<?> data;

    @Position(3)
    public final UInt32 timestamp;

    public Event(int id, String eventId, Variant<?> data, UInt32 timestamp) {
      this.id = id;
      this.eventId = eventId;
      this.data = data;
      this.timestamp = timestamp;
    }
  }
}
