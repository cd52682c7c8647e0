package dev.mooring.registry.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.job.Progress;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.registry.Archives;
import dev.mooring.registry.Digest;
import dev.mooring.registry.Digests;
import dev.mooring.registry.Manifest;
import dev.mooring.registry.MediaTypes;
import dev.mooring.registry.TinyRegistry;
import dev.mooring.registry.client.HttpRegistry;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/// Between two registries in memory, one of which lies when told to.
class ImageCopyTest {
  private static final int BIG = 6 << 20;

  private TinyRegistry there;
  private TinyRegistry here;
  private HttpRegistry from;
  private HttpRegistry to;

  @BeforeEach
  void start() throws Exception {
    there = new TinyRegistry();
    here = new TinyRegistry();
    from = new HttpRegistry(there.uri(), null);
    to = new HttpRegistry(here.uri(), null);
  }

  @AfterEach
  void stop() {
    from.close();
    to.close();
    there.close();
    here.close();
  }

  private Copied copy(String tag, String platform) throws InterruptedException {
    return new ImageCopy(from.source("pub/app"), to.sink("app"), Duration.ofMillis(1))
        .run(
            tag,
            tag,
            platform.isEmpty() ? Optional.empty() : Optional.of(Platforms.parse(platform)),
            Progress.none());
  }

  private static Problem problem(Executable call) {
    return assertThrows(MooringException.class, call).problem();
  }

  private byte[] blob(int seed, int size) {
    byte[] content = new byte[size];
    new Random(seed).nextBytes(content);
    there.blob(content);
    return content;
  }

  private String image(String tag, Map<String, Object> more, byte[]... layers) {
    byte[] config = Archives.config("amd64", List.of(layers));
    there.blob(config);
    Map<String, Object> manifest = new LinkedHashMap<>();
    manifest.put("schemaVersion", 2);
    manifest.put("mediaType", MediaTypes.OCI_MANIFEST);
    manifest.put("config", Archives.descriptor("application/vnd.oci.image.config.v1+json", config));
    manifest.put(
        "layers",
        java.util.Arrays.stream(layers)
            .map(each -> Archives.descriptor(MediaTypes.OCI_LAYER_TAR, each))
            .toList());
    manifest.putAll(more);
    return there.manifest("pub/app", tag, MediaTypes.OCI_MANIFEST, Archives.json(manifest));
  }

  private Map<String, Object> child(String digest, String platform) {
    String[] parts = platform.split("/", -1);
    return Map.of(
        "mediaType",
        MediaTypes.OCI_MANIFEST,
        "digest",
        digest,
        "size",
        100,
        "platform",
        Map.of("os", parts[0], "architecture", parts[1]));
  }

  private String index(String tag, List<Map<String, Object>> children) {
    byte[] index =
        Archives.json(
            Map.of("schemaVersion", 2, "mediaType", MediaTypes.OCI_INDEX, "manifests", children));
    return there.manifest("pub/app", tag, MediaTypes.OCI_INDEX, index);
  }

  private static String fallback(String digest) {
    return digest.replace(':', '-');
  }

  @Test
  void anIndexKeepsItsDigestAndASecondCopySendsNothing() throws Exception {
    String amd = image("", Map.of(), blob(1, 5_000), blob(2, BIG));
    String arm = image("", Map.of(), blob(1, 5_000), blob(3, 7_000));
    String root = index("1", List.of(child(amd, "linux/amd64"), child(arm, "linux/arm64")));

    Copied copied = copy("1", "");
    assertEquals(new Digest(root), copied.digest());
    assertEquals(copied.source(), copied.digest());
    assertEquals(Optional.of(new Digest(root)), to.source("app").digest("1"));
    assertTrue(here.hasManifest("app", amd) && here.hasManifest("app", arm));
    assertEquals(3, copied.manifests());
    assertEquals(copied.blobs(), copied.sent());

    there.sent.set(0);
    Copied again = copy("1", "");
    assertEquals(0, again.sent());
    assertEquals(0, here.openUploads());
    assertTrue(there.sent.get() < 10_000, "only manifests are read again: " + there.sent);
  }

