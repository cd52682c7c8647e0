package dev.mooring.registry.browse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.problem.MooringException;
import dev.mooring.registry.Archives;
import dev.mooring.registry.Digest;
import dev.mooring.registry.MediaTypes;
import dev.mooring.registry.Registry;
import dev.mooring.registry.TinyRegistry;
import dev.mooring.registry.client.HttpRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class PruningTest {
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

  private static byte[] content(String name) {
    return Archives.json(
        Map.of(
            "schemaVersion",
            2,
            "mediaType",
            MediaTypes.OCI_MANIFEST,
            "layers",
            List.of(),
            "annotations",
            Map.of("name", name)));
  }

  private Digest image(String tag, String name) {
    return new Digest(server.manifest("app", tag, MediaTypes.OCI_MANIFEST, content(name)));
  }

  private Digest index(String tag, String... names) {
    List<Object> children = new ArrayList<>();
    for (String each : names) {
      image("", each);
      children.add(Archives.descriptor(MediaTypes.OCI_MANIFEST, content(each)));
    }
    byte[] index =
        Archives.json(
            Map.of("schemaVersion", 2, "mediaType", MediaTypes.OCI_INDEX, "manifests", children));
    return new Digest(server.manifest("app", tag, MediaTypes.OCI_INDEX, index));
  }

  private String sign(Digest digest) {
    String tag = "sha256-" + digest.hex() + ".sig";
    image(tag, "signature of " + digest);
    return tag;
  }

  private Registry.Pruning plan(String... tags) throws InterruptedException {
    return registry.planPruning("app", Set.of(tags), Set.of());
  }

  private List<String> deleted() {
    return server.requests.stream()
        .filter(each -> each.startsWith("DELETE"))
        .map(each -> each.substring("DELETE /v2/app/manifests/".length()))
        .toList();
  }

  @Test
  void tagsGoFirstThenTheirSignaturesThenIndexesBeforeTheirChildren() throws Exception {
    Digest index = index("1", "amd", "arm");
    Digest amd = image("", "amd");
    Digest arm = image("", "arm");
    String signature = sign(index);
    Digest stays = image("2", "other");
    Registry.Pruning plan = plan("1");
    assertEquals(Map.of("1", index), plan.tags());
    assertEquals(List.of(signature), plan.attached());
    assertEquals(4, plan.manifests().size(), "with the signature's own: " + plan);

    assertEquals(List.of("1", signature), registry.prune(plan, Set.of()));
    List<String> order = deleted();
    assertEquals(List.of("1", signature), order.subList(0, 2));
    assertTrue(order.indexOf(index.text()) < order.indexOf(amd.text()), order.toString());
    assertTrue(order.containsAll(List.of(index.text(), amd.text(), arm.text())));
    assertEquals(List.of("2"), server.tagsOf("app"));
    assertEquals(1, server.manifestCount("app"));
    assertTrue(server.hasManifest("app", stays.text()));
  }

  @Test
  void whatATagThatStaysNeedsIsKept() throws Exception {
    Digest index = index("1", "amd", "arm");
    Digest amd = image("amd", "amd");
    String signature = sign(amd);
    Registry.Pruning plan = plan("1");
    assertEquals(List.of(), plan.attached(), "the signed image stays");
    registry.prune(plan, Set.of());
    assertEquals(List.of("amd", signature), server.tagsOf("app"));
    assertTrue(server.hasManifest("app", amd.text()));
    assertFalse(server.hasManifest("app", index.text()));
    assertEquals(2, server.manifestCount("app"));
  }

  @Test
  void whatAPodRunsIsKeptWithoutItsTag() throws Exception {
    Digest index = index("1", "amd", "arm");
    Digest arm = image("", "arm");
    Registry.Pruning plan = registry.planPruning("app", Set.of("1"), Set.of(arm));
    assertFalse(plan.manifests().contains(arm), plan.toString());
    registry.prune(plan, Set.of(arm));
    assertTrue(server.hasManifest("app", arm.text()));
    assertFalse(server.hasManifest("app", index.text()));
    assertEquals(List.of(), server.tagsOf("app"));
  }

  @Test
  void whatAPodBeganToRunAfterThePlanIsKept() throws Exception {
    Digest image = image("1", "a");
    Registry.Pruning plan = plan("1");
    assertEquals(List.of(image), plan.manifests());
    assertEquals(List.of("1"), registry.prune(plan, Set.of(image)));
    assertTrue(server.hasManifest("app", image.text()));
  }

  @Test
  void aTagThatWasPushedAgainAfterThePlanStays() throws Exception {
    image("1", "a");
    Digest second = image("2", "b");
    Registry.Pruning plan = plan("1", "2");
    Digest pushed = image("1", "c");
    assertEquals(List.of("2"), registry.prune(plan, Set.of()));
    assertEquals(List.of("1"), server.tagsOf("app"));
    assertTrue(server.hasManifest("app", pushed.text()));
    assertFalse(server.hasManifest("app", second.text()));
  }

  @Test
  void aTagThatIsGoneIsNotMissed() throws Exception {
    image("1", "a");
    image("2", "b");
    Registry.Pruning plan = plan("1", "2");
    registry.remove(registry.planRemoval("app", "2"));
    assertEquals(List.of("1"), registry.prune(plan, Set.of()));
  }

  @Test
  void whatCameAfterThePlanDoesNotGoWithIt() throws Exception {
    Digest image = image("1", "a");
    Registry.Pruning plan = plan("1");
    String late = sign(image);
    assertEquals(List.of("1"), registry.prune(plan, Set.of()));
    assertEquals(List.of(late), server.tagsOf("app"));
    assertEquals(1, server.manifestCount("app"), "the image, but not its late signature");
  }

  @Test
  void aTagThatIsNotThereIsNoPartOfAPlan() throws Exception {
    image("1", "a");
    Registry.Pruning plan = plan("2");
    assertEquals(Map.of(), plan.tags());
    assertEquals(List.of(), plan.manifests());
    assertEquals(List.of(), registry.prune(plan, Set.of()));
    assertEquals(List.of(), deleted());
  }

  @Test
  void theFirstFailureIsTheLastDelete() throws Exception {
    Digest image = image("1", "a");
    Registry.Pruning plan = plan("1");
    server.deletes = false;
    assertThrows(MooringException.class, () -> registry.prune(plan, Set.of()));
    assertEquals(List.of("1"), deleted());
    assertTrue(server.hasManifest("app", image.text()));
  }

  @Test
  void whatSomebodyElseDeletedMeanwhileIsNoFailure() throws Exception {
    image("1", "a");
    Registry.Pruning plan = plan("1");
    server.twists.add(
        exchange -> {
          boolean hit = exchange.getRequestMethod().equals("DELETE");
          if (hit) {
            TinyRegistry.error(exchange, 404, "MANIFEST_UNKNOWN");
          }
          return hit;
        });
    assertEquals(List.of("1"), registry.prune(plan, Set.of()));
    assertEquals(2, deleted().size());
  }
}
