package dev.mooring.registry.tree;

import dev.mooring.job.Progress;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.ImageSource;
import dev.mooring.registry.layer.LayerEntry;
import dev.mooring.registry.layer.Layers;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A file of an image that its upper layers alone decide, whatever lower ones hold. Blocking,
/// thread-safe.
///
/// Only what is certain without the layers below counts: each directory that leads to an entry
/// stands before it in the same layer, so that none of them can be a link of a lower one. Where a
/// layer doesn't say so much, nothing is decided, and the whole tree has to be asked.
///
/// @param layer that put it there
/// @param entry of that layer's table
public record UpperFile(Descriptor layer, LayerEntry entry) {
  private static final String WHITEOUT = ".wh.";
  private static final String OPAQUE = ".wh..wh..opq";

  /// Reads layers, the highest first, as far as it takes.
  ///
  /// @param of the layers, the lowest first
  /// @param path slashes in front and at the end mean nothing
  /// @return empty where they don't decide it, or it is no file
  /// @throws dev.mooring.problem.MooringException when a layer cannot be read
  public static Optional<UpperFile> find(
      Layers layers, ImageSource source, List<Descriptor> of, String path, Progress progress)
      throws InterruptedException {
    String wanted = Paths.plain(path);
    for (Descriptor each : of.reversed()) {
      Look look = new Look(wanted);
      layers.table(source, each, any -> {}, progress).entries().forEach(look::add);
      if (look.found != null && look.found.kind() == LayerEntry.Kind.FILE && !look.unsure) {
        return Optional.of(new UpperFile(each, look.found));
      }
      if (look.found != null || look.unsure || look.hidden) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  /// What one layer says of a path.
  private static final class Look {
    private final String wanted;
    private final Set<String> directories = new HashSet<>(Set.of(""));
    private @Nullable LayerEntry found;
    private boolean hidden;
    private boolean unsure;

    Look(String wanted) {
      this.wanted = wanted;
    }

    void add(LayerEntry entry) {
      String path = entry.path();
      String parent = Paths.parent(path);
      String name = Paths.name(path);
      if (path.isEmpty()) {
        return;
      }
      if (!directories.contains(parent)) {
        unsure = true;
      } else if (name.equals(OPAQUE)) {
        hidden |= leadsToIt(parent);
      } else if (name.startsWith(WHITEOUT)) {
        String gone = name.substring(WHITEOUT.length());
        String there = parent.isEmpty() ? gone : parent + "/" + gone;
        hidden |= there.equals(wanted) || leadsToIt(there);
      } else {
        put(entry);
      }
    }

    private void put(LayerEntry entry) {
      if (entry.path().equals(wanted)) {
        found = entry;
      }
      if (entry.kind() == LayerEntry.Kind.DIRECTORY) {
        directories.add(entry.path());
      } else if (directories.contains(entry.path()) || leadsToIt(entry.path())) {
        unsure = true;
      }
    }

    private boolean leadsToIt(String directory) {
      return directory.isEmpty() || wanted.startsWith(directory + "/");
    }
  }
}
