package dev.mooring.registry.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.document.Document;
import dev.mooring.job.Progress;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.registry.Archives;
import dev.mooring.registry.Digest;
import dev.mooring.registry.ImageSummary;
import dev.mooring.registry.MediaTypes;
import dev.mooring.registry.Platform;
import dev.mooring.registry.Registry;
import dev.mooring.registry.TinyRegistry;
import dev.mooring.registry.browse.ImageUse;
import dev.mooring.registry.browse.PodUse;
import dev.mooring.registry.browse.Usage;
import dev.mooring.registry.browse.UseState;
import dev.mooring.registry.transfer.PlatformChoice;
import dev.mooring.registry.tree.ChosenImage;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class HttpRegistryTest {
  @TempDir Path folder;
  private TinyRegistry server;
  private HttpRegistry registry;

  @BeforeEach
  void start() throws Exception {
    server = new TinyRegistry();
    registry = new HttpRegistry(server.uri(), folder.resolve("cache"));
  }

  @AfterEach
  void stop() {
    registry.close();
    server.close();
  }

  private static Problem problem(Executable call) {
    return assertThrows(MooringException.class, call).problem();
  }

  private Digest pushed(String name, int... seeds) throws Exception {
    List<byte[]> layers =
        java.util.Arrays.stream(seeds).mapToObj(seed -> Archives.layer(seed, 5_000)).toList();
    Path archive =
        Archives.docker(folder.resolve("a.tar"), "app:1", Archives.config("amd64", layers), layers);
    return registry.push(archive, server.name(name), Progress.none());
  }

  @Test
  void allPagesOfTheCatalogAreRead() throws Exception {
    for (int i = 0; i < 2500; i++) {
      server.repository("team/app" + i);
    }
    List<String> names = registry.repositories();
    assertEquals(2500, names.size());
    assertEquals("team/app2", names.get(2), "natural order");
    assertEquals(3, server.count("GET /v2/_catalog"));
  }

  @Test
  void tagsAreInNaturalOrderWithoutThoseThatBelongToOthers() throws Exception {
    byte[] manifest = Archives.json(Map.of("schemaVersion", 2, "layers", List.of()));
    for (String tag :
        List.of(
            "v10",
            "v2",
            "sha256-" + "a".repeat(64) + ".sig",
            "sha256-" + "a".repeat(64),
            "latest")) {
      server.manifest("app", tag, MediaTypes.OCI_MANIFEST, manifest);
    }
    assertEquals(List.of("latest", "v2", "v10"), registry.tags("app"));
    server.repository("empty");
    assertEquals(List.of(), registry.tags("empty"), "tags: null means none");
  }

  @Test
  void aSummarySeenBeforeCostsOneRequestAndKnowsItsParts() throws Exception {
    Digest digest = pushed("app:1", 1, 2);
    ImageSummary first = registry.summary("app", "1");
    assertEquals(digest, first.digest());
    assertEquals(List.of(new Platform("linux", "amd64", "")), first.platforms());
    assertEquals(Instant.parse("2026-03-01T10:00:00Z"), first.created());
    assertTrue(first.size() > 10_000, "layers are counted: " + first.size());
    server.requests.clear();
    assertEquals(first, registry.summary("app", "1"));
    assertEquals(1, server.requests.size(), server.requests.toString());
    // Another process finds config and manifest on disk and has to ask for the tag only.
    server.requests.clear();
    try (HttpRegistry next = new HttpRegistry(server.uri(), folder.resolve("cache"))) {
      assertEquals(first, next.summary("app", "1"));
    }
    assertEquals(1, server.requests.size(), server.requests.toString());
  }

  @Test
  void anIndexIsSummedOverItsPlatformsWithoutAttestations() throws Exception {
    Archives.Layout layout = new Archives.Layout();
    Map<String, Object> amd = layout.image("amd64", List.of(Archives.layer(1, 1000)));
    Map<String, Object> arm = layout.image("arm64", List.of(Archives.layer(2, 1000)));
    Map<String, Object> note = layout.image("unknown", List.of(Archives.layer(3, 1000)));
    Map<String, Map<String, Object>> children = new java.util.LinkedHashMap<>();
    children.put("linux/amd64", amd);
    children.put("linux/arm64", arm);
    children.put("unknown/unknown", note);
    Map<String, Object> index = layout.index(children);
    Digest digest =
        registry.push(
            layout.write(folder.resolve("i.tar"), List.of(index)),
            server.name("multi:1"),
            Progress.none());
    assertEquals(index.get("digest"), digest.text());
    ImageSummary summary = registry.summary("multi", "1");
    assertEquals(
        List.of("linux/amd64", "linux/arm64"),
        summary.platforms().stream().map(Platform::toString).toList());
    assertEquals(
        List.of(amd.get("digest"), arm.get("digest")),
        summary.contained().stream().map(Digest::text).toList());
    Document inspected = registry.inspect("multi", "1");
    assertEquals(2, inspected.at("images").items().size());
    Document step = inspected.at("images").items().getFirst().at("history").items().getFirst();
    assertTrue(step.at("createdBy").textOrEmpty().startsWith("COPY "), step.toString());
    assertTrue(step.at("size").integer().orElse(0L) > 0, step.toString());
  }

  /// Runtimes go by the platform, whatever else a child says of itself.
  @Test
  void anImageThatCallsItselfAnArtifactCountsAsUsedAndNoOtherIsShownForIt() throws Exception {
    Archives.Layout layout = new Archives.Layout();
    Map<String, Object> amd = layout.image("amd64", List.of(Archives.layer(1, 1000)));
    Map<String, Object> arm =
        new java.util.LinkedHashMap<>(layout.image("arm64", List.of(Archives.layer(2, 1000))));
    arm.put("artifactType", "application/x");
    arm.put("annotations", Map.of("vnd.docker.reference.digest", amd.get("digest")));
    Map<String, Object> index = layout.index(Map.of("linux/amd64", amd, "linux/arm64", arm));
    Map<String, Object> alone = layout.index(Map.of("linux/arm64", arm));
    for (Map<String, Object> each : List.of(index, alone)) {
      String name = each.equals(index) ? "multi:1" : "multi:alone";
      registry.push(
          layout.write(folder.resolve(name.replace(':', '-') + ".tar"), List.of(each)),
          server.name(name),
          Progress.none());
    }
    ImageSummary summary = registry.summary("multi", "1");
    assertRuns(summary, arm);
    assertRuns(registry.summary("multi", "alone"), arm);
    Problem problem =
        problem(() -> ChosenImage.of(registry.source("multi"), "alone", Optional.empty()));
    assertTrue(problem.why().contains("its index has no images"), problem.why());
    PlatformChoice wanted = PlatformChoice.parse("linux/arm64");
    problem = problem(() -> ChosenImage.of(registry.source("multi"), "1", Optional.of(wanted)));
    assertTrue(problem.why().contains("it has no image for linux/arm64"), problem.why());
  }

  private static void assertRuns(ImageSummary summary, Map<String, Object> child) {
    String id = "localhost:5000/multi@" + child.get("digest");
    ImageUse use = new ImageUse("ana", "web", "c", "localhost:5000/multi", id, UseState.RUNNING);
    List<PodUse> pods = Usage.of(List.of(use), Set.of("localhost:5000")).pods(summary);
    assertEquals(List.of("ana/web"), pods.stream().map(PodUse::pod).toList());
  }

  @Test
  void answersOfAnotherKindAreNoRegistry() throws Exception {
    server.twists.add(
        exchange -> {
          TinyRegistry.answer(exchange, 200, "text/html", "<html>Welcome</html>");
          return true;
        });
    assertTrue(problem(() -> registry.ping()).what().contains("isn't a registry"));
    assertTrue(problem(() -> registry.repositories()).why().contains("isn't JSON"));
    assertTrue(problem(() -> registry.summary("app", "1")).why().contains("isn't valid JSON"));
  }

  @Test
  void aLinkToAnotherHostIsNotFollowed() throws Exception {
    server.twists.add(
        exchange -> {
          exchange
              .getResponseHeaders()
              .add("Link", "<http://evil.example/v2/_catalog?last=x>; rel=\"next\"");
          TinyRegistry.answer(exchange, 200, "application/json", "{\"repositories\":[\"a\"]}");
          return true;
        });
    assertTrue(problem(() -> registry.repositories()).why().contains("evil.example"));
  }

  @Test
  void aLinkInACircleEnds() throws Exception {
    server.twists.add(
        exchange -> {
          exchange.getResponseHeaders().add("Link", "</v2/_catalog?n=1000>; rel=\"next\"");
          TinyRegistry.answer(exchange, 200, "application/json", "{\"repositories\":[\"a\"]}");
          return true;
        });
    assertTrue(problem(() -> registry.repositories()).why().contains("never end"));
  }

  @Test
  void redirectsElsewhereAreRefusedAndThoseAtHomeFollowed() throws Exception {
    Digest digest = pushed("app:1", 1);
    server.twists.add(
        exchange -> {
          if (!exchange.getRequestURI().getPath().endsWith("/manifests/moved")) {
            return false;
          }
          exchange.getResponseHeaders().add("Location", "/v2/app/manifests/1");
          exchange.sendResponseHeaders(307, -1);
          return true;
        });
    assertEquals(digest, registry.summary("app", "moved").digest());
    server.twists.clear();
    server.twists.add(
        exchange -> {
          exchange.getResponseHeaders().add("Location", "http://evil.example/");
          exchange.sendResponseHeaders(307, -1);
          return true;
        });
    assertTrue(problem(() -> registry.tags("app")).why().contains("evil.example"));
  }

  @Test
  void aManifestThatIsNotWhatItIsNamedIsRefused() throws Exception {
    String digest = pushed("app:1", 1).text();
    server.twists.add(
        exchange -> {
          if (!exchange.getRequestMethod().equals("GET")
              || !exchange.getRequestURI().getPath().contains("/manifests/")) {
            return false;
          }
          exchange.getResponseHeaders().add("Docker-Content-Digest", digest);
          TinyRegistry.answer(
              exchange, 200, MediaTypes.OCI_MANIFEST, "{\"schemaVersion\":2,\"layers\":[]}");
          return true;
        });
    try (HttpRegistry fresh = new HttpRegistry(server.uri(), null)) {
      assertTrue(problem(() -> fresh.summary("app", "1")).why().contains("digest"));
    }
  }

  @Test
  void anEndlessAnswerIsCutOff() throws Exception {
    server.twists.add(
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          byte[] chunk = new byte[1 << 16];
          for (int i = 0; i < 1000; i++) {
            exchange.getResponseBody().write(chunk);
          }
          return true;
        });
    assertTrue(problem(() -> registry.repositories()).why().contains("larger than"));
  }

  @Test
  void aSidecarsRefusalSaysWhoMayHelp() throws Exception {
    server.twists.add(
        exchange -> {
          if (exchange.getRequestMethod().equals("GET")
              || exchange.getRequestMethod().equals("HEAD")) {
            return false;
          }
          TinyRegistry.answer(exchange, 403, "text/plain", "RBAC: access denied");
          return true;
        });
    Problem problem = problem(() -> pushed("ana/app:1", 1));
    assertEquals("this identity can't push to repository ana/app", problem.why());
    assertTrue(problem.whatToDo().contains("mooring writer add"), problem.whatToDo());
    assertTrue(problem.detail().contains("RBAC: access denied"), problem.detail());
  }

  @Test
  void whoMayNotReadIsNotToldHowToPush() {
    server.twists.add(
        exchange -> {
          TinyRegistry.answer(exchange, 403, "text/plain", "RBAC: access denied");
          return true;
        });
    Problem problem = problem(() -> registry.tags("ana/app"));
    assertEquals("this identity can't pull from repository ana/app", problem.why());
    assertEquals(Code.NOT_ALLOWED, problem.code());
  }

  @Test
  void nothingListeningIsSaidAtOnce() {
    try (HttpRegistry nobody = new HttpRegistry(URI.create("http://localhost:1"), null)) {
      Problem problem = problem(nobody::ping);
      assertEquals("nothing is listening at http://localhost:1", problem.why());
      assertTrue(problem.whatToDo().contains("mooring connect"), problem.whatToDo());
    }
  }

  @Test
  void anOldRegistryThatCannotRemoveATagNamesWhatTheDigestWouldTake() throws Exception {
    Digest digest = pushed("app:1", 1);
    pushed("app:2", 1);
    server.release = TinyRegistry.Release.V2_8;
    Registry.Removal plan = registry.planRemoval("app", "1");
    Problem problem = problem(() -> registry.remove(plan));
    assertTrue(problem.why().contains("older than 3.0"), problem.why());
    assertTrue(problem.whatToDo().contains(digest.text()), problem.whatToDo());
    assertTrue(problem.whatToDo().endsWith("1, 2"), problem.whatToDo());
    assertEquals(List.of("1", "2"), registry.tags("app"));
    registry.remove(registry.planRemoval("app", digest.text()));
    assertEquals(List.of(), registry.tags("app"));
  }

  @Test
  void switchedOffDeletesAreSaid() throws Exception {
    pushed("app:1", 1);
    server.deletes = false;
    Registry.Removal plan = registry.planRemoval("app", "1");
    assertTrue(problem(() -> registry.remove(plan)).why().contains("deletion is disabled"));
  }

  @Test
  void aRemovedIndexTakesOnlyTheChildrenThatNobodyElseNeeds() throws Exception {
    Archives.Layout layout = new Archives.Layout();
    Map<String, Object> shared = layout.image("amd64", List.of(Archives.layer(1, 1000)));
    Map<String, Object> own = layout.image("arm64", List.of(Archives.layer(2, 1000)));
    Map<String, Object> index =
        layout.index(new java.util.TreeMap<>(Map.of("linux/amd64", shared, "linux/arm64", own)));
    registry.push(
        layout.write(folder.resolve("i.tar"), List.of(index)),
        server.name("app:all"),
        Progress.none());
    registry.push(
        layout.write(folder.resolve("s.tar"), List.of(shared)),
        server.name("app:amd"),
        Progress.none());
    String digest = String.valueOf(index.get("digest"));
    Registry.Removal plan = registry.planRemoval("app", digest);
    assertEquals(List.of("all"), plan.tags());
    assertEquals(
        List.of(digest, String.valueOf(own.get("digest"))),
        plan.manifests().stream().map(Digest::text).toList());
    registry.remove(plan);
    assertEquals(List.of("amd"), registry.tags("app"));
    assertEquals(shared.get("digest"), registry.summary("app", "amd").digest().text());
  }

  @Test
  void layersThatAreThereAreNotSentAgain() throws Exception {
    pushed("app:1", 1, 2);
    server.requests.clear();
    pushed("app:2", 1, 2, 3);
    assertEquals(2, server.count("POST"), "the new layer and the new config only");
  }

  @Test
  void aConnectionThatBreaksInALayerIsTakenUpAgain() throws Exception {
    AtomicInteger broken = new AtomicInteger();
    server.twists.add(
        exchange -> {
          if (exchange.getRequestMethod().equals("PUT")
              && exchange.getRequestURI().getPath().contains("/uploads/")
              && broken.getAndIncrement() < 2) {
            // Closing the exchange without an answer resets the connection.
            return true;
          }
          return false;
        });
    Digest digest = pushed("app:1", 1);
    assertEquals(digest, registry.summary("app", "1").digest());
    assertTrue(broken.get() >= 3, "attempts: " + broken);
  }

  @Test
  void aCancelledPushEndsPromptly() throws Exception {
    CountDownLatch reached = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    server.twists.add(
        exchange -> {
          if (!exchange.getRequestMethod().equals("PUT")) {
            return false;
          }
          reached.countDown();
          try {
            over.await(20, TimeUnit.SECONDS);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return true;
        });
    AtomicReference<Throwable> end = new AtomicReference<>();
    Thread pusher =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    pushed("app:1", 1, 2, 3, 4, 5);
                  } catch (Exception e) {
                    end.set(e);
                  }
                });
    assertTrue(reached.await(10, TimeUnit.SECONDS));
    pusher.interrupt();
    boolean ended = pusher.join(Duration.ofSeconds(3));
    over.countDown();
    assertTrue(ended, "the push ended within three seconds");
    assertTrue(end.get() instanceof InterruptedException, String.valueOf(end.get()));
  }

  @Test
  void aLayerThatIsNotWhatItIsNamedLeavesNoArchive() throws Exception {
    pushed("app:1", 1);
    Document manifest = registry.inspect("app", "1").at("manifest");
    long size = manifest.at("layers").items().getFirst().at("size").integer().orElseThrow();
    String layer = manifest.at("layers").items().getFirst().at("digest").textOrEmpty();
    server.twists.add(
        exchange -> {
          if (!exchange.getRequestURI().getPath().endsWith(layer)) {
            return false;
          }
          exchange.sendResponseHeaders(200, size);
          exchange.getResponseBody().write(new byte[(int) size]);
          return true;
        });
    Path out = folder.resolve("out");
    Files.createDirectory(out);
    Problem problem =
        problem(() -> registry.pull(server.name("app:1"), out.resolve("app.tar"), Progress.none()));
    assertTrue(problem.why().contains("digest"), problem.toString());
    try (var left = Files.list(out)) {
      assertEquals(List.of(), left.toList());
    }
  }

  @Test
  void aPulledArchiveIsPushedBackUnderTheSameDigest() throws Exception {
    Digest digest = pushed("app:1", 1, 2);
    Path archive = folder.resolve("pulled.tar");
    assertEquals(digest, registry.pull(server.name("app:1"), archive, Progress.none()));
    assertEquals(digest, registry.push(archive, server.name("again:1"), Progress.none()));
    Problem problem =
        problem(
            () ->
                registry.pull(
                    server.name("app:1"), folder.resolve("no/such/folder.tar"), Progress.none()));
    assertEquals("its folder doesn't exist", problem.why());
  }

  @Test
  void anImageThatIsNotThereIsNamed() throws Exception {
    Problem problem = problem(() -> registry.summary("ana/none", "1"));
    assertEquals("Can't read ana/none:1", problem.what());
  }

  @Test
  void aDamagedCacheIsReadAgainFromTheRegistry() throws Exception {
    Digest digest = pushed("app:1", 1);
    registry.summary("app", "1");
    try (var files = Files.walk(folder.resolve("cache/content"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.writeString(file, "{}");
      }
    }
    try (HttpRegistry next = new HttpRegistry(server.uri(), folder.resolve("cache"))) {
      assertEquals(digest, next.summary("app", "1").digest());
      assertEquals(1, next.summary("app", "1").platforms().size());
    }
  }
}
