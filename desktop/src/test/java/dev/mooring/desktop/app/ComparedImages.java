package dev.mooring.desktop.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.registry.Digest;
import dev.mooring.registry.Digests;
import dev.mooring.registry.archive.TarLayout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Images of two layers, as archives: the lower one is the same in all of them.
final class ComparedImages {
  private static final String TYPES = "application/vnd.oci.image.";

  /// More than held layers give before they are held.
  private static final int LIBRARIES = 160;

  private final TarLayout archive = new TarLayout();

  private ComparedImages() {}

  /// @param day of the build, which should make no difference
  /// @param variables of the environment
  static void write(
      Path file, int day, List<String> variables, String label, Map<String, String> files)
      throws IOException {
    new ComparedImages().image(file, day, variables, label, files);
  }

  private void image(
      Path file, int day, List<String> variables, String label, Map<String, String> files)
      throws IOException {
    TarLayout base = new TarLayout();
    base.add("bin/sh", new byte[400_000]);
    TarLayout own = new TarLayout();
    for (int i = 0; i < LIBRARIES; i++) {
      own.add("usr/lib/lib%03d.so.1".formatted(i), new byte[200 + i]);
    }
    files.forEach((path, text) -> own.add(path, text.getBytes(UTF_8)));
    List<Map<String, Object>> layers = List.of(layer(base.bytes()), layer(own.bytes()));
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("os", "linux");
    config.put("architecture", "amd64");
    config.put("created", "2026-11-%02dT08:00:00Z".formatted(day));
    config.put(
        "config",
        Map.of(
            "Env",
            variables,
            "Entrypoint",
            List.of("/app/server"),
            "Labels",
            Map.of("org.opencontainers.image.title", label)));
    config.put(
        "rootfs",
        Map.of(
            "type",
            "layers",
            "diff_ids",
            layers.stream().map(each -> each.get("digest")).toList()));
    Map<String, Object> manifest = new LinkedHashMap<>();
    manifest.put("schemaVersion", 2);
    manifest.put("mediaType", TYPES + "manifest.v1+json");
    manifest.put("config", blob(TYPES + "config.v1+json", json(config)));
    manifest.put("layers", layers);
    archive.add("oci-layout", json(Map.of("imageLayoutVersion", "1.0.0")));
    archive.add(
        "index.json",
        json(
            Map.of(
                "schemaVersion",
                2,
                "manifests",
                List.of(blob(TYPES + "manifest.v1+json", json(manifest))))));
    java.nio.file.Files.write(file, archive.bytes());
  }

  private Map<String, Object> layer(byte[] tar) {
    return blob(TYPES + "layer.v1.tar", tar);
  }

  private Map<String, Object> blob(String type, byte[] content) {
    Digest digest = Digests.of(content);
    archive.add("blobs/sha256/" + digest.hex(), content);
    return Map.of("mediaType", type, "digest", digest.text(), "size", content.length);
  }

  private static byte[] json(Map<String, Object> value) {
    return Documents.jsonBytes(Document.of(value));
  }
}
