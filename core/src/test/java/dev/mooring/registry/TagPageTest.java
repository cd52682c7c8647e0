package dev.mooring.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.registry.archive.FolderContent;
import dev.mooring.registry.archive.LayoutIndex;
import dev.mooring.registry.archive.LayoutSource;
import dev.mooring.registry.client.HttpRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every place lists its tags in pages that end.
final class TagPageTest {
  private static final List<String> TAGS =
      IntStream.range(0, 2_500).mapToObj("t%04d"::formatted).toList();

  @TempDir private Path folder;

  private static List<Integer> assertAllTagsOf(ImageSource source) throws InterruptedException {
    List<String> all = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();
    String from = "";
    do {
      TagPage page = source.tags(from);
      all.addAll(page.tags());
      sizes.add(page.tags().size());
      from = page.next();
    } while (!from.isEmpty());
    assertEquals(TAGS, all);
    return sizes;
  }

  @Test
  void aRegistryIsAskedForOnePageAtATime() throws Exception {
    try (TinyRegistry server = new TinyRegistry();
        HttpRegistry registry = new HttpRegistry(server.uri(), null)) {
      byte[] manifest = Archives.json(Map.of("schemaVersion", 2, "layers", List.of()));
      TAGS.forEach(tag -> server.manifest("app", tag, MediaTypes.OCI_MANIFEST, manifest));
      assertEquals(List.of(1_000, 1_000, 500), assertAllTagsOf(registry.source("app")));
      assertEquals(3, server.requests.size());
      // Releases before 3.0 know no pages of tags.
      server.release = TinyRegistry.Release.V2_8;
      assertEquals(List.of(2_500), assertAllTagsOf(registry.source("app")));
    }
  }

  @Test
  void aPageThatNamesItselfOrAnotherHostAsTheNextIsRefused() throws Exception {
    try (TinyRegistry server = new TinyRegistry();
        HttpRegistry registry = new HttpRegistry(server.uri(), null)) {
      for (String next : List.of("/v2/app/tags/list?n=1000", "http://other.test/v2/x")) {
        server.twists.clear();
        server.twists.add(
            exchange -> {
              exchange.getResponseHeaders().add("Link", "<" + next + ">; rel=\"next\"");
              TinyRegistry.answer(exchange, 200, "application/json", "{\"tags\":[\"1\"]}");
              return true;
            });
        MooringException failed =
            assertThrows(MooringException.class, () -> registry.source("app").tags(""));
        assertEquals(Code.NOT_A_REGISTRY, failed.problem().code(), next);
      }
    }
  }

  @Test
  void aLayoutListsTheTagsOfOneRepository() throws Exception {
    String digest = Digests.of(new byte[0]).text();
    List<Map<String, Object>> images = new ArrayList<>();
    for (String tag : TAGS) {
      images.add(named(digest, "app:" + tag));
      images.add(named(digest, "app2:" + tag + "x"));
    }
    byte[] json = Archives.json(Map.of("schemaVersion", 2, "manifests", images));
    LayoutIndex index = LayoutIndex.read(json, "");
    assertEquals(
        List.of(1_000, 1_000, 500),
        assertAllTagsOf(new LayoutSource(FolderContent.at(folder), index, "app")));
  }

  private static Map<String, Object> named(String digest, String name) {
    return Map.of(
        "digest", digest, "annotations", Map.of("org.opencontainers.image.ref.name", name));
  }
}
