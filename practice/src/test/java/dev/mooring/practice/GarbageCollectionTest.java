package dev.mooring.practice;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.identity.istiod.IstiodIdentities;
import dev.mooring.job.Progress;
import dev.mooring.mesh.RegistryForward;
import dev.mooring.problem.Code;
import dev.mooring.problem.Finding;
import dev.mooring.problem.MooringException;
import dev.mooring.registry.Digest;
import dev.mooring.registry.ImageReference;
import dev.mooring.registry.ImageSummary;
import dev.mooring.registry.client.HttpRegistry;
import dev.mooring.stack.ClusterStack;
import dev.mooring.stack.Stack;
import dev.mooring.stack.collect.Collected;
import dev.mooring.stack.collect.GarbageCollection;
import dev.mooring.stack.collect.Retention;
import dev.mooring.stack.collect.Selection;
import dev.mooring.stack.collect.Unfinished;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.render.Collecting;
import dev.mooring.tunnel.cluster.ApiTunnels;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Space is freed in a registry that people and pods use.
final class GarbageCollectionTest {
  private static final StackOptions OPTIONS = StackOptions.defaults();

  @TempDir private Path folder;
  private PracticeCluster practice;
  private Cluster cluster;
  private ApiTunnels tunnels;
  private IstiodIdentities identities;
  private RegistryForward forward;
  private URI address;
  private HttpRegistry registry;
  private GarbageCollection garbage;

  @BeforeEach
  void install() throws Exception {
    practice = PracticeCluster.start();
    cluster = new FabricKubeconfig(List.of(practice.writeKubeconfig(folder))).connect("practice");
    tunnels = new ApiTunnels(cluster);
    identities = new IstiodIdentities(cluster, tunnels);
    Stack stack =
        new ClusterStack(
            cluster, tunnels, each -> new RegistryForward(cluster, tunnels, identities, each));
    stack.install(OPTIONS, Progress.none());
    forward = new RegistryForward(cluster, tunnels, identities, OPTIONS.location());
    int port = forward.connect(0).listening().getFirst().getPort();
    address = URI.create("http://localhost:" + port);
    registry = new HttpRegistry(address, null);
    garbage = new GarbageCollection(cluster);
  }

  @AfterEach
  void close() {
    registry.close();
    forward.close();
    identities.close();
    tunnels.close();
    cluster.close();
    practice.close();
  }

  private Digest push(String name, String greeting) throws IOException, InterruptedException {
    Path archive = folder.resolve("image.tar");
    SampleImage.write(archive, greeting);
    return registry.push(archive, ImageReference.parse(name), Progress.none());
  }

  private Selection select(Retention rules) throws InterruptedException {
    return garbage.select(OPTIONS, registry, rules, Progress.none());
  }

  private static List<String> names(List<ImageSummary> images) {
    return images.stream().map(each -> each.repository() + ":" + each.tag()).toList();
  }

  private static Retention keep(int tags) {
    return new Retention(OptionalInt.of(tags), Optional.empty(), List.of());
  }

