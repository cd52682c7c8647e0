package dev.mooring.registry.diff;

import dev.mooring.registry.Descriptor;
import dev.mooring.registry.layer.LayerEntry;
import dev.mooring.registry.layer.LayerTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What the layers of an image add up to, as far as they were read. For one thread at a time.
///
/// Layers that were not read are only counted: a path that no layer above them touches may hold
/// anything.
///
/// https://github.com/opencontainers/image-spec/blob/main/layer.md#representing-changes
final class Overlay {
  private static final String WHITEOUT = ".wh.";
  private static final String OPAQUE = ".wh..wh..opq";
  private static final String RESERVED = ".wh..wh.";

  private final NavigableMap<String, Placed> placed = new TreeMap<>();

  /// Paths whose content in all lower layers is hidden, and by which one.
  private final Map<String, Integer> hidden = new HashMap<>();

  /// Directories that an opaque whiteout emptied: the paths themselves stay.
  private final Map<String, Integer> emptied = new HashMap<>();

  private int layers;
  private int lastUnread = -1;

  private record Placed(Held held, int layer) {}

  /// What is known of a path.
  enum State {
    HELD,
    ABSENT,
    /// A layer that was not read may have it.
    UNKNOWN
  }

  /// The next layer was not read.
  void unread() {
    lastUnread = layers++;
  }

  /// The next layer.
  void add(Descriptor layer, LayerTable table) {
    // Whiteouts hide what lower layers have, never what their own has, wherever they stand.
    List<LayerEntry> own = new ArrayList<>();
    for (LayerEntry each : table.entries()) {
      String name = name(each.path());
      if (name.equals(OPAQUE)) {
        String directory = parent(each.path());
        removeBelow(directory);
        emptied.put(directory, layers);
      } else if (name.startsWith(WHITEOUT)) {
        if (!name.startsWith(RESERVED)) {
          String sibling = name.substring(WHITEOUT.length());
          String directory = parent(each.path());
          hide(directory.isEmpty() ? sibling : directory + "/" + sibling);
        }
      } else {
        own.add(each);
      }
    }
    own.forEach(each -> put(layer, each));
    // Links may stand before their targets.
    own.stream()
        .filter(each -> each.kind() == LayerEntry.Kind.HARD_LINK && stands(each))
        .forEach(each -> put(layer, each));
    layers++;
  }

  private boolean stands(LayerEntry entry) {
    Held held = held(entry.path());
    return held != null && held.entry().equals(entry);
  }

  private void put(Descriptor layer, LayerEntry entry) {
    String path = entry.path();
    if (path.isEmpty()) {
      return;
    }
    if (entry.kind() != LayerEntry.Kind.DIRECTORY) {
      removeBelow(path);
      hidden.put(path, layers);
    }
    placed.put(path, new Placed(held(layer, entry), layers));
  }

  private Held held(Descriptor layer, LayerEntry entry) {
    if (entry.kind() == LayerEntry.Kind.FILE) {
      return new Held(entry, layer, entry, layer);
    }
    Placed target = entry.kind() == LayerEntry.Kind.HARD_LINK ? placed.get(entry.link()) : null;
    return target == null
        ? new Held(entry, layer, null, null)
        : new Held(entry, layer, target.held().file(), target.held().fileLayer());
  }

  private void hide(String path) {
    placed.remove(path);
    removeBelow(path);
    hidden.put(path, layers);
  }

  private void removeBelow(String path) {
    // '0' is the character after '/'.
    if (path.isEmpty()) {
      placed.clear();
    } else {
      placed.subMap(path + "/", path + "0").clear();
    }
  }

  /// What the image has at a path; null where it has nothing or that is unknown.
  @Nullable Held held(String path) {
    Placed found = placed.get(path);
    return found == null ? null : found.held();
  }

  State state(String path) {
    if (placed.containsKey(path)) {
      return State.HELD;
    }
    return lastUnread > hiddenSince(path) ? State.UNKNOWN : State.ABSENT;
  }

  /// Whether a layer that was not read may have put something else in its place.
  boolean isCovered(String path) {
    Placed found = placed.get(path);
    return found != null && lastUnread > found.layer();
  }

  /// Number of the highest layer that hides what lower ones have at a path; -1 for none.
  private int hiddenSince(String path) {
    int since = hidden.getOrDefault(path, -1);
    for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
      String above = path.substring(0, slash);
      since = Math.max(since, hidden.getOrDefault(above, -1));
      since = Math.max(since, emptied.getOrDefault(above, -1));
    }
    return Math.max(since, emptied.getOrDefault("", -1));
  }

  /// Paths that are known to be there.
  Set<String> paths() {
    return placed.keySet();
  }

  /// Paths that are known to be hidden.
  Set<String> hiddenPaths() {
    return hidden.keySet();
  }

  /// Directories of which all is hidden that lower layers have in them.
  Set<String> emptiedPaths() {
    return emptied.keySet();
  }

  private static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static String parent(String path) {
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }
}
