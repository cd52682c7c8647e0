package dev.mooring.registry.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.job.Progress;
import dev.mooring.registry.Archives;
import dev.mooring.registry.Digests;
import dev.mooring.registry.MediaTypes;
import dev.mooring.registry.TinyRegistry;
import dev.mooring.registry.client.HttpRegistry;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a copy says while it goes on.
class CopyProgressTest {
  private static final int LAYER = 2 << 20;

  private TinyRegistry there;
  private TinyRegistry here;

  @BeforeEach
  void start() throws Exception {
    there = new TinyRegistry();
    here = new TinyRegistry();
  }

  @AfterEach
  void stop() {
    there.close();
    here.close();
  }

  /// Remembers how far each part came, by its path.
  private record Told(String path, Map<String, List<Long>> all) implements Progress {
    @Override
    public void step(String sentence) {}

    @Override
    public void advance(String part, long done, long total, Unit unit) {
      all.put(path, List.of(done, total));
    }

    @Override
    public Progress part(String name) {
      return new Told(path + " > " + name, all);
    }
  }

  private byte[] blob(int seed) {
    byte[] content = new byte[LAYER];
    new Random(seed).nextBytes(content);
    there.blob(content);
    return content;
  }

  private Map<String, Object> image(String tag, String architecture, byte[]... layers) {
    byte[] config = Archives.config(architecture, List.of(layers));
    there.blob(config);
    byte[] manifest =
        Archives.json(
            Map.of(
                "schemaVersion",
                2,
                "mediaType",
                MediaTypes.OCI_MANIFEST,
                "config",
                Archives.descriptor(MediaTypes.OCI_CONFIG, config),
                "layers",
                Arrays.stream(layers)
                    .map(each -> Archives.descriptor(MediaTypes.OCI_LAYER_TAR, each))
                    .toList()));
    there.manifest("app", tag, MediaTypes.OCI_MANIFEST, manifest);
    Map<String, Object> child =
        new HashMap<>(Archives.descriptor(MediaTypes.OCI_MANIFEST, manifest));
    child.put("platform", Map.of("os", "linux", "architecture", architecture));
    return child;
  }

  private Map<String, List<Long>> copied(String tag) throws Exception {
    Map<String, List<Long>> told = new ConcurrentHashMap<>();
    try (HttpRegistry from = new HttpRegistry(there.uri(), null);
        HttpRegistry to = new HttpRegistry(here.uri(), null)) {
      new ImageCopy(from.source("app"), to.sink("app"))
          .run(tag, tag, Optional.empty(), new Told("all", told));
    }
    return new TreeMap<>(told);
  }

  private static String name(byte[] layer) {
    return Digests.of(layer).brief();
  }

  @Test
  void anIndexIsToldAsAWholeAndByImageAndByLayerAndEachByteOnce() throws Exception {
    byte[] shared = blob(1);
    byte[] own = blob(2);
    byte[] other = blob(3);
    List<Map<String, Object>> children =
        List.of(image("a", "amd64", shared, own), image("b", "arm64", shared, other));
    byte[] index =
        Archives.json(
            Map.of("schemaVersion", 2, "mediaType", MediaTypes.OCI_INDEX, "manifests", children));
    there.manifest("app", "1", MediaTypes.OCI_INDEX, index);

    Map<String, List<Long>> told = copied("1");

    assertTrue(
        told.keySet()
            .containsAll(
                List.of(
                    "all",
                    "all > linux/amd64",
                    "all > linux/amd64 > " + name(shared),
                    "all > linux/amd64 > " + name(own),
                    "all > linux/arm64",
                    "all > linux/arm64 > " + name(other))),
        told::toString);
    assertEquals(6, told.size(), told::toString);
    told.forEach((path, at) -> assertEquals(at.get(1), at.get(0), path + " is done at the end"));
    assertEquals(
        told.get("all").get(1),
        told.get("all > linux/amd64").get(1) + told.get("all > linux/arm64").get(1),
        "the layer that both have is told once");
    assertEquals(LAYER, told.get("all > linux/arm64 > " + name(other)).get(1));
  }

  @Test
  void theLayersOfASingleImageAreBelowTheWhole() throws Exception {
    byte[] layer = blob(1);
    image("1", "amd64", layer);
    assertEquals(List.of("all", "all > " + name(layer)), List.copyOf(copied("1").keySet()));
  }

  @Test
  void whatIsThereIsDoneAtOnce() throws Exception {
    image("1", "amd64", blob(1));
    assertEquals(copied("1"), copied("1"));
  }
}