  @Test
  void signaturesComeAlongAndAreListedBesideThoseThatAreThere() throws Exception {
    String app = image("1", Map.of(), blob(1, 5_000));
    Map<String, Object> subject =
        Map.of("mediaType", MediaTypes.OCI_MANIFEST, "digest", app, "size", 100);
    String signature = image("", Map.of("subject", subject), blob(2, 300));
    String list = index(fallback(app), List.of(child(signature, "unknown/unknown")));
    String cosign = image(fallback(app) + ".sig", Map.of(), blob(3, 200));

    Copied copied = copy("1", "");
    assertEquals(2, copied.attached());
    assertEquals(new Digest(list), to.source("app").digest(fallback(app)).orElseThrow());
    assertTrue(here.hasManifest("app", signature));
    assertEquals(new Digest(cosign), to.source("app").digest(fallback(app) + ".sig").orElseThrow());

    String own = image("", Map.of("subject", subject, "artifactType", "own"), blob(4, 300));
    here.manifest(
        "app",
        fallback(app),
        MediaTypes.OCI_INDEX,
        Archives.json(
            Map.of(
                "schemaVersion",
                2,
                "mediaType",
                MediaTypes.OCI_INDEX,
                "manifests",
                List.of(child(own, "unknown/unknown")))));
    copy("1", "");
    assertEquals(
        List.of(own, signature),
        to.source("app").find(fallback(app)).orElseThrow().children().stream()
            .map(each -> each.digest().text())
            .toList());
  }

  @Test
  void aTargetThatLosesWhatIsAttachedIsNotBelieved() throws Exception {
    String app = image("1", Map.of(), blob(1, 5_000));
    Map<String, Object> subject =
        Map.of("mediaType", MediaTypes.OCI_MANIFEST, "digest", app, "size", 100);
    String signature = image("", Map.of("subject", subject), blob(2, 300));
    index(fallback(app), List.of(child(signature, "unknown/unknown")));
    here.twists.add(
        exchange -> {
          if (exchange.getRequestMethod().equals("PUT")) {
            exchange.getResponseHeaders().set("OCI-Subject", app);
          }
          if (!exchange.getRequestURI().getPath().contains("/referrers/")) {
            return false;
          }
          TinyRegistry.answer(
              exchange,
              200,
              MediaTypes.OCI_INDEX,
              "{\"schemaVersion\":2,\"mediaType\":\""
                  + MediaTypes.OCI_INDEX
                  + "\",\"manifests\":[]}");
          return true;
        });
    Problem problem = problem(() -> copy("1", ""));
    assertEquals(Code.IMAGE_INCOMPLETE, problem.code());
    assertEquals(new Digest(app), to.digest("app", "1").orElseThrow());
  }

  @Test
  void aChosenPlatformIsCopiedAsTheImageItIs() throws Exception {
    String amd = image("", Map.of(), blob(1, 5_000));
    String arm = image("", Map.of(), blob(2, 6_000));
    String root = index("1", List.of(child(amd, "linux/amd64"), child(arm, "linux/arm64")));
    Copied copied = copy("1", "linux/arm64");
    assertEquals(new Digest(arm), copied.digest());
    assertEquals(new Digest(root), copied.source());
    assertFalse(here.hasManifest("app", amd) || here.hasManifest("app", root));
    assertTrue(problem(() -> copy("1", "linux/s390x")).whatToDo().contains("linux/arm64"));
  }

