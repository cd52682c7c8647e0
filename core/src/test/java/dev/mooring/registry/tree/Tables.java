package dev.mooring.registry.tree;

import dev.mooring.job.Progress;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digest;
import dev.mooring.registry.Digests;
import dev.mooring.registry.ImageSource;
import dev.mooring.registry.Manifest;
import dev.mooring.registry.TagPage;
import dev.mooring.registry.layer.LayerEntry;
import dev.mooring.registry.layer.LayerEntry.Kind;
import dev.mooring.registry.layer.LayerTable;
import dev.mooring.registry.layer.Layers;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Layers that are only tables in memory. A file's content is its path and layer in words.
class Tables implements Layers, ImageSource {
  private final Map<Digest, LayerTable> tables = new HashMap<>();
  private final List<Descriptor> layers = new ArrayList<>();

  /// A further layer above the others.
  Tables layer(LayerEntry... entries) {
    return layer(List.of(entries));
  }

  Tables layer(List<LayerEntry> entries) {
    Digest digest = Digests.of(("layer " + layers.size()).getBytes(StandardCharsets.UTF_8));
    tables.put(digest, new LayerTable(entries, 512L * entries.size(), 0));
    layers.add(Descriptor.of("application/vnd.oci.image.layer.v1.tar+gzip", digest, 1_000));
    return this;
  }

  List<Descriptor> layers() {
    return layers;
  }

  ImageTree tree() throws InterruptedException {
    return ImageTree.read(this, this, layers, tree -> {}, Progress.none());
  }

  static LayerEntry file(String path, long size) {
    return new LayerEntry(path, Kind.FILE, size, 0644, 0, 0, 1_700_000_000, "", 512);
  }

  static LayerEntry folder(String path) {
    return new LayerEntry(path, Kind.DIRECTORY, 0, 0755, 0, 0, 1_700_000_000, "", 0);
  }

  static LayerEntry link(String path, String to) {
    return new LayerEntry(path, Kind.SYMBOLIC_LINK, 0, 0777, 0, 0, 1_700_000_000, to, 0);
  }

  static LayerEntry hard(String path, String to) {
    return new LayerEntry(path, Kind.HARD_LINK, 0, 0644, 0, 0, 1_700_000_000, to, 0);
  }

  static List<String> paths(ImageTree tree) {
    List<String> paths = new ArrayList<>();
    tree.walk(
        "",
        file -> {
          if (!file.path().isEmpty()) {
            paths.add(file.path() + (file.isDirectory() ? "/" : ""));
          }
          return true;
        });
    return paths;
  }

  @Override
  public LayerTable table(
      ImageSource source, Descriptor layer, Consumer<? super LayerEntry> each, Progress progress)
      throws InterruptedException {
    LayerTable table = tables.get(layer.digest());
    table.entries().forEach(each);
    return table;
  }

  @Override
  public InputStream open(ImageSource source, Descriptor layer, LayerEntry file)
      throws InterruptedException {
    String words = file.path() + " of layer " + layers.indexOf(layer);
    return new ByteArrayInputStream(words.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String name() {
    return "registry.example/app";
  }

  @Override
  public Optional<Digest> digest(String reference) {
    return Optional.empty();
  }

  @Override
  public Optional<Manifest> find(String reference) {
    return Optional.empty();
  }

  @Override
  public TagPage tags(String from) {
    return TagPage.NONE;
  }

  @Override
  public Optional<List<Descriptor>> referrers(Digest subject) {
    return Optional.empty();
  }

  @Override
  public InputStream open(Descriptor blob, long offset) {
    throw new IllegalStateException("tables have no blobs");
  }
}
