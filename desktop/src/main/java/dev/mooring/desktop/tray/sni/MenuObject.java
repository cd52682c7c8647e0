package dev.mooring.desktop.tray.sni;

import dev.mooring.desktop.tray.TrayItem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.freedesktop.dbus.types.DBusListType;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;

/// The exported menu. Each new list of items gets fresh ids, so that a late click on an old line
/// does nothing.
final class MenuObject implements Menu, org.freedesktop.dbus.interfaces.Properties {
  static final String PATH = "/MenuBar";

  private final Map<Integer, TrayItem> byId = new HashMap<>();
  private List<TrayItem> items = List.of();
  private int revision;
  private int firstId = 1;

  /// Takes a new menu and answers its revision.
  synchronized int replace(List<TrayItem> next) {
    items = List.copyOf(next);
    firstId += byId.size();
    byId.clear();
    number(items, firstId);
    return ++revision;
  }

  private int number(List<TrayItem> list, int id) {
    for (TrayItem item : list) {
      byId.put(id++, item);
      if (item instanceof TrayItem.Menu menu) {
        id = number(menu.items(), id);
      }
    }
    return id;
  }

  @Override
  public synchronized Layout<UInt32, Node> GetLayout(
      int parentId, int recursionDepth, List<String> propertyNames) {
    int depth = recursionDepth < 0 ? Integer.MAX_VALUE : recursionDepth;
    Node node;
    if (parentId == 0) {
      node = new Node(0, rootProperties(), children(items, new int[] {firstId}, depth));
    } else {
      TrayItem item = byId.get(parentId);
      List<TrayItem> inner = item instanceof TrayItem.Menu menu ? menu.items() : List.of();
      node =
          new Node(
              parentId,
              item == null ? Map.of() : properties(item),
              children(inner, new int[] {parentId + 1}, depth));
    }
    return new Layout<>(new UInt32(revision), node);
  }

  private static List<Variant<?>> children(List<TrayItem> list, int[] next, int depth) {
    List<Variant<?>> nodes = new ArrayList<>();
    if (depth <= 0) {
      return nodes;
    }
    for (TrayItem item : list) {
      int id = next[0]++;
      List<Variant<?>> inner = new ArrayList<>();
      if (item instanceof TrayItem.Menu menu) {
        int[] counter = {next[0]};
        inner = children(menu.items(), counter, depth - 1);
        next[0] += count(menu.items());
      }
      nodes.add(new Variant<>(new Node(id, properties(item), inner), "(ia{sv}av)"));
    }
    return nodes;
  }

  private static int count(List<TrayItem> list) {
    return list.stream()
        .mapToInt(item -> 1 + (item instanceof TrayItem.Menu menu ? count(menu.items()) : 0))
        .sum();
  }

  private static Map<String, Variant<?>> rootProperties() {
    return Map.of("children-display", new Variant<>("submenu"));
  }

  private static Map<String, Variant<?>> properties(TrayItem item) {
    Map<String, Variant<?>> properties = new LinkedHashMap<>();
    switch (item) {
      case TrayItem.Separator _ -> properties.put("type", new Variant<>("separator"));
      case TrayItem.Label label -> {
        properties.put("label", text(label.text()));
        properties.put("enabled", new Variant<>(false));
      }
      case TrayItem.Action action -> properties.put("label", text(action.text()));
      case TrayItem.Toggle toggle -> {
        properties.put("label", text(toggle.text()));
        properties.put("toggle-type", new Variant<>("checkmark"));
        properties.put("toggle-state", new Variant<>(toggle.checked() ? 1 : 0));
      }
      case TrayItem.Menu menu -> {
        properties.put("label", text(menu.text()));
        properties.put("children-display", new Variant<>("submenu"));
      }
    }
    return properties;
  }

  /// An underscore would mark an access key.
  private static Variant<String> text(String label) {
    return new Variant<>(label.replace("_", "__"));
  }

  @Override
  public synchronized List<Menu.Properties> GetGroupProperties(
      List<Integer> ids, List<String> propertyNames) {
    List<Integer> wanted = ids.isEmpty() ? List.copyOf(byId.keySet()) : ids;
    List<Menu.Properties> answer = new ArrayList<>();
    for (int id : wanted) {
      TrayItem item = byId.get(id);
      if (item != null) {
        answer.add(new Menu.Properties(id, properties(item)));
      }
    }
    return answer;
  }

  @Override
  public synchronized Variant<?> GetProperty(int id, String name) {
    TrayItem item = byId.get(id);
    Variant<?> value = item == null ? null : properties(item).get(name);
    return value == null ? new Variant<>("") : value;
  }

  @Override
  public void Event(int id, String eventId, Variant<?> data, UInt32 timestamp) {
    if (!"clicked".equals(eventId)) {
      return;
    }
    TrayItem item;
    synchronized (this) {
      item = byId.get(id);
    }
    switch (item) {
      case TrayItem.Action action -> action.click().run();
      case TrayItem.Toggle toggle -> toggle.click().run();
      case null, default -> {}
    }
  }

  @Override
  public List<Integer> EventGroup(List<Event> events) {
    events.forEach(each -> Event(each.id, each.eventId, each.data, each.timestamp));
    return List.of();
  }

  @Override
  public boolean AboutToShow(int id) {
    return false;
  }

  @Override
  public Updates<List<Integer>, List<Integer>> AboutToShowGroup(List<Integer> ids) {
    return new Updates<>(List.of(), List.of());
  }

  @Override
  // The library declares it so, and unwraps what is handed over as a Variant.
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  public <A> A Get(String interfaceName, String property) {
    Variant<?> value = GetAll(interfaceName).get(property);
    return (A) (value == null ? new Variant<>("") : value);
  }

  @Override
  public <A> void Set(String interfaceName, String property, A value) {
    // nothing here can be set from outside
  }

  @Override
  public Map<String, Variant<?>> GetAll(String interfaceName) {
    return Map.of(
        "Version", new Variant<>(new UInt32(3)),
        "TextDirection", new Variant<>("ltr"),
        "Status", new Variant<>("normal"),
        "IconThemePath", new Variant<>(List.of(), new DBusListType(String.class)));
  }

  @Override
  public String getObjectPath() {
    return PATH;
  }
}