  @Test
  void severalPlatformsAreAnIndexOfTheirOwnWithWhatIsAttachedToItsImages() throws Exception {
    String amd = image("", Map.of(), blob(1, 5_000));
    String arm = image("", Map.of(), blob(2, 6_000));
    String ppc = image("", Map.of(), blob(3, 7_000));
    String provenance = image("", Map.of(), blob(4, 300));
    Map<String, Object> attestation = new LinkedHashMap<>(child(provenance, "unknown/unknown"));
    attestation.put("annotations", Map.of("vnd.docker.reference.digest", arm));
    String other = image("", Map.of(), blob(5, 300));
    Map<String, Object> left = new LinkedHashMap<>(child(other, "unknown/unknown"));
    left.put("annotations", Map.of("vnd.docker.reference.digest", ppc));
    List<Map<String, Object>> kept =
        List.of(child(amd, "linux/amd64"), child(arm, "linux/arm64"), attestation);
    String root =
        index(
            "1", List.of(kept.get(0), child(ppc, "linux/ppc64le"), kept.get(1), attestation, left));
    Map<String, Object> subject =
        Map.of("mediaType", MediaTypes.OCI_MANIFEST, "digest", arm, "size", 100);
    String signature = image("", Map.of("subject", subject), blob(6, 300));
    index(fallback(arm), List.of(child(signature, "unknown/unknown")));
    image(fallback(root) + ".sig", Map.of(), blob(7, 200));

    Copied copied = copy("1", "linux/amd64,linux/arm64");
    Manifest index = to.source("app").find("1").orElseThrow();
    assertEquals(copied.digest(), index.digest());
    assertEquals(new Digest(root), copied.source());
    assertEquals(
        List.of(amd, arm, provenance),
        index.children().stream().map(each -> each.digest().text()).toList());
    assertTrue(here.hasManifest("app", signature) && here.hasManifest("app", provenance));
    assertFalse(here.hasManifest("app", ppc) || here.hasManifest("app", other));
    assertFalse(here.hasManifest("app", root), "nobody signed the new index");
    assertEquals(
        Optional.empty(), to.source("app").digest(fallback(root) + ".sig"), "it is of another one");
    assertEquals(copied.digest(), copy("1", "linux/arm64, linux/amd64").digest(), "in its order");
    assertTrue(problem(() -> copy("1", "linux/amd64,linux/s390x")).why().contains("s390x"));
  }

  @Test
  void anIndexOfWhichAllIsChosenKeepsItsDigest() throws Exception {
    String amd = image("", Map.of(), blob(1, 5_000));
    String arm = image("", Map.of(), blob(2, 6_000));
    String root = index("1", List.of(child(amd, "linux/amd64"), child(arm, "linux/arm64")));
    assertEquals(new Digest(root), copy("1", "linux/amd64,linux/arm64").digest());
  }

  @Test
  void aDownloadCutAtHalfGoesOnAtTheByteWhereItWas() throws Exception {
    image("1", Map.of(), blob(1, BIG));
    there.cutDownload.set(BIG / 2);
    copy("1", "");
    long again = there.sent.get() - BIG;
    assertTrue(again < 100_000, "read again: " + again);
  }

  @Test
  void anUploadCutAtHalfGoesOnWhereTheTargetGotTo() throws Exception {
    byte[] big = blob(1, BIG);
    image("1", Map.of(), big);
    here.cutUpload.set(BIG / 2);
    copy("1", "");
    assertTrue(here.hasBlob(Digests.of(big).text()));
    long again = there.sent.get() - BIG;
    assertTrue(again < BIG / 2 + 100_000, "read again: " + again);
    assertEquals(2, here.count("PATCH"), here.requests.toString());
    assertEquals(0, here.openUploads());
  }

  @Test
  void aLayerThatIsNotWhatItsDigestSaysLeavesNothing() throws Exception {
    byte[] big = blob(1, BIG);
    image("1", Map.of(), big);
    byte[] wrong = big.clone();
    wrong[BIG - 1]++;
    there.twists.add(
        exchange -> {
          if (!exchange.getRequestURI().getPath().endsWith(Digests.of(big).text())) {
            return false;
          }
          exchange.sendResponseHeaders(200, wrong.length);
          exchange.getResponseBody().write(wrong);
          return true;
        });
    assertEquals(Code.DIGEST_MISMATCH, problem(() -> copy("1", "")).code());
    assertFalse(here.hasBlob(Digests.of(big).text()) || here.hasBlob(Digests.of(wrong).text()));
    assertEquals(List.of(), here.tagsOf("app"));
  }

  @Test
  void aLayerThatNeverEndsIsReadToItsSize() throws Exception {
    byte[] small = blob(1, 50_000);
    image("1", Map.of(), small);
    there.twists.add(
        exchange -> {
          if (!exchange.getRequestURI().getPath().endsWith(Digests.of(small).text())) {
            return false;
          }
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write(small);
          for (int i = 0; i < 1_000; i++) {
            exchange.getResponseBody().write(new byte[100_000]);
          }
          return true;
        });
    copy("1", "");
    assertTrue(here.hasBlob(Digests.of(small).text()));
  }

