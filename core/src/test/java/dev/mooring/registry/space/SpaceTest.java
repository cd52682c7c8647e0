package dev.mooring.registry.space;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.job.Progress;
import dev.mooring.registry.Digests;
import dev.mooring.registry.ImageSource;
import dev.mooring.registry.MediaTypes;
import dev.mooring.registry.TinyRegistry;
import dev.mooring.registry.client.HttpRegistry;
import dev.mooring.registry.tags.TagHistories;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SpaceTest {
  private static final String LAYER = "application/vnd.oci.image.layer.v1.tar+gzip";

  private TinyRegistry server;
  private HttpRegistry registry;

  @BeforeEach
  void start() throws Exception {
    server = new TinyRegistry();
    registry = new HttpRegistry(server.uri(), null);
  }

  @AfterEach
  void stop() {
    registry.close();
    server.close();
  }

  private static String digest(Object of) {
    return Digests.of(String.valueOf(of).getBytes(StandardCharsets.UTF_8)).text();
  }

  private static String descriptor(String type, String digest, Object size) {
    return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%s}".formatted(type, digest, size);
  }

  /// An image of layers that are named by their sizes.
  ///
  /// @return the bytes of its manifest
  private int image(String repository, String tag, Object... layers) {
    byte[] manifest =
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"layers\":[%s]}"
            .formatted(
                MediaTypes.OCI_MANIFEST,
                Arrays.stream(layers)
                    .map(each -> descriptor(LAYER, digest(each), each))
                    .collect(Collectors.joining(",")))
            .getBytes(StandardCharsets.UTF_8);
    server.manifest(repository, tag, MediaTypes.OCI_MANIFEST, manifest);
    return manifest.length;
  }

  private RepositorySpace of(Space space, String repository) {
    return space.repositories().stream()
        .filter(each -> each.repository().equals(repository))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void eachPartIsCountedOnceAndBelongsToWhoeverAloneLeadsToIt() throws Exception {
    int one = image("a", "1", 1_000, 20);
    int two = image("a", "2", 1_000, 300);
    int other = image("b", "1", 1_000, 4_000);
    image("b", "again", 1_000, 4_000);
    Space space = Space.of(registry, Progress.none());

    assertEquals(1_000 + 20 + 300 + 4_000 + one + two + other, space.total());
    RepositorySpace a = of(space, "a");
    RepositorySpace b = of(space, "b");
    assertEquals(List.of(b, a), space.repositories());
    assertEquals(1_320 + one + two, a.size());
    assertEquals(320 + one + two, a.unique());
    assertEquals(1_000, a.shared());
    assertEquals(4_000 + other, b.unique());
    assertEquals(20 + one, a.tags().getFirst().unique());
    assertEquals(1_020 + one, a.tags().getFirst().size());
    assertEquals(List.of(0L, 0L), b.tags().stream().map(ImageSpace::unique).toList());
  }

  @Test
  void whatAnIndexNamesIsItsOwnAndWhatIsMissingTakesNothing() throws Exception {
    image("a", "arm", 500);
    byte[] index =
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[%s,%s]}"
            .formatted(
                MediaTypes.OCI_INDEX,
                descriptor(
                    MediaTypes.OCI_MANIFEST, registry.digest("a", "arm").orElseThrow().text(), 1),
                descriptor(MediaTypes.OCI_MANIFEST, digest("missing"), 9_000))
            .getBytes(StandardCharsets.UTF_8);
    server.manifest("a", "multi", MediaTypes.OCI_INDEX, index);
    String signature = digest("any").replace(':', '-') + ".sig";
    image("a", signature, 7);
    Space space = Space.of(registry, Progress.none());
    RepositorySpace a = of(space, "a");
    assertEquals(List.of("arm", "multi"), a.tags().stream().map(ImageSpace::tag).sorted().toList());
    assertEquals(
        index.length,
        a.tags().stream()
            .filter(each -> each.tag().equals("multi"))
            .findFirst()
            .orElseThrow()
            .unique());
    assertTrue(a.unique() > 507 + index.length, "signatures are counted");
    assertEquals(a.size(), space.total());
  }

  @Test
  void sizesThatAreNoneAndRepositoriesThatCannotBeListedEndNothing() throws Exception {
    image("a", "1", 10, "-5", "9223372036854775807", "1e400", 9_223_372_036_854_775_806L);
    byte[] odd = "{\"layers\":7}".getBytes(StandardCharsets.UTF_8);
    server.manifest("a", "odd", MediaTypes.OCI_MANIFEST, odd);
    server.repository("z");
    server.twists.add(
        exchange -> {
          if (!exchange.getRequestURI().getPath().equals("/v2/z/tags/list")) {
            return false;
          }
          TinyRegistry.error(exchange, 403, "DENIED");
          return true;
        });
    Space space = Space.of(registry, Progress.none());
    assertTrue(space.total() > 0, () -> "total " + space.total());
    assertTrue(of(space, "z").problem().isPresent());
    assertTrue(
        of(space, "a").tags().stream().anyMatch(each -> each.problem().isPresent()),
        () -> of(space, "a").toString());
  }

  private SharedSize shared(String tag) throws Exception {
    ImageSource source = registry.source("a");
    return SharedSize.of(source, source.find(tag).orElseThrow(), Progress.none());
  }

  @Test
  void anImageOwnsWhatNoOtherImageOfItsRepositoryHas() throws Exception {
    int bytes = image("a", "1", 1000, 20);
    image("a", "again", 1000, 20);
    image("a", "2", 1000, 30);
    image("b", "1", 20);
    String signature = digest("any").replace(':', '-') + ".sig";
    image("a", signature, 20);
    assertEquals(new SharedSize(1020 + bytes, 20 + bytes, 1, 2, 0, 0), shared("1"));
    byte[] odd = "{\"layers\":7}".getBytes(StandardCharsets.UTF_8);
    server.manifest("a", "odd", MediaTypes.OCI_MANIFEST, odd);
    assertEquals(1, shared("1").unread());
  }

  @Test
  void ofManyTagsTheLastOnesAreLookedAt() throws Exception {
    int bytes = image("a", "1", 1000);
    image("a", "v1", 1000);
    for (int i = 2; i <= 501; i++) {
      image("a", "v" + i, i);
    }
    assertEquals(new SharedSize(1000 + bytes, 1000 + bytes, 500, 0, 2, 0), shared("1"));
    assertEquals(0, server.requests.stream().filter(e -> e.endsWith("/manifests/v1")).count());
  }

  @Test
  void anImageThatMooringSawLoseItsTagIsCountedAsWhatOnlyItLeadsTo(@TempDir Path folder)
      throws Exception {
    try (HttpRegistry looking =
        new HttpRegistry(server.uri(), null, new TagHistories(folder).of("it"))) {
      int old = image("a", "1", 1_000, 20);
      assertEquals(new Untagged(0, 0), Space.of(looking, Progress.none()).untagged());
      // As somebody else pushes it.
      int now = image("a", "1", 1_000, 300);
      Space space = Space.of(looking, Progress.none());
      assertEquals(1_300 + now, space.total());
      assertEquals(new Untagged(1, 20 + old), space.untagged());
      assertEquals(1_300 + now, of(space, "a").unique(), "it shares nothing that stays");
      assertEquals(new Untagged(0, 0), Space.of(registry, Progress.none()).untagged());
    }
  }
}
