package dev.mooring.registry.archive;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.job.Concurrently;
import dev.mooring.job.Progress;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digest;
import dev.mooring.registry.Digests;
import dev.mooring.registry.ImageSource;
import dev.mooring.registry.Manifest;
import dev.mooring.registry.MediaTypes;
import dev.mooring.registry.Meter;
import dev.mooring.registry.Region;
import dev.mooring.registry.TagPage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;

/// The image of a Docker archive, with the digests that registries give it: layers that are not
/// compressed are, unless the target has them from another time.
final class DockerSource implements ImageSource, AutoCloseable {
  private static final int WIDTH = 4;
  private static final String OCI_ZSTD = "application/vnd.oci.image.layer.v1.tar+zstd";

  private final String name;
  private final LayerPacking packing;
  private final Map<Digest, Region> contents = new ConcurrentHashMap<>();
  private final Map<Digest, DockerArchive.Layer> known = new ConcurrentHashMap<>();
  private final List<LayerPacker.Packed> packed = new ArrayList<>();
  private Manifest manifest = Manifest.of(Document.of(Map.of()));

  private DockerSource(String name, LayerPacking packing) {
    this.name = name;
    this.packing = packing;
  }

  static DockerSource of(
      String name, DockerArchive.Image image, LayerPacking packing, Progress progress)
      throws IOException, InterruptedException {
    DockerSource source = new DockerSource(name, packing);
    boolean done = false;
    try {
      source.read(image, progress);
      done = true;
      return source;
    } finally {
      if (!done) {
        source.close();
      }
    }
  }

  private void read(DockerArchive.Image image, Progress progress)
      throws IOException, InterruptedException {
    // Builders repeat the empty layer; one of each is enough.
    Map<Digest, DockerArchive.Layer> distinct = new LinkedHashMap<>();
    image.layers().forEach(layer -> distinct.putIfAbsent(layer.diffId(), layer));
    long total = distinct.values().stream().mapToLong(layer -> layer.content().size()).sum();
    Meter meter = new Meter(progress, Messages.of("compressing", name), total);
    List<Callable<Map.Entry<Digest, Descriptor>>> steps = new ArrayList<>();
    distinct.forEach((diffId, layer) -> steps.add(() -> Map.entry(diffId, layer(layer, meter))));
    Map<Digest, Descriptor> described = new LinkedHashMap<>();
    Concurrently.run(WIDTH, steps).forEach(each -> described.put(each.getKey(), each.getValue()));
    List<Descriptor> layers =
        image.layers().stream()
            .map(layer -> Optional.ofNullable(described.get(layer.diffId())).orElseThrow())
            .toList();
    byte[] bytes = image.config().bytes();
    Descriptor config = Descriptor.of(MediaTypes.DOCKER_CONFIG, Digests.of(bytes), bytes.length);
    contents.put(config.digest(), image.config());
    manifest = manifest(config, layers);
  }

  private Descriptor layer(DockerArchive.Layer layer, Meter meter) throws InterruptedException {
    try {
      return layer.packing() == DockerArchive.Packing.NONE
          ? packed(layer, meter)
          : asItIs(layer, meter);
    } catch (ClosedByInterruptException e) {
      Thread.interrupted();
      throw new InterruptedException("it was cancelled");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Descriptor asItIs(DockerArchive.Layer layer, Meter meter) throws IOException {
    MessageDigest hash = Digests.sha256();
    try (InputStream in = layer.content().open()) {
      byte[] buffer = new byte[64 * 1024];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        hash.update(buffer, 0, n);
        meter.add(n);
      }
    }
    Digest digest = Digests.finish(hash);
    contents.put(digest, layer.content());
    return Descriptor.of(
        layer.packing() == DockerArchive.Packing.ZSTD ? OCI_ZSTD : MediaTypes.DOCKER_LAYER_GZIP,
        digest,
        layer.content().size());
  }

  private Descriptor packed(DockerArchive.Layer layer, Meter meter)
      throws IOException, InterruptedException {
    Optional<Descriptor> there = packing.there(layer.diffId());
    if (there.isPresent()) {
      meter.add(layer.content().size());
      known.put(there.get().digest(), layer);
      return there.get();
    }
    Descriptor descriptor = pack(layer, meter);
    packing.memory().put(layer.diffId(), descriptor);
    return descriptor;
  }

  private Descriptor pack(DockerArchive.Layer layer, Meter meter) throws IOException {
    LayerPacker.Packed done = packing.packer().pack(layer, meter::add);
    synchronized (packed) {
      packed.add(done);
    }
    contents.put(done.digest(), done.content());
    return Descriptor.of(MediaTypes.DOCKER_LAYER_GZIP, done.digest(), done.content().size());
  }

  /// Field by field as crane writes it, so that both give an image the same digest.
  private static Manifest manifest(Descriptor config, List<Descriptor> layers) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("schemaVersion", 2);
    fields.put("mediaType", MediaTypes.DOCKER_MANIFEST);
    fields.put("config", config.raw());
    fields.put("layers", layers.stream().map(Descriptor::raw).toList());
    Document document = Document.of(fields);
    byte[] bytes = Documents.jsonBytes(document);
    return new Manifest(Digests.of(bytes), MediaTypes.DOCKER_MANIFEST, bytes, document);
  }

  Digest digest() {
    return manifest.digest();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Optional<Digest> digest(String reference) {
    return find(reference).map(Manifest::digest);
  }

  @Override
  public Optional<Manifest> find(String reference) {
    return reference.equals(manifest.digest().text()) ? Optional.of(manifest) : Optional.empty();
  }

  /// It is one image, by its digest; [DockerArchive#names] has the names of all of them.
  @Override
  public TagPage tags(String from) {
    return TagPage.NONE;
  }

  /// Such an archive knows of none, under no name.
  @Override
  public Optional<List<Descriptor>> referrers(Digest subject) {
    return Optional.of(List.of());
  }

  @Override
  public InputStream open(Descriptor blob, long offset) throws IOException {
    DockerArchive.Layer gone = known.get(blob.digest());
    if (gone != null && !contents.containsKey(blob.digest())) {
      // The target had it a moment ago.
      pack(gone, new Meter(Progress.none(), "", 0));
    }
    Region content = contents.get(blob.digest());
    if (content == null) {
      throw ArchiveProblems.damaged(Messages.of("the-layer-is-missing", blob.digest().brief()));
    }
    return new LocalInput(Path.of(name), content.open(offset));
  }

  @Override
  public void close() throws IOException {
    synchronized (packed) {
      for (LayerPacker.Packed each : packed) {
        each.close();
      }
    }
  }
}
