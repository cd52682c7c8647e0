package dev.mooring.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.job.Progress;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.registry.client.HttpRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a removal takes with it, what it leaves, and what it refuses.
class RemovalTest {
  @TempDir Path folder;
  private final Archives.Layout layout = new Archives.Layout();
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

  private Problem refusal(String reference) {
    return assertThrows(MooringException.class, () -> registry.planRemoval("app", reference))
        .problem();
  }

  private Map<String, Object> image(int seed) {
    return layout.image("amd64", List.of(Archives.layer(seed, 1000)));
  }

  private Digest push(Map<String, Object> image, String tag) throws Exception {
    return registry.push(
        layout.write(folder.resolve("i.tar"), List.of(image)),
        server.name("app:" + tag),
        Progress.none());
  }

  private static String digest(Map<String, Object> image) {
    return String.valueOf(image.get("digest"));
  }

  private Map<String, Object> index(Map<String, Object> amd, Map<String, Object> arm) {
    return layout.index(new TreeMap<>(Map.of("linux/amd64", amd, "linux/arm64", arm)));
  }

  /// As cosign does: a manifest of its own under a tag that names the signed digest.
  private String sign(String digest, String suffix, int seed) {
    String tag = digest.replace(':', '-') + suffix;
    server.manifest("app", tag, MediaTypes.OCI_MANIFEST, artifact(seed));
    return tag;
  }

  private static byte[] artifact(int seed) {
    Map<String, Object> manifest = new LinkedHashMap<>();
    manifest.put("schemaVersion", 2);
    manifest.put("mediaType", MediaTypes.OCI_MANIFEST);
    manifest.put("layers", List.of());
    manifest.put("annotations", Map.of("seed", String.valueOf(seed)));
    return Archives.json(manifest);
  }

  private List<String> allTags() throws Exception {
    return new ArrayList<>(server.tagsOf("app"));
  }

  @Test
  void aDigestThatAnIndexStillRefersToIsRefusedByTheNameOfTheIndex() throws Exception {
    Map<String, Object> arm = image(2);
    push(index(image(1), arm), "multi");
    Problem problem = refusal(digest(arm));
    assertEquals(Code.DIGEST_IN_USE, problem.code());
    assertTrue(problem.why().contains("app:multi"), problem.why());
    assertEquals(2, registry.summary("app", "multi").platforms().size());
  }

  @Test
  void aTagOfTheChildDoesNotMakeItsDigestFreeToGo() throws Exception {
    Map<String, Object> arm = image(2);
    push(index(image(1), arm), "multi");
    push(arm, "arm");
    assertEquals(Code.DIGEST_IN_USE, refusal(digest(arm)).code());
    registry.remove(registry.planRemoval("app", "arm"));
    assertEquals(List.of("multi"), allTags());
    assertEquals(2, registry.summary("app", "multi").platforms().size());
  }

  @Test
  void anIndexInsideIndexesIsStillInUseHoweverDeep() throws Exception {
    Map<String, Object> leaf = image(1);
    Map<String, Object> nested = leaf;
    for (int i = 0; i < 10; i++) {
      nested = layout.index(Map.of("linux/amd64", nested));
      byte[] content = layout.content(nested);
      server.manifest("app", "", MediaTypes.OCI_INDEX, content);
    }
    server.manifest("app", "deep", MediaTypes.OCI_INDEX, layout.content(nested));
    server.manifest("app", "", MediaTypes.OCI_MANIFEST, layout.content(leaf));
    Problem problem = refusal(digest(leaf));
    assertTrue(problem.why().contains("app:deep"), problem.why());
  }

  @Test
  void anIndexThatCameAfterThePlanStopsTheRemoval() throws Exception {
    Map<String, Object> arm = image(2);
    push(arm, "arm");
    Registry.Removal plan = registry.planRemoval("app", digest(arm));
    push(index(image(1), arm), "multi");
    assertThrows(MooringException.class, () -> registry.remove(plan));
    assertEquals(List.of("arm", "multi"), allTags());
  }

