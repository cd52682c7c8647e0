package dev.mooring.registry.diff;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.platform.BlockInput;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digest;
import dev.mooring.registry.Digests;
import dev.mooring.registry.ImageSource;
import dev.mooring.registry.Manifest;
import dev.mooring.registry.MediaTypes;
import dev.mooring.registry.TagPage;
import dev.mooring.registry.tree.ChosenImage;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Images in memory, with a count of what is read of each blob.
final class MadeImages implements ImageSource {
  private static final String CONFIG = "application/vnd.oci.image.config.v1+json";
  private static final String LAYER = "application/vnd.oci.image.layer.v1.tar+gzip";

  private final Map<Digest, byte[]> blobs = new HashMap<>();
  private final Map<String, Manifest> manifests = new HashMap<>();
  private final Map<Digest, Long> read = new ConcurrentHashMap<>();

  /// An image of layers of gzip.
  ComparedImage image(Map<String, Object> config, byte[]... layers) {
    return image(config, Map.of(), layers);
  }

  ComparedImage image(
      Map<String, Object> config, Map<String, Object> annotations, byte[]... layers) {
    Manifest image = manifest(config, annotations, layers);
    return new ComparedImage(this, new ChosenImage(image, image, Optional.empty(), List.of()));
  }

  Manifest manifest(Map<String, Object> config, Map<String, Object> annotations, byte[]... layers) {
    Map<String, Object> manifest = new LinkedHashMap<>();
    manifest.put("schemaVersion", 2);
    manifest.put("mediaType", MediaTypes.OCI_MANIFEST);
    manifest.put("config", blob(CONFIG, Documents.jsonBytes(Document.of(config))).raw().plain());
    manifest.put(
        "layers", List.of(layers).stream().map(each -> blob(LAYER, each).raw().plain()).toList());
    if (!annotations.isEmpty()) {
      manifest.put("annotations", annotations);
    }
    return keep(Manifest.of(Document.of(manifest)));
  }

  Manifest keep(Manifest manifest) {
    manifests.put(manifest.digest().text(), manifest);
    return manifest;
  }

  Descriptor blob(String mediaType, byte[] content) {
    Digest digest = Digests.of(content);
    blobs.put(digest, content);
    return Descriptor.of(mediaType, digest, content.length);
  }

  /// From now on it has other bytes.
  void change(Descriptor blob, byte[] content) {
    blobs.put(blob.digest(), content);
  }

  /// Bytes that were read of one.
  long readOf(byte[] blob) {
    return read.getOrDefault(Digests.of(blob), 0L);
  }

  long readInAll() {
    return read.values().stream().mapToLong(Long::longValue).sum();
  }

  void forgetWhatWasRead() {
    read.clear();
  }

  @Override
  public String name() {
    return "registry/made";
  }

  @Override
  public Optional<Digest> digest(String reference) {
    return find(reference).map(Manifest::digest);
  }

  @Override
  public Optional<Manifest> find(String reference) {
    return Optional.ofNullable(manifests.get(reference));
  }

  @Override
  public TagPage tags(String from) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<List<Descriptor>> referrers(Digest subject) {
    return Optional.empty();
  }

  @Override
  public InputStream open(Descriptor blob, long offset) throws IOException {
    byte[] content = blobs.get(blob.digest());
    if (content == null) {
      throw new FileNotFoundException(blob.digest().text());
    }
    InputStream in = new ByteArrayInputStream(content, (int) offset, content.length);
    return new BlockInput() {
      @Override
      public int read(byte[] into, int from, int length) throws IOException {
        int some = in.read(into, from, length);
        if (some > 0) {
          read.merge(blob.digest(), (long) some, Long::sum);
        }
        return some;
      }
    };
  }
}
