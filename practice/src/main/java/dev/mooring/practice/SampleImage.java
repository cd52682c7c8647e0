package dev.mooring.practice;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.registry.Digest;
import dev.mooring.registry.Digests;
import dev.mooring.registry.archive.TarLayout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A small image to push, as the OCI archive that a builder would hand over (OCI image layout 1.0).
final class SampleImage {
  private static final String TYPES = "application/vnd.oci.image.";

  private SampleImage() {}

  /// @param greeting what the image's one file says; another text makes another image
  static void write(Path archive, String greeting) throws IOException {
    TarLayout files = new TarLayout();
    files.add("greeting.txt", greeting.getBytes(StandardCharsets.UTF_8));
    byte[] layer = files.bytes();
    Document config =
        Templates.read("sample-config", Map.of("$LAYER", Digests.of(layer).text())).getFirst();
    TarLayout image = new TarLayout();
    Map<String, Object> manifest =
        Map.of(
            "schemaVersion",
            2,
            "mediaType",
            TYPES + "manifest.v1+json",
            "config",
            blob(image, "config.v1+json", Documents.jsonBytes(config)),
            "layers",
            List.of(blob(image, "layer.v1.tar", layer)));
    Map<String, Object> named = blob(image, "manifest.v1+json", json(manifest));
    image.add("oci-layout", json(Map.of("imageLayoutVersion", "1.0.0")));
    image.add("index.json", json(Map.of("schemaVersion", 2, "manifests", List.of(named))));
    Files.write(archive, image.bytes());
  }

  private static byte[] json(Map<String, Object> value) {
    return Documents.jsonBytes(Document.of(value));
  }

  private static Map<String, Object> blob(TarLayout image, String type, byte[] content) {
    Digest digest = Digests.of(content);
    image.add("blobs/sha256/" + digest.hex(), content);
    return Map.of("mediaType", TYPES + type, "digest", digest.text(), "size", content.length);
  }
}
