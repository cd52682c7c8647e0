package dev.mooring.practice;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/// A small image to push, as the OCI archive that a builder would hand over (OCI image layout 1.0).
final class SampleImage {
  private static final String LAYER = "application/vnd.oci.image.layer.v1.tar";
  private static final String CONFIG = "application/vnd.oci.image.config.v1+json";
  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  private static final String CREATED = "2026-11-24T00:00:00Z";
  private static final int BLOCK = 512;

  private SampleImage() {}

  /// @param greeting what the image's one file says; another text makes another image
  static void write(Path archive, String greeting) throws IOException {
    try (OutputStream out = Files.newOutputStream(archive)) {
      ByteArrayOutputStream layer = new ByteArrayOutputStream();
      entry(layer, "greeting.txt", greeting.getBytes(StandardCharsets.UTF_8));
      end(layer);
      Map<String, Object> layerAt = blob(out, LAYER, layer.toByteArray());
      Map<String, Object> config =
          blob(
              out,
              CONFIG,
              json(
                  Map.of(
                      "architecture",
                      "amd64",
                      "os",
                      "linux",
                      "created",
                      CREATED,
                      "config",
                      Map.of(
                          "Cmd", List.of("/greet", "greeting.txt"),
                          "User", "1000:1000",
                          "Env", List.of("PATH=/bin")),
                      "history",
                      List.of(
                          Map.of("created", CREATED, "created_by", "COPY greeting.txt /"),
                          Map.of(
                              "created",
                              CREATED,
                              "created_by",
                              "CMD [\"/greet\" \"greeting.txt\"]",
                              "empty_layer",
                              true)),
                      "rootfs",
                      Map.of("type", "layers", "diff_ids", List.of(text(layerAt.get("digest")))))));
      Map<String, Object> manifest =
          blob(
              out,
              MANIFEST,
              json(
                  Map.of(
                      "schemaVersion",
                      2,
                      "mediaType",
                      MANIFEST,
                      "config",
                      config,
                      "layers",
                      List.of(layerAt))));
      entry(out, "oci-layout", json(Map.of("imageLayoutVersion", "1.0.0")));
      entry(out, "index.json", json(Map.of("schemaVersion", 2, "manifests", List.of(manifest))));
      end(out);
    }
  }

  private static String text(@org.jspecify.annotations.Nullable Object value) {
    return String.valueOf(value);
  }

  private static byte[] json(Map<String, Object> value) {
    return Documents.jsonBytes(Document.of(value));
  }

  private static Map<String, Object> blob(OutputStream out, String mediaType, byte[] content)
      throws IOException {
    String hex = sha256(content);
    entry(out, "blobs/sha256/" + hex, content);
    return Map.of("mediaType", mediaType, "digest", "sha256:" + hex, "size", content.length);
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /// One file of a ustar archive.
  private static void entry(OutputStream out, String name, byte[] content) throws IOException {
    byte[] header = new byte[BLOCK];
    put(header, 0, name);
    put(header, 100, "0000644\0");
    put(header, 108, "0000000\0");
    put(header, 116, "0000000\0");
    put(header, 124, "%011o\0".formatted(content.length));
    put(header, 136, "00000000000\0");
    put(header, 148, "        ");
    header[156] = '0';
    put(header, 257, "ustar\00000");
    int sum = 0;
    for (byte each : header) {
      sum += each & 0xff;
    }
    put(header, 148, "%06o\0 ".formatted(sum));
    out.write(header);
    out.write(Arrays.copyOf(content, (content.length + BLOCK - 1) / BLOCK * BLOCK));
  }

  private static void end(OutputStream out) throws IOException {
    out.write(new byte[2 * BLOCK]);
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }
}
