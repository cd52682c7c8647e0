package dev.mooring.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.job.Progress;
import dev.mooring.problem.MooringException;
import dev.mooring.registry.client.HttpRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Against the registry program that the cluster runs, compared with crane.
@Tag("cluster")
@Tag("anywhere")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealRegistryTest {
  @TempDir static Path folder;
  private LocalRegistry server;
  private HttpRegistry registry;

  @BeforeAll
  void start() throws Exception {
    Assumptions.assumeTrue(LocalRegistry.isOnPath("registry") && LocalRegistry.isOnPath("crane"));
    server = LocalRegistry.start(folder.resolve("registry"));
    registry = new HttpRegistry(server.uri(), folder.resolve("cache"));
  }

  @AfterAll
  void stop() throws Exception {
    if (server != null) {
      registry.close();
      server.close();
    }
  }

  private ImageReference name(String text) {
    return ImageReference.parse(server.host() + "/" + text);
  }

  private static Path twoLayers(Path file) throws Exception {
    List<byte[]> layers = List.of(Archives.layer(1, 300_000), Archives.layer(2, 900_000));
    return Archives.docker(file, "app:1", Archives.config("amd64", layers), layers);
  }

  @Test
  void aPushedDockerArchiveIsWhatCraneSees() throws Exception {
    Path archive = twoLayers(folder.resolve("docker.tar"));
    AtomicLong done = new AtomicLong();
    Digest digest =
        registry.push(archive, name("plain/app:1"), progress((part, now, total) -> done.set(now)));
    assertEquals(digest.text(), Programs.run("crane", "digest", server.host() + "/plain/app:1"));
    Programs.run("crane", "validate", "--remote", server.host() + "/plain/app:1");
    assertTrue(done.get() > 1_200_000, "progress counts the layers' bytes: " + done);
    // The same layers again, in another process' cache and in this one.
    assertEquals(digest, registry.push(archive, name("plain/app:2"), Progress.none()));
    try (HttpRegistry other = new HttpRegistry(server.uri(), null)) {
      assertEquals(digest, other.push(archive, name("plain/app:3"), Progress.none()));
    }
  }

  @Test
  void aDeletedTagComesBackAsItWas() throws Exception {
    Digest digest =
        registry.push(twoLayers(folder.resolve("undo.tar")), name("undo/app:1"), Progress.none());
    Map<String, Digest> went = registry.remove(registry.planRemoval("undo/app", "1"));
    assertEquals(List.of(), registry.tags("undo/app"));
    registry.restore("undo/app", "1", went.get("1"));
    assertEquals(digest.text(), Programs.run("crane", "digest", server.host() + "/undo/app:1"));
    Programs.run("crane", "validate", "--remote", server.host() + "/undo/app:1");
  }

  @Test
  void compressedLayersGetTheDigestThatCraneGivesThem() throws Exception {
    List<byte[]> layers = List.of(Archives.layer(3, 50_000), Archives.layer(4, 70_000));
    Path archive =
        Archives.docker(
            folder.resolve("gz.tar"),
            "gz:1",
            Archives.config("arm64", layers),
            layers.stream().map(Archives::gzip).toList());
    Programs.run("crane", "push", archive.toString(), server.host() + "/gz/crane:1");
    Digest digest = registry.push(archive, name("gz/mooring:1"), Progress.none());
    assertEquals(Programs.run("crane", "digest", server.host() + "/gz/crane:1"), digest.text());
  }

  @Test
  void anIndexKeepsItsDigestThroughPushPullAndPush() throws Exception {
    Archives.Layout layout = new Archives.Layout();
    Map<String, Object> amd = layout.image("amd64", List.of(Archives.layer(5, 10_000)));
    Map<String, Object> arm = layout.image("arm64", List.of(Archives.layer(6, 20_000)));
    Map<String, Object> index = layout.index(Map.of("linux/amd64", amd, "linux/arm64", arm));
    Path archive = layout.write(folder.resolve("index.tar"), List.of(index));
    Digest digest = registry.push(archive, name("multi/app:1"), Progress.none());
    assertEquals(index.get("digest"), digest.text());
    Programs.run("crane", "validate", "--remote", server.host() + "/multi/app:1");

    ImageSummary summary = registry.summary("multi/app", "1");
    assertEquals(
        List.of("linux/amd64", "linux/arm64"),
        summary.platforms().stream().map(Platform::toString).sorted().toList());
    assertEquals(2, summary.contained().size());

    Path exported = folder.resolve("exported.tar");
    assertEquals(digest, registry.pull(name("multi/app:1"), exported, Progress.none()));
    assertEquals(digest, registry.push(exported, name("multi/again:1"), Progress.none()));
    Path unpacked = Files.createDirectory(folder.resolve("unpacked"));
    Programs.run("tar", "-xf", exported.toString(), "-C", unpacked.toString());
    Programs.run("crane", "push", "--index", unpacked.toString(), server.host() + "/multi/crane:1");
    assertTrue(
        Programs.run("crane", "manifest", server.host() + "/multi/crane:1").contains("manifests"));
  }

  @Test
  void aPulledImageIsOneThatCraneReadsAsADockerArchive() throws Exception {
    registry.push(twoLayers(folder.resolve("p.tar")), name("pull/app:1"), Progress.none());
    Path exported = folder.resolve("pulled.tar");
    Digest digest = registry.pull(name("pull/app:1"), exported, Progress.none());
    Programs.run("crane", "push", exported.toString(), server.host() + "/pull/crane:1");
    assertEquals(digest.text(), Programs.run("crane", "digest", server.host() + "/pull/crane:1"));
    try (var files = Files.list(folder)) {
      assertFalse(files.anyMatch(file -> file.toString().endsWith(".part")));
    }
  }

  @Test
  void whatCraneWroteIsPushedUnchanged() throws Exception {
    registry.push(twoLayers(folder.resolve("c.tar")), name("crane/app:1"), Progress.none());
    Path oci = folder.resolve("crane-oci");
    Programs.run("crane", "pull", "--format=oci", server.host() + "/crane/app:1", oci.toString());
    Path archive = folder.resolve("crane-oci.tar");
    Programs.run("tar", "-cf", archive.toString(), "-C", oci.toString(), ".");
    assertEquals(
        Programs.run("crane", "digest", server.host() + "/crane/app:1"),
        registry.push(archive, name("crane/again:1"), Progress.none()).text());
  }

  @Test
  void removingATagLeavesItsSiblingAndRemovingTheDigestTakesBoth() throws Exception {
    Path archive = twoLayers(folder.resolve("d.tar"));
    Digest digest = registry.push(archive, name("gone/app:v1"), Progress.none());
    registry.push(archive, name("gone/app:v2"), Progress.none());
    registry.push(archive, name("gone/app:v10"), Progress.none());
    assertEquals(List.of("v1", "v2", "v10"), registry.tags("gone/app"));

    Registry.Removal tag = registry.planRemoval("gone/app", "v2");
    assertEquals(List.of("v2"), tag.tags());
    assertEquals(List.of("v1", "v10"), tag.siblings());
    assertEquals(List.of(), tag.manifests());
    registry.remove(tag);
    assertEquals(List.of("v1", "v10"), registry.tags("gone/app"));

    Registry.Removal all = registry.planRemoval("gone/app", digest.text());
    assertEquals(List.of("v1", "v10"), all.tags());
    assertEquals(List.of(digest), all.manifests());
    registry.remove(all);
    assertEquals(List.of(), registry.tags("gone/app"));
    assertTrue(registry.repositories().contains("gone/app"), "an emptied repository stays listed");
    assertThrows(MooringException.class, () -> registry.summary("gone/app", "v1"));
  }

  @Test
  void aChildOfAnIndexStaysAndTheLastTagTakesItsSignatures() throws Exception {
    Archives.Layout layout = new Archives.Layout();
    Map<String, Object> amd = layout.image("amd64", List.of(Archives.layer(7, 10_000)));
    Map<String, Object> arm = layout.image("arm64", List.of(Archives.layer(8, 20_000)));
    Map<String, Object> index = layout.index(Map.of("linux/amd64", amd, "linux/arm64", arm));
    Path archive = layout.write(folder.resolve("held.tar"), List.of(index));
    Digest digest = registry.push(archive, name("held/app:1"), Progress.none());
    String child = String.valueOf(arm.get("digest"));
    MooringException refused =
        assertThrows(MooringException.class, () -> registry.planRemoval("held/app", child));
    assertTrue(refused.problem().why().contains("held/app:1"), refused.getMessage());
    Programs.run("crane", "validate", "--remote", server.host() + "/held/app:1");

    String signature = digest.text().replace(':', '-') + ".sig";
    Programs.run(
        "crane",
        "push",
        twoLayers(folder.resolve("sig.tar")).toString(),
        server.host() + "/held/app:" + signature);
    Registry.Removal plan = registry.planRemoval("held/app", "1");
    assertEquals(List.of(signature), plan.attached());
    registry.remove(plan);
    assertFalse(Programs.run("crane", "ls", server.host() + "/held/app").contains("sha256"));
  }

  @Test
  void anOutdatedPlanRemovesNothing() throws Exception {
    Path archive = twoLayers(folder.resolve("o.tar"));
    Digest digest = registry.push(archive, name("late/app:1"), Progress.none());
    Registry.Removal plan = registry.planRemoval("late/app", digest.text());
    registry.push(archive, name("late/app:2"), Progress.none());
    MooringException refused = assertThrows(MooringException.class, () -> registry.remove(plan));
    assertTrue(refused.problem().why().contains("changed after"), refused.getMessage());
    assertEquals(List.of("1", "2"), registry.tags("late/app"));
  }

  @Test
  void aRegistryThatRestartsInMidPushGetsTheWholeImage() throws Exception {
    try (LocalRegistry fragile = LocalRegistry.start(folder.resolve("fragile"));
        HttpRegistry client = new HttpRegistry(fragile.uri(), null)) {
      Path archive = Archives.large(folder.resolve("large.tar"), 400L << 20);
      AtomicLong sent = new AtomicLong();
      AtomicLong announced = new AtomicLong();
      CompletableFuture<Digest> push = new CompletableFuture<>();
      Thread pusher =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      push.complete(
                          client.push(
                              archive,
                              ImageReference.parse(fragile.host() + "/big:1"),
                              progress(
                                  (part, now, total) -> {
                                    sent.set(now);
                                    announced.set(total);
                                  })));
                    } catch (InterruptedException | RuntimeException e) {
                      push.completeExceptionally(e);
                    }
                  });
      Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> sent.get() > 20L << 20);
      fragile.kill();
      assertFalse(push.isDone(), "the push was still running when the registry went away");
      fragile.startAgain();
      Digest digest = push.get(90, TimeUnit.SECONDS);
      pusher.join(Duration.ofSeconds(20));
      assertEquals(digest.text(), Programs.run("crane", "digest", fragile.host() + "/big:1"));
      assertTrue(announced.get() >= 400L << 20, announced::toString);
      assertEquals(announced.get(), sent.get());
    }
  }

  static Progress progress(Watcher watcher) {
    return new Progress() {
      @Override
      public void step(String sentence) {}

      @Override
      public void advance(String part, long done, long total, Unit unit) {
        watcher.saw(part, done, total);
      }
    };
  }

  @FunctionalInterface
  interface Watcher {
    void saw(String part, long done, long total);
  }
}