  @Test
  void anIndexThatCannotBeReadStopsTheRemovalOfOtherDigestsAndNotItsOwn() throws Exception {
    Map<String, Object> image = image(1);
    push(image, "1");
    String odd = server.manifest("app", "odd", MediaTypes.OCI_INDEX, new byte[] {1, 2, 3});
    Problem problem = refusal(digest(image));
    assertTrue(problem.why().contains("app:odd"), problem.why());
    registry.remove(registry.planRemoval("app", odd));
    assertEquals(List.of("1"), allTags());
    registry.remove(registry.planRemoval("app", digest(image)));
    assertEquals(List.of(), allTags());
  }

  @Test
  void theLastTagTakesTheSignaturesWithItAndAnEarlierOneLeavesThem() throws Exception {
    Map<String, Object> image = image(1);
    push(image, "1");
    push(image, "2");
    Map<String, Object> other = image(2);
    push(other, "other");
    List<String> own =
        List.of(
            sign(digest(image), "", 10),
            sign(digest(image), ".att", 11),
            sign(digest(image), ".sbom", 12),
            sign(digest(image), ".sig", 13));
    // A signature may be signed itself.
    String signature = Digests.of(artifact(13)).text();
    String second = sign(signature, ".sig", 14);
    String stays = sign(digest(other), ".sig", 15);

    Registry.Removal first = registry.planRemoval("app", "1");
    assertEquals(List.of(), first.attached());
    registry.remove(first);
    Registry.Removal last = registry.planRemoval("app", "2");
    assertEquals(List.of("2"), last.tags());
    assertEquals(
        java.util.stream.Stream.concat(own.stream(), java.util.stream.Stream.of(second))
            .sorted()
            .toList(),
        last.attached().stream().sorted().toList());
    registry.remove(last);
    assertEquals(List.of("other", stays), allTags().stream().sorted().toList());
  }

  @Test
  void signaturesOfAPlatformStayWhileAnIndexNeedsIt() throws Exception {
    Map<String, Object> arm = image(2);
    Map<String, Object> index = index(image(1), arm);
    push(index, "multi");
    push(arm, "arm");
    String ofChild = sign(digest(arm), ".sig", 1);
    String ofIndex = sign(digest(index), ".sig", 2);
    assertEquals(List.of(), registry.planRemoval("app", "arm").attached());
    registry.remove(registry.planRemoval("app", "arm"));
    Registry.Removal last = registry.planRemoval("app", "multi");
    assertEquals(
        List.of(ofChild, ofIndex).stream().sorted().toList(),
        last.attached().stream().sorted().toList());
  }

  @Test
  void aDigestGoesWithItsSignaturesAndTheReferrersBehindTheirTag() throws Exception {
    Map<String, Object> image = image(1);
    push(image, "1");
    byte[] referrer = artifact(5);
    String referrerDigest = server.manifest("app", "", MediaTypes.OCI_MANIFEST, referrer);
    Map<String, Object> list = new LinkedHashMap<>();
    list.put("schemaVersion", 2);
    list.put("mediaType", MediaTypes.OCI_INDEX);
    list.put("manifests", List.of(Archives.descriptor(MediaTypes.OCI_MANIFEST, referrer)));
    String fallback = digest(image).replace(':', '-');
    server.manifest("app", fallback, MediaTypes.OCI_INDEX, Archives.json(list));
    Problem used = refusal(referrerDigest);
    assertTrue(used.why().contains("app:" + fallback), used.why());

    server.release = TinyRegistry.Release.V2_8;
    Registry.Removal plan = registry.planRemoval("app", digest(image));
    assertEquals(List.of("1"), plan.tags());
    assertEquals(List.of(fallback), plan.attached());
    assertTrue(plan.manifests().contains(new Digest(referrerDigest)), plan.toString());
    registry.remove(plan);
    assertEquals(List.of(), allTags());
    assertEquals(0, server.manifestCount("app"));
  }

