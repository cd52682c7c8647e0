package dev.mooring.registry.diff;

import dev.mooring.job.Concurrently;
import dev.mooring.job.Progress;
import dev.mooring.problem.MooringException;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digest;
import dev.mooring.registry.ImageSource;
import dev.mooring.registry.Unreadable;
import dev.mooring.registry.layer.LayerEntry;
import dev.mooring.registry.layer.LayerTable;
import dev.mooring.registry.layer.Layers;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// The layers of two images: those of one image alone are read, those of both only as far as that
/// takes little. Its owner closes it.
final class LayerReading implements AutoCloseable {
  private static final int WIDTH = 4;

  /// Of both images, which are in memory at once.
  private static final long MOST_ENTRIES = 1_000_000;

  private final Layers layers;
  private final ComparedImage from;
  private final ComparedImage to;
  private final Progress progress;
  private final LayerCopies copies = new LayerCopies();
  private final SparingSource sparing;
  private final Map<Digest, ImageSource> sources = new HashMap<>();
  private final Map<Digest, Descriptor> shared = new LinkedHashMap<>();
  private final Map<Digest, Descriptor> own = new LinkedHashMap<>();
  private final Map<Digest, LayerTable> tables = new ConcurrentHashMap<>();

  LayerReading(
      Layers layers, ComparedImage from, ComparedImage to, long mostShared, Progress progress) {
    this.layers = layers.whole();
    this.from = from;
    this.to = to;
    this.progress = progress;
    this.sparing = new SparingSource(from.source(), mostShared);
    Set<Digest> first = from.layers().stream().map(Descriptor::digest).collect(Collectors.toSet());
    Set<Digest> second = to.layers().stream().map(Descriptor::digest).collect(Collectors.toSet());
    ImageSource little = copies.of(sparing);
    ImageSource ofFirst = copies.of(from.source());
    ImageSource ofSecond = copies.of(to.source());
    for (Descriptor each : from.layers()) {
      boolean both = second.contains(each.digest());
      (both ? shared : own).putIfAbsent(each.digest(), each);
      sources.put(each.digest(), both ? little : ofFirst);
    }
    for (Descriptor each : to.layers()) {
      if (!first.contains(each.digest())) {
        own.putIfAbsent(each.digest(), each);
        sources.put(each.digest(), ofSecond);
      }
    }
  }

  /// Reads what only one image has.
  void readOwn() throws InterruptedException {
    List<Callable<LayerTable>> steps = new ArrayList<>();
    for (Descriptor each : own.values()) {
      steps.add(() -> table(each));
    }
    List<LayerTable> read = Concurrently.run(WIDTH, steps);
    int i = 0;
    for (Descriptor each : own.values()) {
      tables.put(each.digest(), read.get(i++));
    }
    long entries = tables.values().stream().mapToLong(each -> each.entries().size()).sum();
    if (entries > MOST_ENTRIES) {
      throw Unreadable.problem(
          Messages.of("cannot-compare-with", to.source().name()),
          Messages.of("too-many-files", entries),
          "");
    }
  }

  /// Reads what both have, the highest first, as far as it takes little.
  void readShared() throws InterruptedException {
    for (Descriptor each : new ArrayList<>(shared.values()).reversed()) {
      try {
        tables.put(each.digest(), table(each));
      } catch (MooringException e) {
        if (!sparing.isExhausted()) {
          throw e;
        }
      }
    }
  }

  private LayerTable table(Descriptor layer) throws InterruptedException {
    return layers.table(source(layer), layer, entry -> {}, progress);
  }

  ImageSource source(Descriptor layer) {
    return Objects.requireNonNull(sources.get(layer.digest()));
  }

  /// The content of a file.
  ///
  /// @throws MooringException also where it is in a shared layer of which enough was read
  InputStream open(Descriptor layer, LayerEntry file) throws InterruptedException {
    return layers.open(source(layer), layer, file);
  }

  /// What is known of the contents of files.
  Map<LayerEntry, String> fingerprints(Descriptor layer, Collection<LayerEntry> files) {
    return layers.fingerprints(layer, files);
  }

  /// Whether as much was read of what both have as may be.
  boolean isSpent() {
    return sparing.isExhausted();
  }

  boolean isShared(Descriptor layer) {
    return shared.containsKey(layer.digest());
  }

  /// Bytes of the shared layers that were not read.
  long unread() {
    return shared.values().stream()
        .filter(each -> !tables.containsKey(each.digest()))
        .mapToLong(Descriptor::size)
        .sum();
  }

  List<Descriptor> shared() {
    return List.copyOf(shared.values());
  }

  List<Descriptor> ownOf(ComparedImage image) {
    return image.layers().stream().filter(each -> !isShared(each)).toList();
  }

  Overlay overlayOfFirst() {
    return overlay(from);
  }

  Overlay overlayOfSecond() {
    return overlay(to);
  }

  private Overlay overlay(ComparedImage image) {
    Overlay overlay = new Overlay();
    for (Descriptor each : image.layers()) {
      LayerTable table = tables.get(each.digest());
      if (table == null) {
        overlay.unread();
      } else {
        overlay.add(each, table);
      }
    }
    return overlay;
  }

  ComparedImage from() {
    return from;
  }

  ComparedImage to() {
    return to;
  }

  LayerCopies copies() {
    return copies;
  }

  /// What was read of a layer.
  LayerTable known(Descriptor layer) {
    return Objects.requireNonNull(tables.get(layer.digest()));
  }

  @Override
  public void close() {
    copies.close();
  }
}
