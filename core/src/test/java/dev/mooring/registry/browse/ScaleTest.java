package dev.mooring.registry.browse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.registry.Archives;
import dev.mooring.registry.Digests;
import dev.mooring.registry.ImageRow;
import dev.mooring.registry.MediaTypes;
import dev.mooring.registry.NaturalOrder;
import dev.mooring.registry.TinyRegistry;
import dev.mooring.registry.client.HttpRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How much a long list asks of a registry.
class ScaleTest {
  private static final int REPOSITORIES = 2_000;
  private static final int TAGS = 2_000;

  @TempDir Path folder;
  private TinyRegistry server;
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();

  @BeforeEach
  void start() throws Exception {
    server = new TinyRegistry();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private HttpRegistry registry() {
    return new HttpRegistry(server.uri(), folder.resolve("cache"));
  }

  /// An image of its own, whose config is that of all.
  private void image(String repository, String tag, int number) throws Exception {
    byte[] config = Archives.json(Map.of("os", "linux", "architecture", "amd64"));
    server.blob(config);
    Map<String, Object> manifest =
        Map.of(
            "schemaVersion", 2,
            "mediaType", MediaTypes.OCI_MANIFEST,
            "config",
                Map.of(
                    "mediaType",
                    "application/vnd.oci.image.config.v1+json",
                    "digest",
                    Digests.of(config).text(),
                    "size",
                    config.length),
            "layers", List.of(),
            "annotations", Map.of("number", String.valueOf(number)));
    server.manifest(repository, tag, MediaTypes.OCI_MANIFEST, Archives.json(manifest));
  }

  private static boolean arrived(CountDownLatch latch) {
    try {
      return latch.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Test
  void thousandsOfRepositoriesAreListedSideBySideAndRowsAreToldAsTheyCome() throws Exception {
    for (int i = 0; i < REPOSITORIES; i++) {
      image("team/app" + i, "1", i);
    }
    CountDownLatch first = new CountDownLatch(1);
    AtomicBoolean waitedInVain = new AtomicBoolean();
    server.twists.add(
        exchange -> {
          most.accumulateAndGet(open.incrementAndGet(), Math::max);
          if (exchange.getRequestURI().getPath().equals("/v2/team/app1999/tags/list")) {
            waitedInVain.set(!arrived(first));
          }
          open.decrementAndGet();
          return false;
        });
    List<ImageRow> rows = new ArrayList<>();
    try (HttpRegistry registry = registry()) {
      registry.images(
          "team/app19",
          row -> {
            rows.add(row);
            first.countDown();
          });
    }
    assertEquals(
        IntStream.range(0, REPOSITORIES)
            .mapToObj(i -> "team/app" + i)
            .filter(each -> each.startsWith("team/app19"))
            .sorted(NaturalOrder.INSTANCE)
            .toList(),
        rows.stream().map(ImageRow::repository).toList());
    assertTrue(rows.stream().allMatch(each -> each.problem().isEmpty()));
    assertTrue(server.count("GET /v2/_catalog") <= 3);
    assertTrue(
        server.requests.size() <= 3 + 2 * rows.size() + 16,
        "a list and a manifest each, and the config once for all who ask at the same time: "
            + server.requests.size());
    assertFalse(waitedInVain.get(), "the first row came before the last list was answered");
    assertTrue(most.get() <= 24, "eight lists and sixteen rows at once: " + most.get());
  }

  @Test
  void questionsAreAskedSideBySide() throws Exception {
    for (int i = 0; i < 16; i++) {
      image("team/app" + i, "1", i);
    }
    CountDownLatch together = new CountDownLatch(8);
    server.twists.add(
        exchange -> {
          if (exchange.getRequestURI().getPath().contains("/manifests/")) {
            together.countDown();
            arrived(together);
          }
          return false;
        });
    try (HttpRegistry registry = registry()) {
      assertEquals(16, registry.images("").size());
    }
    assertEquals(0, together.getCount(), "of eight repositories");
  }

  @Test
  void thousandsOfTagsAreNamedByARequestAPageAndARowIsOne() throws Exception {
    for (int i = 0; i < TAGS; i++) {
      image("app", "v" + i, i);
    }
    try (HttpRegistry registry = registry()) {
      List<String> tags = registry.tags("app");
      assertEquals(TAGS, tags.size());
      assertEquals("v10", tags.get(10), "natural order");
      assertTrue(server.requests.size() <= 3, server.requests::toString);
      registry.row("app", "v0");
      server.requests.clear();
      for (String tag : tags.subList(1, 26)) {
        assertTrue(registry.row("app", tag).problem().isEmpty());
      }
      assertEquals(25, server.requests.size(), "one for each row that is looked at");
    }
    server.requests.clear();
    try (HttpRegistry again = registry()) {
      again.row("app", "v0");
      assertEquals(List.of("GET /v2/app/manifests/v0"), server.requests, "no config again");
    }
  }
}