  /// A pod that a node starts with an image of the registry.
  private void run(String pod, String image) throws InterruptedException {
    cluster.apply(
        new KubeObject(
            Documents.yaml(
                    """
                    apiVersion: v1
                    kind: Pod
                    metadata: {name: %s, namespace: default}
                    spec:
                      containers: [{name: app, image: "%s", imagePullPolicy: Always}]
                    """
                        .formatted(pod, image),
                    "the test")
                .getFirst()));
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> cluster.get(Kind.POD, "default", pod).filter(KubeObject::ready).isPresent());
  }

  @Test
  void oldTagsGoAndTheRestIsServed() throws Exception {
    for (int i = 8; i <= 11; i++) {
      push("ana/app:v" + i, "app " + i + " " + "x".repeat(20_000));
    }
    run("old", "localhost:5000/ana/app:v8");
    Selection selection = select(keep(2));
    assertEquals(List.of("ana/app:v9"), names(selection.going()));
    assertEquals(List.of("ana/app:v8"), names(selection.inUse()));
    Collected done = garbage.collect(OPTIONS, registry, selection, false, Progress.none());
    assertEquals(List.of("ana/app:v9"), done.tags());
    assertEquals(List.of(), done.incomplete());
    assertTrue(done.freed() > 20_000, done::toString);
    assertEquals(3, done.blobs());
    assertEquals(List.of("v8", "v10", "v11"), registry.tags("ana/app"));
    assertEquals(List.of(), registry.incomplete("ana/app"));
    assertTrue(cluster.get(Kind.CONFIG_MAP, OPTIONS.namespace(), Collecting.NAME).isEmpty());
    push("ana/app:v12", "takes writes again");
  }

  @Test
  void anOverwrittenImageGoesUnlessAPodRunsIt() throws Exception {
    Digest running = push("ana/app:1", "runs");
    run("app", "localhost:5000/ana/app:1");
    Digest gone = push("ana/app:1", "between");
    push("ana/app:1", "newest");
    Selection selection = select(Retention.none());
    assertEquals(List.of(), selection.going());
    Collected done = garbage.collect(OPTIONS, registry, selection, true, Progress.none());
    assertTrue(done.freed() > 0);
    assertTrue(registry.digest("ana/app", running.text()).isPresent());
    assertTrue(registry.digest("ana/app", gone.text()).isEmpty());
    assertEquals(List.of("1"), registry.allTags("ana/app"));
  }

  @Test
  void workloadsThatAreScaledToNothingKeepTheirImages() throws Exception {
    push("ana/app:1", "one");
    push("ana/app:2", "two");
    cluster.apply(
        new KubeObject(
            Documents.yaml(
                    """
                    apiVersion: apps/v1
                    kind: Deployment
                    metadata: {name: app, namespace: default}
                    spec:
                      replicas: 0
                      selector: {matchLabels: {app: app}}
                      template:
                        metadata: {labels: {app: app}}
                        spec:
                          containers: [{name: app, image: "localhost:5000/ana/app:1"}]
                    """,
                    "the test")
                .getFirst()));
    Selection selection = select(keep(1));
    assertEquals(List.of(), names(selection.going()));
    assertEquals(List.of("ana/app:1"), names(selection.inUse()));
  }

  @Test
  void aTagThatWasPushedAgainMeanwhileStays() throws Exception {
    push("ana/app:1", "one");
    push("ana/app:2", "two");
    Selection selection = select(keep(1));
    Digest now = push("ana/app:1", "another");
    Collected done = garbage.collect(OPTIONS, registry, selection, false, Progress.none());
    assertEquals(List.of(), done.tags());
    assertEquals(Optional.of(now), registry.digest("ana/app", "1"));
  }

  @Test
  void aPushMeanwhileIsRefusedCleanly() throws Exception {
    push("ana/app:1", "one");
    AtomicReference<HttpResponse<String>> refused = new AtomicReference<>();
    MooringException told;
    CountDownLatch restarting = new CountDownLatch(1);
    practice.holdCollections(true);
    CompletableFuture<Void> collection = start(restarting);
    assertTrue(restarting.await(30, TimeUnit.SECONDS));
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest upload =
          HttpRequest.newBuilder(address.resolve("/v2/ana/app/blobs/uploads/"))
              .POST(HttpRequest.BodyPublishers.noBody())
              .build();
      await()
          .atMost(Duration.ofSeconds(30))
          .pollInterval(Duration.ofMillis(50))
          .ignoreExceptions()
          .until(
              () -> {
                HttpResponse<String> answer =
                    client.send(upload, HttpResponse.BodyHandlers.ofString());
                refused.set(answer);
                return answer.statusCode() == 405;
              });
      told = assertThrows(MooringException.class, () -> push("ana/app:2", "two"));
    }
    assertEquals(
        Code.REGISTRY_READ_ONLY,
        assertThrows(
                MooringException.class,
                () -> new Unfinished(cluster, OPTIONS).demandWrites("Cannot verify"))
            .problem()
            .code());
    practice.holdCollections(false);
    collection.get(60, TimeUnit.SECONDS);
    assertEquals(Optional.of("30"), refused.get().headers().firstValue("Retry-After"));
    assertEquals(Code.REGISTRY_READ_ONLY, told.problem().code());
    push("ana/app:2", "two");
  }

  @Test
  void aCancelledCollectionLeavesARegistryThatTakesWrites() throws Exception {
    push("ana/app:1", "one");
    push("ana/app:1", "two");
    CountDownLatch waiting = new CountDownLatch(1);
    AtomicReference<Throwable> ended = new AtomicReference<>();
    Thread job =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    garbage.collect(
                        OPTIONS, registry, select(Retention.none()), true, tells(waiting));
                  } catch (InterruptedException | RuntimeException e) {
                    ended.set(e);
                  }
                });
    assertTrue(waiting.await(30, TimeUnit.SECONDS));
    job.interrupt();
    job.join(Duration.ofSeconds(60));
    assertEquals(InterruptedException.class, ended.get().getClass());
    assertTrue(cluster.get(Kind.CONFIG_MAP, OPTIONS.namespace(), Collecting.NAME).isEmpty());
    await()
        .atMost(Duration.ofSeconds(20))
        .ignoreExceptions()
        .until(() -> push("ana/app:3", "three") != null);
    Collected again =
        garbage.collect(OPTIONS, registry, select(Retention.none()), true, Progress.none());
    assertTrue(again.blobs() >= 0);
    assertEquals(List.of(), registry.incomplete("ana/app"));
  }

  @Test
  void aRequestThatSomebodyLeftIsNamedAndTheNextCollectionTakesItAway() throws Exception {
    push("ana/app:1", "one");
    cluster.apply(Collecting.request(OPTIONS, "left", false));
    Finding left = new Unfinished(cluster, OPTIONS).finding();
    assertEquals(Finding.Level.WARNING, left.level());
    assertTrue(left.whatToDo().contains("mooring collect-garbage"), left::whatToDo);
    garbage.collect(OPTIONS, registry, select(Retention.none()), false, Progress.none());
    assertEquals(Finding.Level.OK, new Unfinished(cluster, OPTIONS).finding().level());
  }

  @Test
  void whoCannotSeeAllPodsCannotFreeSpace() {
    practice.denyRights("list", "pods", "*");
    MooringException refused = assertThrows(MooringException.class, () -> select(Retention.none()));
    assertEquals(Code.MISSING_RIGHT, refused.problem().code());
  }

  @Test
  void aRegistryOfAnOlderMooringIsNamed() throws Exception {
    KubeObject deployment =
        cluster.get(Kind.DEPLOYMENT, OPTIONS.namespace(), "kube-registry").orElseThrow();
    List<Document> volumes =
        deployment.at("spec", "template", "spec", "volumes").items().stream()
            .filter(each -> !each.at("name").textOrEmpty().equals("collection"))
            .toList();
    cluster.mergePatch(
        Kind.DEPLOYMENT,
        OPTIONS.namespace(),
        "kube-registry",
        "",
        Document.of(
            Map.of("spec", Map.of("template", Map.of("spec", Map.of("volumes", volumes))))));
    MooringException refused = assertThrows(MooringException.class, () -> select(Retention.none()));
    assertEquals(Code.REGISTRY_OUTDATED, refused.problem().code());
  }

  private CompletableFuture<Void> start(CountDownLatch restarting) {
    CompletableFuture<Void> end = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                Selection all = select(Retention.none());
                garbage.collect(OPTIONS, registry, all, false, tells(restarting));
                end.complete(null);
              } catch (InterruptedException | RuntimeException e) {
                end.completeExceptionally(e);
              }
            });
    return end;
  }

  /// Tells when the collection has asked the registry's pod to go.
  private static Progress tells(CountDownLatch reached) {
    return new Progress() {
      @Override
      public void step(String sentence) {}

      @Override
      public void advance(String part, long done, long total, Unit unit) {
        if (part.contains("uploads")) {
          reached.countDown();
        }
      }
    };
  }
}
