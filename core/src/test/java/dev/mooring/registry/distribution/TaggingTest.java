package dev.mooring.registry.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.registry.Archives;
import dev.mooring.registry.Digest;
import dev.mooring.registry.Digests;
import dev.mooring.registry.MediaTypes;
import dev.mooring.registry.TagChange;
import dev.mooring.registry.TinyRegistry;
import dev.mooring.registry.client.HttpRegistry;
import dev.mooring.registry.tags.TagHistories;
import dev.mooring.registry.tags.Undo;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tags that are moved, and what is kept of it.
final class TaggingTest {
  @TempDir Path folder;
  private TinyRegistry server;
  private HttpRegistry registry;

  @BeforeEach
  void start() throws Exception {
    server = new TinyRegistry();
    registry = open();
  }

  private HttpRegistry open() {
    return new HttpRegistry(server.uri(), null, new TagHistories(folder).of("it"));
  }

  @AfterEach
  void stop() {
    registry.close();
    server.close();
  }

  /// As somebody else pushes it.
  private Digest pushed(String tag, int seed) {
    byte[] manifest =
        """
        {"schemaVersion":2,"mediaType":"%s","annotations":{"seed":"%d"},"layers":[]}"""
            .formatted(MediaTypes.OCI_MANIFEST, seed)
            .getBytes(StandardCharsets.UTF_8);
    server.manifest("app", tag, MediaTypes.OCI_MANIFEST, manifest);
    return Digests.of(manifest);
  }

  private Code refusal(String tag, Digest digest, Optional<Digest> instead) {
    return assertThrows(MooringException.class, () -> registry.retag("app", tag, digest, instead))
        .problem()
        .code();
  }

  private List<String> changes() throws Exception {
    return registry.changes("app").stream().map(TaggingTest::told).toList();
  }

  private static String told(TagChange change) {
    return change.tag()
        + (change.byMooring() ? " did " : " saw ")
        + change.to().map(Digest::text).orElse("-");
  }

  @Test
  void aTagIsGivenWithoutMovingContentAndOnlyInsteadOfWhatWasSeen() throws Exception {
    Digest one = pushed("1", 1);
    Digest two = pushed("2", 2);
    registry.retag("app", "stable", one, Optional.empty());
    assertEquals(Optional.of(one), registry.digest("app", "stable"));
    assertEquals(Code.IMAGE_CHANGED, refusal("stable", two, Optional.empty()));
    assertEquals(Code.IMAGE_CHANGED, refusal("stable", two, Optional.of(two).map(any -> three())));
    assertEquals(Optional.of(one), registry.digest("app", "stable"));
    registry.retag("app", "stable", two, Optional.of(one));
    assertEquals(Optional.of(two), registry.digest("app", "stable"));
    assertEquals(0, server.count("POST"));
  }

  private static Digest three() {
    return Digests.of(new byte[] {3});
  }

  @Test
  void aTagThatWentMeanwhileIsNotMadeAgain() throws Exception {
    Digest one = pushed("1", 1);
    assertEquals(Code.IMAGE_CHANGED, refusal("gone", one, Optional.of(three())));
    assertEquals(List.of("1"), server.tagsOf("app"));
  }

  @Test
  void aNameThatCanBeNoTagIsNone() {
    Digest one = pushed("1", 1);
    for (String odd : List.of("", "a/b", "a:b", "../x", "\u001b[2J", "sha256:" + "0".repeat(64))) {
      assertEquals(Code.INVALID_NAME, refusal(odd, one, Optional.empty()), odd);
    }
    assertEquals(0, server.count("PUT"));
  }

  @Test
  void aRegistryThatSaysYesAndDoesNothingIsNotBelieved() throws Exception {
    Digest one = pushed("1", 1);
    pushed("2", 2);
    server.twists.add(
        exchange -> {
          if (!exchange.getRequestMethod().equals("PUT")) {
            return false;
          }
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(201, -1);
          return true;
        });
    Problem problem =
        assertThrows(
                MooringException.class,
                () -> registry.retag("app", "2", one, registry.digest("app", "2")))
            .problem();
    assertTrue(problem.why().contains("didn't change it"), problem.why());
  }

  @Test
  void whatGarbageCollectionTookIsToldAsMissing() {
    Digest one = pushed("1", 1);
    server.twists.add(
        exchange -> {
          if (!exchange.getRequestMethod().equals("PUT")) {
            return false;
          }
          exchange.getRequestBody().readAllBytes();
          TinyRegistry.error(exchange, 400, "MANIFEST_BLOB_UNKNOWN");
          return true;
        });
    assertEquals(Code.IMAGE_MISSING, refusal("2", one, Optional.empty()));
    assertEquals(Code.IMAGE_MISSING, refusal("2", three(), Optional.empty()));
  }

