package dev.mooring.stack;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digest;
import dev.mooring.registry.Digests;
import dev.mooring.registry.ImageSource;
import dev.mooring.registry.Manifest;
import dev.mooring.registry.MediaTypes;
import dev.mooring.registry.TagPage;
import dev.mooring.registry.archive.TarLayout;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;

/// A fresh image that no node can have, in memory: an index over one manifest for each
/// architecture, all with the same one-file layer. It is made to be pulled, not to run.
final class ProbeImage implements ImageSource {
  private static final String CONFIG = "application/vnd.oci.image.config.v1+json";

  private final Map<Digest, byte[]> blobs = new LinkedHashMap<>();
  private final List<Manifest> manifests = new ArrayList<>();
  private final Manifest index;

  /// @param marker makes it unique
  ProbeImage(String marker, SortedSet<String> architectures) {
    TarLayout files = TarLayout.readOnly();
    files.add("mooring-verify", marker.getBytes(StandardCharsets.UTF_8));
    Descriptor layer = blob(MediaTypes.OCI_LAYER_TAR, files.bytes());
    List<Object> children = new ArrayList<>();
    for (String architecture : architectures) {
      Manifest image = image(architecture, layer);
      manifests.add(image);
      children.add(
          image
              .descriptor()
              .raw()
              .with(Map.of("os", "linux", "architecture", architecture), "platform"));
    }
    index = manifest(MediaTypes.OCI_INDEX, Map.of("manifests", children));
  }

  private Manifest image(String architecture, Descriptor layer) {
    byte[] config =
        Documents.jsonBytes(
            Document.of(
                Map.of(
                    "architecture",
                    architecture,
                    "os",
                    "linux",
                    "config",
                    Map.of("Entrypoint", List.of("/mooring-verify"), "User", "65534:65534"),
                    "rootfs",
                    Map.of("type", "layers", "diff_ids", List.of(layer.digest().text())))));
    return manifest(
        MediaTypes.OCI_MANIFEST,
        Map.of("config", blob(CONFIG, config).raw(), "layers", List.of(layer.raw())));
  }

  private Descriptor blob(String mediaType, byte[] content) {
    Digest digest = Digests.of(content);
    blobs.put(digest, content);
    return Descriptor.of(mediaType, digest, content.length);
  }

  private static Manifest manifest(String mediaType, Map<String, Object> rest) {
    Map<String, Object> fields = new LinkedHashMap<>(rest);
    fields.put("schemaVersion", 2);
    fields.put("mediaType", mediaType);
    return Manifest.of(Document.of(fields));
  }

  /// The layer first, then a configuration for each architecture.
  List<Digest> blobs() {
    return List.copyOf(blobs.keySet());
  }

  /// One for each architecture, in their order.
  List<Manifest> manifests() {
    return List.copyOf(manifests);
  }

  Manifest index() {
    return index;
  }

  @Override
  public String name() {
    return Messages.of("the-test-image");
  }

  @Override
  public Optional<Digest> digest(String reference) {
    return find(reference).map(Manifest::digest);
  }

  @Override
  public Optional<Manifest> find(String reference) {
    return reference.equals(index.digest().text())
        ? Optional.of(index)
        : manifests.stream().filter(each -> each.digest().text().equals(reference)).findFirst();
  }

  @Override
  public TagPage tags(String from) {
    return TagPage.NONE;
  }

  /// Nothing is attached to it.
  @Override
  public Optional<List<Descriptor>> referrers(Digest subject) {
    return Optional.of(List.of());
  }

  @Override
  public InputStream open(Descriptor blob, long offset) throws IOException {
    InputStream content =
        new ByteArrayInputStream(Optional.ofNullable(blobs.get(blob.digest())).orElseThrow());
    content.skipNBytes(offset);
    return content;
  }
}