  @Test
  void referrersThatTheRegistryListsGoTooUnlessATagNeedsThem() throws Exception {
    Map<String, Object> image = image(1);
    push(image, "1");
    byte[] own = artifact(5);
    byte[] tagged = artifact(6);
    String goes = server.manifest("app", "", MediaTypes.OCI_MANIFEST, own);
    String stays = server.manifest("app", "report", MediaTypes.OCI_MANIFEST, tagged);
    server.twists.add(
        exchange -> {
          String path = exchange.getRequestURI().getPath();
          if (!path.startsWith("/v2/app/referrers/")) {
            return false;
          }
          List<Object> found =
              path.endsWith(digest(image))
                  ? List.of(
                      Archives.descriptor(MediaTypes.OCI_MANIFEST, own),
                      Archives.descriptor(MediaTypes.OCI_MANIFEST, tagged))
                  : List.of();
          TinyRegistry.answer(
              exchange,
              200,
              MediaTypes.OCI_INDEX,
              new String(
                  Archives.json(
                      Map.of(
                          "schemaVersion",
                          2,
                          "mediaType",
                          MediaTypes.OCI_INDEX,
                          "manifests",
                          found)),
                  java.nio.charset.StandardCharsets.UTF_8));
          return true;
        });
    Registry.Removal plan = registry.planRemoval("app", digest(image));
    assertEquals(List.of(new Digest(digest(image)), new Digest(goes)), plan.manifests());
    registry.remove(plan);
    assertEquals(List.of("report"), allTags());
    assertTrue(server.hasManifest("app", stays));
  }

  @Test
  void aSignatureThatCameAfterThePlanStopsTheRemoval() throws Exception {
    Map<String, Object> image = image(1);
    push(image, "1");
    Registry.Removal plan = registry.planRemoval("app", "1");
    String late = sign(digest(image), ".sig", 1);
    Problem problem = assertThrows(MooringException.class, () -> registry.remove(plan)).problem();
    assertEquals(Code.IMAGE_CHANGED, problem.code());
    assertEquals(List.of("1", late), allTags());
  }

  @Test
  void whatCouldNotGoAfterTheImageIsNamed() throws Exception {
    Map<String, Object> image = image(1);
    push(image, "1");
    String signature = sign(digest(image), ".sig", 1);
    server.twists.add(
        exchange -> {
          boolean hit =
              exchange.getRequestMethod().equals("DELETE")
                  && exchange.getRequestURI().getPath().endsWith(signature);
          if (hit) {
            TinyRegistry.error(exchange, 500, "UNKNOWN");
          }
          return hit;
        });
    Registry.Removal plan = registry.planRemoval("app", "1");
    Problem problem = assertThrows(MooringException.class, () -> registry.remove(plan)).problem();
    assertTrue(problem.what().contains(signature), problem.what());
    assertEquals(List.of(signature), allTags());
  }

  @Test
  void whatWentIsNamedSoThatItCanComeBackWithItsSignature() throws Exception {
    Map<String, Object> image = image(1);
    Digest digest = push(image, "1");
    String signature = sign(digest(image), ".sig", 1);
    Map<String, Digest> went = registry.remove(registry.planRemoval("app", "1"));
    assertEquals(List.of(), allTags());
    for (Map.Entry<String, Digest> each : went.entrySet()) {
      registry.restore("app", each.getKey(), each.getValue());
    }
    assertEquals(digest, registry.summary("app", "1").digest());
    assertEquals(List.of("1", signature), allTags());
  }

  @Test
  void aManifestWhoseLayersTheRegistryNoLongerHasGetsNoTag() throws Exception {
    Digest digest = push(image(1), "1");
    // It is in the cache from now on.
    Manifest kept = registry.source("app").find("1").orElseThrow();
    registry.remove(registry.planRemoval("app", digest.text()));
    server.lose(kept.layers().getFirst().digest().text());
    Problem problem =
        assertThrows(MooringException.class, () -> registry.restore("app", "1", digest)).problem();
    assertEquals(Code.IMAGE_MISSING, problem.code());
    assertEquals(List.of(), allTags());
  }

  @Test
  void whatSomebodyPushedMeanwhileIsNotReplacedByAnUndo() throws Exception {
    Digest before = push(image(1), "1");
    registry.remove(registry.planRemoval("app", "1"));
    Digest pushed = push(image(2), "1");
    Problem problem =
        assertThrows(MooringException.class, () -> registry.restore("app", "1", before)).problem();
    assertEquals(Code.IMAGE_CHANGED, problem.code());
    assertEquals(pushed, registry.summary("app", "1").digest());
  }
}