  @Test
  void indexesWithoutEndAreGivenUp() throws Exception {
    String digest = image("", Map.of(), blob(1, 100));
    for (int i = 0; i < 10; i++) {
      digest = index("deep", List.of(child(digest, "linux/amd64")));
    }
    assertEquals(Code.IMAGE_UNREADABLE, problem(() -> copy("deep", "")).code());
    assertTrue(there.requests.size() < 20, there.requests.toString());

    List<Map<String, Object>> wide = new java.util.ArrayList<>();
    for (int i = 0; i < 1_200; i++) {
      wide.add(child(image("", Map.of("n", i)), "linux/a" + i));
    }
    index("wide", wide);
    assertEquals(Code.IMAGE_UNREADABLE, problem(() -> copy("wide", "")).code());
    assertEquals(List.of(), here.tagsOf("app"));
  }

  @Test
  void aTagIsSetWhenEverythingIsThere() throws Exception {
    image("1", Map.of(), blob(1, 5_000));
    copy("1", "");
    String put = "PUT /v2/app/manifests/1";
    assertTrue(here.requests.getLast().startsWith(put), here.requests.toString());
  }

  @Test
  void aMirrorCopiesAgainOnlyWhenTheDigestHasChanged() throws Exception {
    image("1", Map.of(), blob(1, 5_000));
    Mirror mirror = new Mirror(from.source("pub/app"), "1", to.sink("app"), "1", Optional.empty());
    assertTrue(mirror.round(Progress.none()).isPresent());
    there.requests.clear();
    assertTrue(mirror.round(Progress.none()).isEmpty());
    assertEquals(List.of("HEAD /v2/pub/app/manifests/1"), there.requests);
    String next = image("1", Map.of(), blob(2, 5_000));
    assertEquals(new Digest(next), mirror.round(Progress.none()).orElseThrow().digest());
    assertEquals(new Digest(next), to.source("app").digest("1").orElseThrow());
  }

  @Test
  void aLayerThatANeighbourHasIsNotSentAgain() throws Exception {
    byte[] base = blob(1, BIG);
    image("1", Map.of(), base);
    copy("1", "");
    String own = Digests.of(base).text();
    // Other than in this registry, a layer belongs to the repositories that got it.
    here.twists.add(
        exchange -> {
          boolean asked =
              exchange.getRequestMethod().equals("HEAD")
                  && exchange.getRequestURI().getPath().equals("/v2/other/blobs/" + own);
          if (asked) {
            TinyRegistry.error(exchange, 404, "BLOB_UNKNOWN");
          }
          return asked;
        });
    there.sent.set(0);
    Copied copied =
        new ImageCopy(from.source("pub/app"), to.sink("other"), Duration.ofMillis(1))
            .run("1", "1", Optional.empty(), Progress.none());
    assertEquals(0, copied.bytes());
    assertTrue(there.sent.get() < 100_000, "read: " + there.sent);
    assertEquals(1, here.count("POST /v2/other/blobs/uploads/?mount="), here.requests.toString());
  }

  @Test
  void aCancelledCopyEndsSoonAndGivesItsUploadUp() throws Exception {
    byte[] big = blob(1, BIG);
    image("1", Map.of(), big);
    CountDownLatch half = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    there.twists.add(
        exchange -> {
          if (!exchange.getRequestURI().getPath().endsWith(Digests.of(big).text())) {
            return false;
          }
          exchange.sendResponseHeaders(200, BIG);
          exchange.getResponseBody().write(big, 0, BIG / 2);
          exchange.getResponseBody().flush();
          half.countDown();
          try {
            released.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return true;
        });
    CompletableFuture<Throwable> end = new CompletableFuture<>();
    Thread copying =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    copy("1", "");
                    end.complete(new AssertionError("it went on"));
                  } catch (InterruptedException | RuntimeException e) {
                    end.complete(e);
                  }
                });
    assertTrue(half.await(20, TimeUnit.SECONDS));
    copying.interrupt();
    assertInstanceOf(InterruptedException.class, end.get(20, TimeUnit.SECONDS));
    Awaitility.await().until(() -> here.openUploads() == 0);
    assertEquals(List.of(), here.tagsOf("app"));
    released.countDown();
  }
}
