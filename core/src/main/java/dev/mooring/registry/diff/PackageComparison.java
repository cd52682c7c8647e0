package dev.mooring.registry.diff;

import dev.mooring.problem.MooringException;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Unreadable;
import dev.mooring.registry.layer.LayerEntry;
import dev.mooring.registry.packages.ImagePackages;
import dev.mooring.registry.packages.InstalledPackage;
import dev.mooring.registry.packages.OperatingSystem;
import dev.mooring.registry.packages.PackageList;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Compares the packages that two images have, by those files alone that differ: what is in files
/// that both have is the same.
final class PackageComparison {
  private final LayerReading reading;
  private final List<PackageChange> changes = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  private record Key(InstalledPackage.Kind kind, String name, String architecture, String program)
      implements Comparable<Key> {
    private static final Comparator<Key> ORDER =
        Comparator.comparing(Key::kind)
            .thenComparing(Key::program)
            .thenComparing(Key::name)
            .thenComparing(Key::architecture);

    @Override
    public int compareTo(Key other) {
      return ORDER.compare(this, other);
    }
  }

  PackageComparison(LayerReading reading) {
    this.reading = reading;
  }

  /// Whether a path may tell of packages.
  static boolean isAbout(Overlay from, Overlay to, String path) {
    return mayName(from.held(path)) || mayName(to.held(path));
  }

  private static boolean mayName(@Nullable Held held) {
    return held != null
        && held.entry().kind() == LayerEntry.Kind.FILE
        && (ImagePackages.mayName(held.entry())
            || OperatingSystem.PATHS.contains(held.entry().path()));
  }

  /// @param changed paths whose content differs
  void compare(Overlay from, Overlay to, Collection<FileChange> changed)
      throws InterruptedException {
    // Entries of both images may be the same but for their layer.
    Map<LayerEntry, Descriptor> first = new LinkedHashMap<>();
    Map<LayerEntry, Descriptor> second = new LinkedHashMap<>();
    int unknown = 0;
    for (FileChange each : changed) {
      if (!isAbout(from, to, each.path()) || !differs(each)) {
        continue;
      }
      if (each.kind() == FileChange.Kind.WRITTEN_BY_FIRST
          || each.kind() == FileChange.Kind.WRITTEN_BY_SECOND
          || each.aspects().contains(FileChange.Aspect.CONTENT_UNREAD)) {
        unknown++;
        continue;
      }
      take(from.held(each.path()), first);
      take(to.held(each.path()), second);
    }
    if (unknown > 0) {
      notes.add(Messages.count("packages-in-unread", unknown));
    }
    compare(packages(first), packages(second));
  }

  private static boolean differs(FileChange change) {
    return change.kind() != FileChange.Kind.CHANGED
        || change.aspects().contains(FileChange.Aspect.CONTENT)
        || change.aspects().contains(FileChange.Aspect.CONTENT_UNREAD)
        || change.aspects().contains(FileChange.Aspect.KIND);
  }

  private static void take(@Nullable Held held, Map<LayerEntry, Descriptor> into) {
    if (held != null && held.entry().kind() == LayerEntry.Kind.FILE) {
      into.put(held.entry(), held.layer());
    }
  }

  private Map<Key, Set<String>> packages(Map<LayerEntry, Descriptor> files)
      throws InterruptedException {
    PackageList list =
        ImagePackages.of(
            files.keySet(), file -> reading.open(Objects.requireNonNull(files.get(file)), file));
    for (PackageList.Unread each : list.unread()) {
      notes.add(Messages.of("packages-unread", Unreadable.brief(each.path()), each.why()));
    }
    Map<Key, Set<String>> packages = new TreeMap<>();
    for (InstalledPackage each : list.packages()) {
      String program = each.kind() == InstalledPackage.Kind.GO ? each.path() : "";
      packages
          .computeIfAbsent(
              new Key(each.kind(), each.name(), each.architecture(), program),
              key -> new TreeSet<>())
          .add(each.version());
    }
    return packages;
  }

  private void compare(Map<Key, Set<String>> from, Map<Key, Set<String>> to) {
    Set<Key> keys = new TreeSet<>(from.keySet());
    keys.addAll(to.keySet());
    for (Key each : keys) {
      Optional<Set<String>> first = Optional.ofNullable(from.get(each));
      Optional<Set<String>> second = Optional.ofNullable(to.get(each));
      if (!first.equals(second)) {
        changes.add(
            new PackageChange(
                each.kind(),
                each.name(),
                each.architecture(),
                each.program(),
                first.map(versions -> String.join(", ", versions)).orElse(""),
                second.map(versions -> String.join(", ", versions)).orElse("")));
      }
    }
  }

  /// The distributions of both images, where they differ in a file that says it.
  Optional<FieldChange> system(Overlay from, Overlay to, Collection<FileChange> changed)
      throws InterruptedException {
    for (FileChange each : changed) {
      if (OperatingSystem.PATHS.contains(each.path())
          && each.kind().compareTo(FileChange.Kind.CHANGED) <= 0
          && differs(each)) {
        String first = system(from.held(each.path()));
        String second = system(to.held(each.path()));
        if (!first.equals(second)) {
          return Optional.of(new FieldChange(FieldChange.Part.SYSTEM, "os-release", first, second));
        }
      }
    }
    return Optional.empty();
  }

  private String system(@Nullable Held held) throws InterruptedException {
    if (held == null || held.entry().kind() != LayerEntry.Kind.FILE) {
      return "";
    }
    try (InputStream content = reading.open(held.layer(), held.entry())) {
      return OperatingSystem.read(content).map(OperatingSystem::name).orElse("");
    } catch (IOException e) {
      throw ImageConfig.lost(
          Messages.of("cannot-compare-with", reading.source(held.layer()).name()), e);
    } catch (MooringException e) {
      if (reading.isShared(held.layer())) {
        return "";
      }
      throw e;
    }
  }

  List<PackageChange> changes() {
    return changes;
  }

  List<String> notes() {
    return notes;
  }
}
