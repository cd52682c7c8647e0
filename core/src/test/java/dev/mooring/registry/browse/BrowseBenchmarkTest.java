package dev.mooring.registry.browse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.job.Concurrently;
import dev.mooring.registry.Archives;
import dev.mooring.registry.Digest;
import dev.mooring.registry.Digests;
import dev.mooring.registry.ImageRow;
import dev.mooring.registry.LocalRegistry;
import dev.mooring.registry.MediaTypes;
import dev.mooring.registry.client.HttpRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two thousand repositories with two tags each, and one with two thousand tags, in the real
/// registry, at 0 and 50 ms round trip.
@Tag("bench")
class BrowseBenchmarkTest {
  private static final int MANY = 2_000;
  private static final int VISIBLE = 30;

  @TempDir Path folder;

  @Test
  void aLongListIsReadFromNearAndFar() throws Exception {
    Assumptions.assumeTrue(LocalRegistry.isOnPath("registry"));
    Path data = folder.resolve("server/data/docker/registry/v2");
    Digest config = blob(data, Archives.json(Map.of("os", "linux", "architecture", "amd64")));
    for (int i = 0; i < MANY; i++) {
      image(data, config, "team/app" + i, "1", 2 * i);
      image(data, config, "team/app" + i, "2", 2 * i + 1);
      image(data, config, "large", "v" + i, i);
    }
    try (LocalRegistry server = LocalRegistry.start(folder.resolve("server"))) {
      for (int millis : new int[] {0, 50}) {
        try (DelayedProxy proxy =
            new DelayedProxy(server.uri().getPort(), Duration.ofMillis(millis))) {
          Path cache = folder.resolve("cache" + millis);
          measure(proxy.uri(), cache, millis + " ms cold");
          measure(proxy.uri(), cache, millis + " ms, cache of another process");
        }
      }
    }
  }

  private static void measure(URI at, Path cache, String name) throws Exception {
    try (HttpRegistry registry = new HttpRegistry(at, cache)) {
      long start = System.nanoTime();
      int repositories = registry.repositories().size();
      long listed = System.nanoTime();
      List<String> tags = registry.tags("large");
      long named = System.nanoTime();
      List<Callable<ImageRow>> visible = new ArrayList<>();
      tags.subList(0, VISIBLE).forEach(tag -> visible.add(() -> registry.row("large", tag)));
      Concurrently.all(visible);
      long rows = System.nanoTime();
      List<Long> told = new ArrayList<>();
      registry.images("", row -> told.add(System.nanoTime()));
      assertEquals(3 * MANY, told.size());
      System.out.printf(
          "%s: %d repositories %d ms, %d tags named +%d ms, %d rows +%d ms; all images: first row"
              + " %d ms, %d rows %d ms%n",
          name,
          repositories,
          (listed - start) / 1_000_000,
          tags.size(),
          (named - listed) / 1_000_000,
          VISIBLE,
          (rows - named) / 1_000_000,
          (told.getFirst() - rows) / 1_000_000,
          told.size(),
          (told.getLast() - rows) / 1_000_000);
    }
  }

  /// As the registry keeps it: pushing as many takes minutes.
  private static void image(Path data, Digest config, String repository, String tag, int number)
      throws IOException {
    Map<String, Object> manifest =
        Map.of(
            "schemaVersion", 2,
            "mediaType", MediaTypes.OCI_MANIFEST,
            "config",
                Map.of(
                    "mediaType", "application/vnd.oci.image.config.v1+json",
                    "digest", config.text(),
                    "size", Files.size(path(data, config))),
            "layers", List.of(),
            "annotations", Map.of("number", repository + number));
    Digest digest = blob(data, Archives.json(manifest));
    Path own = data.resolve("repositories").resolve(repository);
    link(own.resolve("_layers/sha256").resolve(config.hex()), config);
    Path manifests = own.resolve("_manifests");
    link(manifests.resolve("revisions/sha256").resolve(digest.hex()), digest);
    link(manifests.resolve("tags").resolve(tag).resolve("current"), digest);
  }

  private static Path path(Path data, Digest digest) {
    return data.resolve("blobs/sha256")
        .resolve(digest.hex().substring(0, 2))
        .resolve(digest.hex())
        .resolve("data");
  }

  private static Digest blob(Path data, byte[] content) throws IOException {
    Digest digest = Digests.of(content);
    Path file = path(data, digest);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
    return digest;
  }

  private static void link(Path folder, Digest to) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("link"), to.text());
  }
}
