package dev.mooring.registry.diff;

import dev.mooring.registry.layer.LayerEntry;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// Compares two images path by path, as far as names and sizes tell.
final class FileComparison {
  private final Overlay from;
  private final Overlay to;
  private final boolean strict;
  private final List<FileChange> changes = new ArrayList<>();
  private final List<Undecided> undecided = new ArrayList<>();
  private int unsure;
  private int ignored;

  /// Two files of the same size that are not the same file of the same layer.
  ///
  /// @param aspects in what they differ besides
  record Undecided(String path, Held from, Held to, Set<FileChange.Aspect> aspects) {
    /// With what was found out.
    FileChange with(FileChange.Aspect found) {
      Set<FileChange.Aspect> all = EnumSet.of(found);
      all.addAll(aspects);
      return changed(path, from, to, all);
    }

    /// Without a difference in content; nothing where that leaves none.
    Optional<FileChange> same() {
      return aspects.isEmpty() ? Optional.empty() : Optional.of(changed(path, from, to, aspects));
    }
  }

  FileComparison(Overlay from, Overlay to, Question question) {
    this.from = from;
    this.to = to;
    this.strict = question.strict();
    Set<String> paths = new TreeSet<>(from.paths());
    paths.addAll(to.paths());
    paths.addAll(from.hiddenPaths());
    paths.addAll(to.hiddenPaths());
    paths.forEach(this::compare);
    emptied(from, to, FileChange.Kind.ADDED);
    emptied(to, from, FileChange.Kind.REMOVED);
  }

  private void compare(String path) {
    Held first = from.held(path);
    Held second = to.held(path);
    if (first != null && second != null) {
      both(path, first, second);
    } else if (first != null) {
      one(path, first, to.state(path), FileChange.Kind.REMOVED, FileChange.Kind.WRITTEN_BY_FIRST);
    } else if (second != null) {
      one(path, second, from.state(path), FileChange.Kind.ADDED, FileChange.Kind.WRITTEN_BY_SECOND);
    } else if (from.state(path) != to.state(path)) {
      // Nobody hides what is not there: a layer below has it, and one of both takes it away.
      boolean gone = to.state(path) == Overlay.State.ABSENT;
      add(
          new FileChange(
              gone ? FileChange.Kind.REMOVED : FileChange.Kind.ADDED,
              path,
              Optional.empty(),
              Optional.empty(),
              Set.of(),
              List.of()));
    }
  }

  /// A directory that one image empties of what lower layers have in it.
  private void emptied(Overlay one, Overlay other, FileChange.Kind kind) {
    for (String each : new TreeSet<>(one.emptiedPaths())) {
      String inside = each.isEmpty() ? "*" : each + "/*";
      if (one.state(inside) == Overlay.State.ABSENT
          && other.state(inside) == Overlay.State.UNKNOWN) {
        add(new FileChange(kind, inside, Optional.empty(), Optional.empty(), Set.of(), List.of()));
      }
    }
  }

  private void one(
      String path,
      Held held,
      Overlay.State other,
      FileChange.Kind alone,
      FileChange.Kind unsureKind) {
    boolean unknown = other == Overlay.State.UNKNOWN;
    if (unknown && held.isDirectory() && !strict) {
      // Layers name the parents of their files again.
      return;
    }
    unsure += unknown ? 1 : 0;
    boolean first = alone == FileChange.Kind.REMOVED;
    Optional<LayerEntry> entry = Optional.of(held.entry());
    add(
        new FileChange(
            unknown ? unsureKind : alone,
            path,
            first ? entry : Optional.empty(),
            first ? Optional.empty() : entry,
            Set.of(),
            List.of()));
  }

  private void both(String path, Held first, Held second) {
    if (from.isCovered(path) || to.isCovered(path)) {
      unsure++;
    }
    Set<FileChange.Aspect> aspects = EnumSet.noneOf(FileChange.Aspect.class);
    LayerEntry one = first.entry();
    LayerEntry other = second.entry();
    boolean sameKind = strict ? one.kind() == other.kind() : first.kind() == second.kind();
    if (!sameKind) {
      aspects.add(FileChange.Aspect.KIND);
    }
    if (one.mode() != other.mode() && !isLink(first)) {
      aspects.add(FileChange.Aspect.MODE);
    }
    if (one.uid() != other.uid() || one.gid() != other.gid()) {
      aspects.add(FileChange.Aspect.OWNER);
    }
    if (sameKind && isLink(first) && !one.link().equals(other.link())) {
      aspects.add(FileChange.Aspect.LINK);
    }
    if (!attributes(first).equals(attributes(second))) {
      aspects.add(FileChange.Aspect.ATTRIBUTES);
    }
    if (strict && one.modified() != other.modified()) {
      aspects.add(FileChange.Aspect.TIME);
    }
    boolean files = first.file() != null && second.file() != null;
    if (files && first.size() != second.size()) {
      aspects.add(FileChange.Aspect.CONTENT);
    } else if (files && !isSame(first, second)) {
      if (isIgnored(path)) {
        ignored++;
      } else {
        undecided.add(new Undecided(path, first, second, aspects));
      }
      return;
    }
    if (!aspects.isEmpty()) {
      add(changed(path, first, second, aspects));
    }
  }

  /// A hard link has those of its file.
  private SortedMap<String, String> attributes(Held held) {
    LayerEntry file = held.file();
    SortedMap<String, String> all = (file == null ? held.entry() : file).attributes().values();
    SortedMap<String, String> counted = new TreeMap<>(all);
    if (!strict) {
      counted.keySet().removeIf(Volatile::attribute);
    }
    return counted;
  }

  private static boolean isLink(Held held) {
    return held.entry().kind() == LayerEntry.Kind.SYMBOLIC_LINK;
  }

  /// The same bytes of the same layer, or none.
  private static boolean isSame(Held first, Held second) {
    LayerEntry one = first.file();
    LayerEntry other = second.file();
    return first.size() == 0
        || (one != null
            && other != null
            && one.offset() == other.offset()
            && first.fileLayer() != null
            && second.fileLayer() != null
            && first.fileLayer().digest().equals(second.fileLayer().digest()));
  }

  private void add(FileChange change) {
    if (isIgnored(change.path())) {
      ignored++;
    } else {
      changes.add(change);
    }
  }

  private boolean isIgnored(String path) {
    return !strict && Volatile.path(path);
  }

  private static FileChange changed(
      String path, Held from, Held to, Set<FileChange.Aspect> aspects) {
    return new FileChange(
        FileChange.Kind.CHANGED,
        path,
        Optional.of(shown(from)),
        Optional.of(shown(to)),
        aspects,
        List.of());
  }

  /// A hard link with the size and attributes of its file.
  private static LayerEntry shown(Held held) {
    LayerEntry entry = held.entry();
    return new LayerEntry(
        entry.path(),
        entry.kind(),
        held.size(),
        entry.mode(),
        entry.uid(),
        entry.gid(),
        entry.modified(),
        entry.link(),
        entry.offset(),
        (held.file() == null ? entry : held.file()).attributes());
  }

  /// What differs for sure, by path.
  List<FileChange> changes() {
    return changes;
  }

  /// What only the content can tell.
  List<Undecided> undecided() {
    return undecided;
  }

  /// How many paths only a layer can tell of that was not read.
  int unsure() {
    return unsure;
  }

  /// How many paths differ, or may, where that doesn't matter.
  int ignored() {
    return ignored;
  }
}
