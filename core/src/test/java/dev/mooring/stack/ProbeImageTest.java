package dev.mooring.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;

/// The test image read as a node's runtime reads it: from the index to the file in the layer.
final class ProbeImageTest {
  private static ProbeImage image(String marker) {
    return ProbeImage.of(marker, new TreeSet<>(List.of("amd64", "arm64")));
  }

  private static Document read(ProbeImage.Blob blob) {
    return Documents.yaml(new String(blob.content(), StandardCharsets.UTF_8), "json").getFirst();
  }

  private static String sha256(byte[] content) throws NoSuchAlgorithmException {
    return "sha256:"
        + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
  }

  private static Map<String, ProbeImage.Blob> byDigest(ProbeImage image)
      throws NoSuchAlgorithmException {
    Map<String, ProbeImage.Blob> all = new TreeMap<>();
    for (ProbeImage.Blob each :
        Stream.concat(image.blobs().stream(), image.manifests().stream()).toList()) {
      all.put(sha256(each.content()), each);
    }
    return all;
  }

  private static ProbeImage.Blob follow(Map<String, ProbeImage.Blob> all, Document descriptor) {
    ProbeImage.Blob blob = all.get(descriptor.at("digest").textOrEmpty());
    assertEquals(descriptor.at("mediaType").textOrEmpty(), blob.mediaType());
    assertEquals(descriptor.at("size").integer().orElseThrow(), blob.content().length);
    return blob;
  }

  @Test
  void everyArchitectureLeadsFromTheIndexToItsOwnConfigAndTheOneLayer() throws Exception {
    ProbeImage image = image("once");
    Map<String, ProbeImage.Blob> all = byDigest(image);
    Document index = read(image.index());
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
    byte[] layer = image(marker).blobs().getFirst().content();
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
    assertNotEquals(image("a").blobs().getFirst().digest(), image("b").blobs().getFirst().digest());
  }
}
