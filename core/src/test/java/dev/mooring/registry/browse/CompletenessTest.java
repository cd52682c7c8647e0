package dev.mooring.registry.browse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.mooring.registry.Archives;
import dev.mooring.registry.MediaTypes;
import dev.mooring.registry.TinyRegistry;
import dev.mooring.registry.client.HttpRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Which tags of a repository are not served whole.
final class CompletenessTest {
  private TinyRegistry server;
  private HttpRegistry registry;

  @BeforeEach
  void start() throws IOException {
    server = new TinyRegistry();
    registry = new HttpRegistry(server.uri(), null);
  }

  @AfterEach
  void stop() {
    registry.close();
    server.close();
  }

  private List<String> incomplete() throws InterruptedException {
    return registry.incomplete("app");
  }

  private static Map<String, Object> blob(String type, byte[] content) {
    return Archives.descriptor(type, content);
  }

  private Map<String, Object> manifest(String tag, String type, Map<String, Object> fields) {
    byte[] bytes = Archives.json(fields);
    server.manifest("app", tag, type, bytes);
    return blob(type, bytes);
  }

  private Map<String, Object> image(String tag, String layerType, int layer) {
    byte[] config = Archives.json(Map.of("n", layer));
    server.blob(config);
    return manifest(
        tag,
        MediaTypes.OCI_MANIFEST,
        Map.of(
            "schemaVersion",
            2,
            "config",
            blob(MediaTypes.DOCKER_CONFIG, config),
            "layers",
            List.of(blob(layerType, layer(layer)))));
  }

  private static byte[] layer(int layer) {
    return new byte[] {(byte) layer};
  }

  private Map<String, Object> index(String tag, List<Map<String, Object>> children) {
    return manifest(tag, MediaTypes.OCI_INDEX, Map.of("schemaVersion", 2, "manifests", children));
  }

  @Test
  void aTagIsToldWhenAnythingThatItLeadsToIsGone() throws Exception {
    server.blob(layer(1));
    Map<String, Object> whole = image("whole", MediaTypes.OCI_LAYER_TAR, 1);
    Map<String, Object> cut = image("cut", MediaTypes.OCI_LAYER_TAR, 2);
    image("elsewhere", "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip", 3);
    index("both", List.of(whole, cut));
    index("deep", List.of(index("", List.of(whole))));
    index("hole", List.of(whole, blob(MediaTypes.OCI_MANIFEST, layer(9))));
    server.manifest("app", "odd", MediaTypes.OCI_MANIFEST, layer(8));
    assertEquals(List.of("both", "cut", "hole"), incomplete());
    server.blob(layer(2));
    assertEquals(List.of("hole"), incomplete());
  }

  /// Each level is a few kilobytes and names the next a thousand times.
  @Test
  void anIndexThatNamesTheSameAgainAndAgainIsWalkedOnce() throws Exception {
    server.blob(layer(1));
    Map<String, Object> next = image("", MediaTypes.OCI_LAYER_TAR, 1);
    for (int level = 0; level < 4; level++) {
      next = index(level == 3 ? "bomb" : "", new ArrayList<>(Collections.nCopies(1_000, next)));
    }
    assertTimeoutPreemptively(Duration.ofSeconds(20), () -> assertEquals(List.of(), incomplete()));
  }
}
