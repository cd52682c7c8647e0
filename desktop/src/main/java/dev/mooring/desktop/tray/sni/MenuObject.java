package dev.mooring.desktop.tray.sni;

import dev.mooring.desktop.tray.TrayItem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.freedesktop.dbus.types.DBusListType;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;

/// The exported menu. A line keeps its id for as long as it is there and no other line ever gets
/// it, so that a late click on an old line does nothing.
final class MenuObject implements Menu, org.freedesktop.dbus.interfaces.Properties {
  static final String PATH = "/MenuBar";

  /// A line with its id, and for a submenu its lines.
  private record Line(int id, TrayItem item, List<Line> lines) {}

  private Map<String, Integer> ids = Map.of();
  private final Map<Integer, Line> byId = new HashMap<>();
  private List<Line> lines = List.of();
  private int revision;
  private int nextId = 1;

  /// What hosts were told that each line says.
  private final Map<Integer, String> told = new HashMap<>();

  /// Submenus that are on screen.
  private final Set<Integer> opened = new HashSet<>();

  /// What hosts have to be told.
  ///
  /// @param layout whether lines came, went or moved
  /// @param changed where not, those that say something else now
  record Change(boolean layout, int revision, List<Menu.Properties> changed) {}

  /// Takes a new menu.
  synchronized Change replace(List<TrayItem> next) {
    boolean same = TrayItem.sameLines(lines.stream().map(Line::item).toList(), next);
    Map<String, Integer> newIds = new HashMap<>();
    byId.clear();
    lines = number("", next, newIds);
    ids = newIds;
    if (!same) {
      told.clear();
      opened.retainAll(byId.keySet());
      byId.forEach((id, line) -> told.put(id, words(line.item())));
      return new Change(true, ++revision, List.of());
    }
    List<Menu.Properties> changed = new ArrayList<>();
    tell(lines, changed);
    return new Change(false, revision, changed);
  }

  /// Collects what hosts do not know yet. GTK's panels leave an open submenu where it is when the
  /// menu beside it gets wider, so that one lies over the other: there, a line that grows waits
  /// until the submenu is closed.
  private void tell(List<Line> siblings, List<Menu.Properties> changed) {
    boolean still = siblings.stream().anyMatch(each -> opened.contains(each.id()));
    for (Line line : siblings) {
      String words = words(line.item());
      String known = told.getOrDefault(line.id(), "");
      if (!words.equals(known) && !(still && words.length() > known.length())) {
        told.put(line.id(), words);
        changed.add(new Menu.Properties(line.id(), properties(line.item())));
      }
      tell(line.lines(), changed);
    }
  }

  private List<Line> number(String parent, List<TrayItem> items, Map<String, Integer> newIds) {
    List<Line> numbered = new ArrayList<>();
    for (TrayItem item : items) {
      String path = parent + '\n' + item.getClass().getSimpleName() + ' ' + item.key();
      while (newIds.containsKey(path)) {
        path += "'";
      }
      Integer known = ids.get(path);
      int id = known == null ? nextId++ : known;
      newIds.put(path, id);
      List<Line> inner =
          item instanceof TrayItem.Menu menu ? number(path, menu.items(), newIds) : List.of();
      Line line = new Line(id, item, inner);
      byId.put(id, line);
      numbered.add(line);
    }
    return numbered;
  }

  /// What is seen of the line alone.
  private static String words(TrayItem item) {
    return switch (item) {
      case TrayItem.Separator _ -> "";
      case TrayItem.Label label -> label.text();
      case TrayItem.Action action -> action.text();
      case TrayItem.Toggle toggle -> toggle.checked() + toggle.text();
      case TrayItem.Menu menu -> menu.text();
    };
  }

  @Override
  public synchronized Layout<UInt32, Node> GetLayout(
      int parentId, int recursionDepth, List<String> propertyNames) {
    int depth = recursionDepth < 0 ? Integer.MAX_VALUE : recursionDepth;
    Line line = byId.get(parentId);
    Node node =
        parentId == 0
            ? new Node(0, rootProperties(), children(lines, depth))
            : line == null
                ? new Node(parentId, Map.of(), List.of())
                : new Node(parentId, properties(line.item()), children(line.lines(), depth));
    return new Layout<>(new UInt32(revision), node);
  }

  private static List<Variant<?>> children(List<Line> lines, int depth) {
    List<Variant<?>> nodes = new ArrayList<>();
    if (depth > 0) {
      for (Line line : lines) {
        Node node = new Node(line.id(), properties(line.item()), children(line.lines(), depth - 1));
        nodes.add(new Variant<>(node, "(ia{sv}av)"));
      }
    }
    return nodes;
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
      Line line = byId.get(id);
      if (line != null) {
        answer.add(new Menu.Properties(id, properties(line.item())));
      }
    }
    return answer;
  }

  @Override
  public synchronized Variant<?> GetProperty(int id, String name) {
    Line line = byId.get(id);
    Variant<?> value = line == null ? null : properties(line.item()).get(name);
    return value == null ? new Variant<>("") : value;
  }

  @Override
  public void Event(int id, String eventId, Variant<?> data, UInt32 timestamp) {
    Line line;
    synchronized (this) {
      switch (eventId) {
        case "opened" -> opened.add(id);
        case "closed" -> opened.remove(id);
        default -> {}
      }
      if (!"clicked".equals(eventId)) {
        return;
      }
      line = byId.get(id);
    }
    switch (line == null ? null : line.item()) {
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
