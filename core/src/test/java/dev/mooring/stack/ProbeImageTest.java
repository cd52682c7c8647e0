package dev.mooring.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digest;
import dev.mooring.registry.Manifest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;

/// The test image read as a node's runtime reads it: from the index to the file in the layer.
final class ProbeImageTest {
  private static ProbeImage image(String marker) {
    return new ProbeImage(marker, new TreeSet<>(List.of("amd64", "arm64")));
  }

  private static Document read(byte[] content) {
    return Documents.yaml(new String(content, StandardCharsets.UTF_8), "json").getFirst();
  }

  private static String sha256(byte[] content) throws NoSuchAlgorithmException {
    return "sha256:"
        + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
  }

  private static Map<String, byte[]> byDigest(ProbeImage image) throws Exception {
    Map<String, byte[]> all = new TreeMap<>();
    for (Digest each : image.blobs()) {
      byte[] content = content(image, each);
      all.put(sha256(content), content);
    }
    for (Manifest each : image.manifests()) {
      assertEquals(each.mediaType(), each.document().at("mediaType").textOrEmpty());
      all.put(sha256(each.bytes()), each.bytes());
    }
    return all;
  }

  private static byte[] content(ProbeImage image, Digest digest) throws IOException {
    try (InputStream in = image.open(Descriptor.of("", digest, 0), 0)) {
      return in.readAllBytes();
    }
  }

  private static byte[] follow(Map<String, byte[]> all, Document descriptor) {
    byte[] content = all.get(descriptor.at("digest").textOrEmpty());
    assertEquals(descriptor.at("size").integer().orElseThrow(), content.length);
    return content;
  }

  @Test
  void everyArchitectureLeadsFromTheIndexToItsOwnConfigAndTheOneLayer() throws Exception {
    ProbeImage image = image("once");
    Map<String, byte[]> all = byDigest(image);
    Document index = read(image.index().bytes());
    assertEquals(2, index.at("schemaVersion").integer().orElseThrow());
    assertEquals("application/vnd.oci.image.index.v1+json", image.index().mediaType());
    List<String> architectures =
        index.at("manifests").items().stream()
            .map(each -> each.at("platform", "architecture").textOrEmpty())
            .toList();
    assertEquals(List.of("amd64", "arm64"), architectures);
    for (Document each : index.at("manifests").items()) {
      assertEquals("linux", each.at("platform", "os").textOrEmpty());
      Document manifest = read(follow(all, each));
      Document layer = manifest.at("layers").items().getFirst();
      follow(all, layer);
      Document config = read(follow(all, manifest.at("config")));
      assertEquals(
          each.at("platform", "architecture").textOrEmpty(),
          config.at("architecture").textOrEmpty());
      assertEquals("linux", config.at("os").textOrEmpty());
      assertEquals("65534:65534", config.at("config", "User").textOrEmpty());
      // The layer is not compressed, so that its digest is its diff id.
      assertEquals(
          List.of(layer.at("digest").textOrEmpty()), config.at("rootfs", "diff_ids").texts());
    }
  }

  @Test
  void theLayerIsAnArchiveOfOneReadableFile() throws IOException {
    String marker = "m".repeat(700);
    byte[] layer = content(image(marker), image(marker).blobs().getFirst());
    try (TarArchiveInputStream tar = new TarArchiveInputStream(new ByteArrayInputStream(layer))) {
      TarArchiveEntry file = tar.getNextEntry();
      assertEquals("mooring-verify", file.getName());
      assertEquals(true, file.isFile() && file.isCheckSumOK());
      assertEquals(0444, file.getMode());
      assertEquals(marker, new String(tar.readAllBytes(), StandardCharsets.US_ASCII));
      assertEquals(null, tar.getNextEntry());
    }
    assertEquals(0, layer.length % 512);
  }

  @Test
  void noNodeCanHaveAnImageOfAnotherMarker() {
    assertEquals(image("a").index().digest(), image("a").index().digest());
    assertNotEquals(image("a").index().digest(), image("b").index().digest());
    assertNotEquals(image("a").blobs().getFirst(), image("b").blobs().getFirst());
  }
}
