package dev.mooring.registry.layer;

import dev.mooring.document.Document;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digests;
import dev.mooring.registry.Manifest;
import dev.mooring.registry.MediaTypes;
import dev.mooring.registry.tar.TarHeader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/// Images whose gzip layers have zTOCs beside them: of the real program, and made by hand.
final class SociLayers {
  static final String INDEX = "application/vnd.amazon.soci.index.v2+json";
  static final String ZTOC = "application/octet-stream";
  static final String LAYER = "com.amazon.soci.image-layer-digest";
  static final String GZIP = "application/vnd.oci.image.layer.v1.tar+gzip";

  private SociLayers() {}

  /// A layout that soci 0.16.1 made (`convert --standalone --span-size 10000`) of an image with
  /// the tar of the other real layers: two members of gzip, and five spans, of which some begin in
  /// the middle of a byte, and one in the second member.
  ///
  /// @return the index that it leads to
  static Manifest real(CountedBlobs blobs) throws IOException {
    Manifest found = null;
    try (InputStream tar =
        new GZIPInputStream(Objects.requireNonNull(SociLayers.class.getResourceAsStream("soci")))) {
      byte[] header = tar.readNBytes(TarHeader.BLOCK);
      for (; !TarHeader.isZero(header); header = tar.readNBytes(TarHeader.BLOCK)) {
        long size = TarHeader.size(header, Optional.empty());
        byte[] content = tar.readNBytes((int) size);
        tar.skipNBytes(TarHeader.padded(size) - size);
        if (!TarHeader.name(header).contains("blobs/sha256/") || content.length == 0) {
          continue;
        }
        String text = new String(content, StandardCharsets.UTF_8);
        if (text.startsWith("{") && text.contains("\"schemaVersion\"")) {
          Manifest manifest = blobs.manifest(content);
          found = manifest.isIndex() ? manifest : found;
        } else {
          blobs.put(ZTOC, content);
        }
      }
    }
    return Objects.requireNonNull(found);
  }

  /// The image that such an index is of.
  static Manifest image(CountedBlobs blobs, Manifest index) {
    return blobs.find(index.children().getFirst().digest().text()).orElseThrow();
  }

  /// What a SOCI index says of a zTOC.
  static Map<String, Object> entry(Descriptor ztoc, Descriptor layer) {
    return Map.of(
        "mediaType",
        ztoc.mediaType(),
        "digest",
        ztoc.digest().text(),
        "size",
        ztoc.size(),
        "annotations",
        Map.of(LAYER, layer.digest().text()));
  }

  /// The layer of an image whose SOCI index names these.
  ///
  /// @param type of the index
  static Descriptor named(
      CountedBlobs blobs, Descriptor layer, String type, List<Map<String, Object>> named) {
    Manifest index =
        blobs.manifest(manifest(Map.of("mediaType", type, "size", 2, "digest", empty()), named));
    Document image =
        manifest(
                Map.of("mediaType", MediaTypes.OCI_CONFIG, "size", 2, "digest", empty()),
                List.of(layer.raw().map()))
            .with(Map.of(Manifest.SOCI_INDEX, index.digest().text()), "annotations");
    return blobs.manifest(image).layers().getFirst();
  }

  private static String empty() {
    return Digests.of("{}".getBytes(StandardCharsets.UTF_8)).text();
  }

  private static Document manifest(Map<String, Object> config, List<Map<String, Object>> layers) {
    return Document.of(
        Map.of(
            "schemaVersion",
            2,
            "mediaType",
            MediaTypes.OCI_MANIFEST,
            "config",
            config,
            "layers",
            layers));
  }
}