  @Test
  void whatOthersPushIsSeenAndWhatMooringDoesIsSaidSo() throws Exception {
    Digest one = pushed("1", 1);
    registry.rows("app");
    Digest two = pushed("1", 2);
    registry.rows("app");
    registry.retag("app", "1", one, Optional.of(two));
    registry.remove(registry.planRemoval("app", "1"));
    try (HttpRegistry later = open()) {
      later.restore("app", "1", one);
    }
    assertEquals(
        List.of("1 did " + one, "1 did -", "1 did " + one, "1 saw " + two, "1 saw " + one),
        changes());
  }

  @Test
  void aDigestThatIsDeletedTakesItsTagsAndATagThatOthersDeleteIsMissed() throws Exception {
    Digest one = pushed("1", 1);
    pushed("again", 1);
    pushed("2", 2);
    registry.rows("app");
    registry.remove(registry.planRemoval("app", one.text()));
    try (HttpRegistry other = new HttpRegistry(server.uri(), null)) {
      other.remove(other.planRemoval("app", "2"));
    }
    registry.tags("app");
    assertEquals(
        List.of("1 did -", "2 saw -", "again did -"),
        changes().stream().limit(3).sorted().toList());
  }

  /// As a build pushes it: an index over an image with a layer, by a tag.
  private Digest image(String tag, byte[] layer) {
    server.blob(layer);
    byte[] manifest =
        Archives.json(
            Map.of(
                "schemaVersion",
                2,
                "mediaType",
                MediaTypes.OCI_MANIFEST,
                "layers",
                List.of(Archives.descriptor(MediaTypes.OCI_LAYER_TAR, layer))));
    server.manifest("app", "", MediaTypes.OCI_MANIFEST, manifest);
    byte[] index =
        Archives.json(
            Map.of(
                "schemaVersion",
                2,
                "mediaType",
                MediaTypes.OCI_INDEX,
                "manifests",
                List.of(Archives.descriptor(MediaTypes.OCI_MANIFEST, manifest))));
    return new Digest(server.manifest("app", tag, MediaTypes.OCI_INDEX, index));
  }

  @Test
  void anImageThatWasDeletedWithItsPartsComesBackWhileItsLayersAreThere() throws Exception {
    byte[] layer = "layer".getBytes(StandardCharsets.UTF_8);
    Digest app = image("1", layer);
    registry.remove(registry.planRemoval("app", app.text()));
    assertEquals(Optional.empty(), registry.digest("app", app.text()));
    Undo undo = Undo.last(registry);
    assertEquals(List.of(new Undo.Step("1", Optional.empty(), Optional.of(app))), undo.steps());
    undo.run(registry);
    assertEquals(Optional.of(app), registry.digest("app", "1"));
    assertEquals(List.of(), registry.incomplete("app"));

    undo.revert(registry);
    assertEquals(Optional.empty(), registry.digest("app", "1"));
    assertEquals(Optional.of(app), registry.digest("app", app.text()), "only the tag goes");
  }

  @Test
  void anImageWhoseLayersWereCollectedIsGoneAndNothingOfItIsStored() throws Exception {
    byte[] layer = "layer".getBytes(StandardCharsets.UTF_8);
    Digest app = image("1", layer);
    registry.remove(registry.planRemoval("app", app.text()));
    server.lose(Digests.of(layer).text());
    server.requests.clear();
    Undo undo = Undo.last(registry);
    Problem problem = assertThrows(MooringException.class, () -> undo.run(registry)).problem();
    assertEquals(Code.IMAGE_MISSING, problem.code());
    assertEquals(0, server.count("PUT"), server.requests.toString());
  }

  @Test
  void aTagThatWasNotThereGoesAgainAndOneOfWhichNobodyKnowsStays() throws Exception {
    Digest one = pushed("1", 1);
    registry.retag("app", "new", one, Optional.empty());
    assertTrue(registry.changes("app").getFirst().isNew());
    Undo undo = Undo.last(registry);
    assertEquals(List.of(new Undo.Step("new", Optional.of(one), Optional.empty())), undo.steps());
    undo.run(registry);
    assertEquals(List.of("1"), registry.tags("app"));
    assertEquals(Optional.of(one), registry.digest("app", "1"));
    undo.revert(registry);
    assertEquals(List.of("1", "new"), registry.tags("app"));

    // Somebody else had pushed "1" before anybody looked.
    assertEquals(
        Code.NOT_FOUND,
        assertThrows(MooringException.class, () -> Undo.of(registry, "app", "1", Optional.empty()))
            .problem()
            .code());
  }
}
