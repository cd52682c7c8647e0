package dev.mooring.debug.delve;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digests;
import dev.mooring.registry.ImageSink;
import dev.mooring.registry.Manifest;
import dev.mooring.registry.MediaTypes;
import dev.mooring.registry.archive.TarLayout;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/// An image that holds Delve and nothing else, at the place where helper images have it. The same
/// Delve makes the same image.
final class DelveImage {
  static final String PROGRAM = "dbg/go/bin/dlv";
  private static final String CONFIG = "application/vnd.oci.image.config.v1+json";
  private static final String LAYER = "application/vnd.oci.image.layer.v1.tar+gzip";

  private final byte[] layer;
  private final byte[] config;
  private final Manifest manifest;

  private DelveImage(byte[] layer, byte[] config) {
    this.layer = layer;
    this.config = config;
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("schemaVersion", 2);
    fields.put("mediaType", MediaTypes.OCI_MANIFEST);
    fields.put("config", descriptor(CONFIG, config).raw());
    fields.put("layers", List.of(descriptor(LAYER, layer).raw()));
    manifest = Manifest.of(Document.of(fields));
  }

  static DelveImage of(byte[] program, String architecture) throws IOException {
    TarLayout files = TarLayout.executable();
    files.add(PROGRAM, program);
    byte[] tar = files.bytes();
    ByteArrayOutputStream packed = new ByteArrayOutputStream(tar.length / 2);
    try (GZIPOutputStream out = new GZIPOutputStream(packed, 1 << 16)) {
      out.write(tar);
    }
    Map<String, Object> layers = new LinkedHashMap<>();
    layers.put("type", "layers");
    layers.put("diff_ids", List.of(Digests.of(tar).text()));
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("architecture", architecture);
    config.put("os", "linux");
    config.put("config", Map.of("Entrypoint", List.of("/" + PROGRAM)));
    config.put("rootfs", layers);
    return new DelveImage(packed.toByteArray(), Documents.jsonBytes(Document.of(config)));
  }

  Manifest manifest() {
    return manifest;
  }

  /// @throws dev.mooring.problem.MooringException when it may not be stored there
  void store(ImageSink sink, String tag) throws InterruptedException {
    store(sink, descriptor(LAYER, layer), layer);
    store(sink, descriptor(CONFIG, config), config);
    sink.store(manifest, tag);
  }

  private static void store(ImageSink sink, Descriptor blob, byte[] content)
      throws InterruptedException {
    sink.store(
        blob,
        offset -> new ByteArrayInputStream(content, (int) offset, content.length - (int) offset),
        moved -> {});
  }

  private static Descriptor descriptor(String mediaType, byte[] content) {
    return Descriptor.of(mediaType, Digests.of(content), content.length);
  }
}
