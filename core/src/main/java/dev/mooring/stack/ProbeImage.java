package dev.mooring.stack;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.registry.Digests;
import dev.mooring.registry.archive.TarLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;

/// A fresh image that no node can have: an index over one manifest for each architecture, all with
/// the same one-file layer. It is made to be pulled, not to run.
record ProbeImage(List<Blob> blobs, List<Blob> manifests, Blob index) {
  private static final String CONFIG = "application/vnd.oci.image.config.v1+json";
  private static final String LAYER = "application/vnd.oci.image.layer.v1.tar";
  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  static final String INDEX = "application/vnd.oci.image.index.v1+json";

  /// Content and its address.
  static final class Blob {
    private final String mediaType;
    private final byte[] content;
    private final String digest;

    private Blob(String mediaType, byte[] content, String digest) {
      this.mediaType = mediaType;
      this.content = content;
      this.digest = digest;
    }

    String mediaType() {
      return mediaType;
    }

    byte[] content() {
      return content;
    }

    String digest() {
      return digest;
    }

    static Blob of(String mediaType, byte[] content) {
      return new Blob(mediaType, content, Digests.of(content).text());
    }

    static Blob json(String mediaType, Object value) {
      return of(mediaType, Documents.jsonBytes(Document.of(value)));
    }

    Map<String, Object> descriptor() {
      return Map.of("mediaType", mediaType, "digest", digest, "size", content.length);
    }
  }

  /// @param marker makes it unique
  static ProbeImage of(String marker, SortedSet<String> architectures) {
    TarLayout files = TarLayout.readOnly();
    files.add("mooring-verify", marker.getBytes(StandardCharsets.UTF_8));
    Blob layer = Blob.of(LAYER, files.bytes());
    List<Blob> blobs = new ArrayList<>(List.of(layer));
    List<Blob> manifests = new ArrayList<>();
    List<Object> children = new ArrayList<>();
    for (String architecture : architectures) {
      Blob config =
          Blob.json(
              CONFIG,
              Map.of(
                  "architecture",
                  architecture,
                  "os",
                  "linux",
                  "config",
                  Map.of("Entrypoint", List.of("/mooring-verify"), "User", "65534:65534"),
                  "rootfs",
                  Map.of("type", "layers", "diff_ids", List.of(layer.digest()))));
      Blob manifest =
          Blob.json(
              MANIFEST,
              Map.of(
                  "schemaVersion",
                  2,
                  "mediaType",
                  MANIFEST,
                  "config",
                  config.descriptor(),
                  "layers",
                  List.of(layer.descriptor())));
      blobs.add(config);
      manifests.add(manifest);
      children.add(
          Document.of(manifest.descriptor())
              .with(Map.of("os", "linux", "architecture", architecture), "platform"));
    }
    Blob index =
        Blob.json(INDEX, Map.of("schemaVersion", 2, "mediaType", INDEX, "manifests", children));
    return new ProbeImage(List.copyOf(blobs), List.copyOf(manifests), index);
  }
}
