package dev.mooring.desktop.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.registry.Digest;
import dev.mooring.registry.Digests;
import dev.mooring.registry.archive.TarLayout;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Images of small texts, as folders of OCI layouts.
final class LayeredImage {
  private final Path folder;
  private final Path blobs;
  private final List<Object> layers = new ArrayList<>();

  LayeredImage(Path folder) throws IOException {
    this.folder = folder;
    this.blobs = Files.createDirectories(folder.resolve("blobs/sha256"));
  }

  /// The next layer, with these files.
  LayeredImage layer(Map<String, String> files) throws IOException {
    TarLayout layout = new TarLayout();
    files.forEach((path, content) -> layout.add(path, content.getBytes(UTF_8)));
    Path tar = folder.resolve("layer.tar");
    try (FileChannel out =
        FileChannel.open(
            tar,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      layout.write(out);
    }
    layers.add(blob("application/vnd.oci.image.layer.v1.tar", Files.readAllBytes(tar)));
    Files.delete(tar);
    return this;
  }

  /// The folder, with an image of the layers so far.
  Path write(Map<String, Object> config) throws IOException {
    Map<String, Object> manifest = new LinkedHashMap<>();
    manifest.put("schemaVersion", 2);
    manifest.put("mediaType", "application/vnd.oci.image.manifest.v1+json");
    manifest.put("config", blob("application/vnd.oci.image.config.v1+json", json(config)));
    manifest.put("layers", layers);
    Object image = blob("application/vnd.oci.image.manifest.v1+json", json(manifest));
    Files.writeString(folder.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
    Files.write(
        folder.resolve("index.json"),
        json(Map.of("schemaVersion", 2, "manifests", List.of(image))));
    return folder;
  }

  private static byte[] json(Map<String, Object> value) {
    return Documents.jsonBytes(Document.of(value));
  }

  private Map<String, Object> blob(String mediaType, byte[] content) throws IOException {
    Digest digest = Digests.of(content);
    Files.write(blobs.resolve(digest.hex()), content);
    Map<String, Object> descriptor = new LinkedHashMap<>();
    descriptor.put("mediaType", mediaType);
    descriptor.put("digest", digest.text());
    descriptor.put("size", content.length);
    return descriptor;
  }
}
