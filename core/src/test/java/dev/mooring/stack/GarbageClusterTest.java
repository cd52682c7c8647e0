package dev.mooring.stack;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.NeedsIstio;
import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.document.Documents;
import dev.mooring.identity.istiod.IstiodIdentities;
import dev.mooring.job.Concurrently;
import dev.mooring.job.Progress;
import dev.mooring.mesh.RegistryForward;
import dev.mooring.problem.Finding;
import dev.mooring.registry.Digest;
import dev.mooring.registry.client.HttpRegistry;
import dev.mooring.stack.collect.Collected;
import dev.mooring.stack.collect.GarbageCollection;
import dev.mooring.stack.collect.Retention;
import dev.mooring.stack.collect.Selection;
import dev.mooring.stack.collect.Unfinished;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.render.Collecting;
import dev.mooring.tunnel.cluster.ApiTunnels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Space is freed in an installed registry, by its own collector.
@Tag("cluster")
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class GarbageClusterTest {
  private static final int LAYER = 4 << 20;
  private static final int TAGS = 150;
  private static final int UNTAGGED = 150;
  private static final Retention NO_TAGS = Retention.none();

  private final String namespace =
      "t-garbage-"
          + Integer.toHexString(ThreadLocalRandom.current().nextInt()).toLowerCase(Locale.ROOT);
  private final Cluster cluster = new FabricKubeconfig().connect(null);
  private final StackOptions options = Suited.to(cluster).named(namespace).withNodePort(5058);
  private final ApiTunnels tunnels = new ApiTunnels(cluster);
  private final IstiodIdentities identities = new IstiodIdentities(cluster, tunnels);
  private final Stack stack =
      new ClusterStack(
          cluster, tunnels, each -> new RegistryForward(cluster, tunnels, identities, each));
  private final GarbageCollection garbage = new GarbageCollection(cluster);
  @TempDir private Path folder;
  private RegistryForward forward;
  private URI address;
  private HttpRegistry registry;

  @BeforeAll
  void install() throws Exception {
    stack.install(options, Progress.none());
    forward = new RegistryForward(cluster, tunnels, identities, options.location());
    address = URI.create("http://localhost:" + forward.connect(0).listening().getFirst().getPort());
    registry = new HttpRegistry(address, null);
    await().atMost(Duration.ofSeconds(30)).until(() -> upload().statusCode() == 202);
  }

  @AfterAll
  void remove() throws InterruptedException {
    try {
      registry.close();
      forward.close();
      stack.uninstall(options, Stack.DataFate.DELETE, Progress.none());
    } finally {
      identities.close();
      tunnels.close();
      cluster.close();
    }
  }

  @Test
  void oldTagsAndOverwrittenImagesGoWhatIsUsedStaysAndAPushMeanwhileIsRefused() throws Exception {
    Digest used = push("ana/app:1");
    pending("uses", "localhost:5058/ana/app@" + used);
    Digest overwritten = push("ana/app:1");
    for (int i = 1; i <= 4; i++) {
      push("ana/app:" + i);
    }
    keepBusy("ana/slow", "ana/app:1");
    Selection selection =
        select(new Retention(OptionalInt.of(2), Optional.empty(), List.of("ana/app")));
    assertEquals(2, selection.going().size());
    List<HttpResponse<String>> refused = new ArrayList<>();
    List<Integer> reads = new ArrayList<>();
    AtomicBoolean over = new AtomicBoolean();
    CompletableFuture<Void> client = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                while (!over.get()) {
                  HttpResponse<String> answer = upload();
                  if (answer.statusCode() != 202) {
                    refused.add(answer);
                  }
                  reads.add(read("ana/app", "4"));
                }
                client.complete(null);
              } catch (IOException | InterruptedException e) {
                client.completeExceptionally(e);
              }
            });
    Collected done = garbage.collect(options, registry, selection, true, Progress.none());
    over.set(true);
    client.get(60, TimeUnit.SECONDS);

    assertEquals(2, done.tags().size(), done::toString);
    assertEquals(List.of(), done.incomplete());
    assertTrue(done.freed() >= 2L * LAYER, done::toString);
    assertEquals(List.of("3", "4"), registry.allTags("ana/app"));
    assertTrue(registry.digest("ana/app", used.text()).isPresent());
    assertTrue(registry.digest("ana/app", overwritten.text()).isEmpty());
    assertTrue(
        refused.stream()
            .anyMatch(
                each ->
                    each.headers().firstValue("Retry-After").equals(Optional.of("30"))
                        && List.of(405, 503).contains(each.statusCode())),
        () ->
            refused.stream()
                .map(each -> each.statusCode() + " " + each.body())
                .toList()
                .toString());
    assertEquals(List.of(), reads.stream().filter(each -> each != 200).toList());
    for (String each : List.of("ana/app:3", "ana/app:4", "ana/app@" + used)) {
      crane("pull", name(each), folder.resolve("pulled.tar").toString());
    }
    registry.prune(
        registry.planPruning("ana/slow", Set.copyOf(registry.allTags("ana/slow")), Set.of()),
        Set.of());
    assertServesAndTakesWrites();
    cluster.delete(Kind.POD, namespace, "uses", Duration.ofSeconds(30));
  }

  /// Which protection the registry has changes nothing of this: once is enough for CI.
  @Test
  @NeedsIstio
  void cancelledAtEachStageItServesAndAnotherRunCompletes() throws Exception {
    for (String stage : List.of("Removing tags", "Waiting for running", "Waiting for the reg")) {
      push("bob/app:1");
      push("bob/app:2");
      cancelAt(stage, new Retention(OptionalInt.of(1), Optional.empty(), List.of("bob/*")));
      assertServesAndTakesWrites();
    }
    push("bob/app:2");
    push("bob/app:2");
    cancelAt("Deleting", NO_TAGS);
    assertServesAndTakesWrites();
    push("bob/app:2");
    Collected done = garbage.collect(options, registry, select(NO_TAGS), true, Progress.none());
    assertTrue(done.freed() >= LAYER, done::toString);
    assertEquals(List.of(), done.incomplete());
    assertServesAndTakesWrites();
  }

  @Test
  void whatAKilledMooringLeavesCompletesByItself() throws Exception {
    push("cem/app:1");
    push("cem/app:1");
    cluster.apply(Collecting.request(options, "killed", true));
    cluster.delete(Kind.POD, namespace, pod(), Duration.ofSeconds(150));
    await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptions()
        .until(
            () ->
                cluster
                    .log(namespace, pod(), "registry", 1000)
                    .contains(Collecting.SAYS + "killed writable"));
    assertServesAndTakesWrites();
    // Once is enough: the next start does not collect again.
    cluster.delete(Kind.POD, namespace, pod(), Duration.ofSeconds(150));
    await().atMost(Duration.ofSeconds(60)).until(() -> ready());
    assertTrue(
        cluster
            .log(namespace, pod(), "registry", 1000)
            .lines()
            .noneMatch(each -> each.startsWith(Collecting.SAYS)));
    assertEquals(Finding.Level.WARNING, new Unfinished(cluster, options).finding().level());
    assertTrue(cluster.delete(Kind.CONFIG_MAP, namespace, Collecting.NAME, Duration.ofSeconds(30)));
    assertServesAndTakesWrites();
  }

  @Test
  void theVolumeIsMeasuredByAPodBesideTheRegistry() throws Exception {
    Finding volume = new VolumeCheck(cluster, options).measured().orElseThrow();
    assertTrue(volume.sentence().contains(" GB free of "), volume::words);
    assertEquals(List.of(), cluster.list(Kind.POD, namespace, "mooring.dev/volume-check"));
  }

  @Test
  void theVolumeIsMeasuredFromTheRegistrysOwnPodToo() throws Exception {
    Finding volume = new VolumeCheck(cluster, options).glanced(tunnels).orElseThrow();
    assertEquals(Finding.Level.OK, volume.level(), volume::words);
    assertTrue(volume.sentence().contains(" GB free of "), volume::words);
  }

  private Selection select(Retention rules) throws InterruptedException {
    return garbage.select(options, registry, rules, Progress.none());
  }

  private void cancelAt(String stage, Retention rules) throws Exception {
    CompletableFuture<Throwable> ended = new CompletableFuture<>();
    Selection selection = select(rules);
    AtomicBoolean reached = new AtomicBoolean();
    Thread[] job = new Thread[1];
    Progress watching =
        new Progress() {
          @Override
          public void step(String sentence) {}

          @Override
          public void advance(String part, long done, long total, Unit unit) {
            if (part.startsWith(stage) && !reached.getAndSet(true)) {
              job[0].interrupt();
            }
          }
        };
    job[0] =
        Thread.ofVirtual()
            .unstarted(
                () -> {
                  try {
                    garbage.collect(options, registry, selection, true, watching);
                    ended.complete(new AssertionError("was not cancelled"));
                  } catch (InterruptedException | RuntimeException e) {
                    ended.complete(e);
                  }
                });
    job[0].start();
    assertEquals(InterruptedException.class, ended.get(120, TimeUnit.SECONDS).getClass(), stage);
    assertTrue(cluster.get(Kind.CONFIG_MAP, namespace, Collecting.NAME).isEmpty(), stage);
  }

  private void assertServesAndTakesWrites() throws Exception {
    await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptions()
        .until(() -> upload().statusCode() == 202);
    for (String repository : registry.repositories()) {
      assertEquals(List.of(), registry.incomplete(repository), repository);
    }
  }

  private boolean ready() throws InterruptedException {
    return cluster.list(Kind.POD, namespace, "app=" + StackOptions.REGISTRY).stream()
        .anyMatch(each -> each.ready() && !each.deleting());
  }

  private String pod() throws InterruptedException {
    return cluster.list(Kind.POD, namespace, "app=" + StackOptions.REGISTRY).stream()
        .filter(each -> !each.deleting())
        .findFirst()
        .orElseThrow()
        .name();
  }

  /// What the collector needs some seconds for: it looks at each tag for each manifest without one.
  private void keepBusy(String repository, String like) throws Exception {
    crane("copy", name(like), name(repository + ":v"));
    String manifest = crane("manifest", name(repository + ":v")).strip();
    String type = Documents.json(manifest, "a manifest").at("mediaType").textOrEmpty();
    try (HttpClient client = HttpClient.newHttpClient()) {
      List<Callable<Integer>> puts = new ArrayList<>();
      for (int i = 0; i < TAGS + UNTAGGED; i++) {
        String tag = i < TAGS ? "t" + i : "v";
        String body =
            i < TAGS
                ? manifest
                : manifest.replaceFirst("\\{", "{\"annotations\":{\"n\":\"" + i + "\"},");
        HttpRequest put =
            HttpRequest.newBuilder(address.resolve("/v2/" + repository + "/manifests/" + tag))
                .header("Content-Type", type)
                .PUT(HttpRequest.BodyPublishers.ofString(body))
                .build();
        puts.add(() -> status(client, put));
      }
      assertEquals(Set.of(201), Set.copyOf(Concurrently.run(8, puts)));
    }
  }

  private static int status(HttpClient client, HttpRequest request) throws InterruptedException {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private HttpResponse<String> upload() throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(address.resolve("/v2/ana/app/blobs/uploads/"))
            .POST(HttpRequest.BodyPublishers.noBody()));
  }

  private int read(String repository, String tag) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(address.resolve("/v2/" + repository + "/manifests/" + tag))
            .header("Accept", "application/vnd.docker.distribution.manifest.v2+json"))
        .statusCode();
  }

  private static HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          request.timeout(Duration.ofSeconds(60)).build(), HttpResponse.BodyHandlers.ofString());
    }
  }

  private String name(String image) {
    return "localhost:" + address.getPort() + "/" + image;
  }

  /// Pushes an image that no other is like.
  private Digest push(String image) throws Exception {
    byte[] noise = new byte[LAYER];
    new SecureRandom().nextBytes(noise);
    Path file = folder.resolve("layer.tar.gz");
    TarGz.write(file, noise);
    String said = crane("append", "-f", file.toString(), "-t", name(image));
    return new Digest(said.strip().substring(said.indexOf("sha256:")));
  }

  private String crane(String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of("crane"));
    command.addAll(List.of(words));
    Path out = folder.resolve("out.txt");
    Path log = folder.resolve("log.txt");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(log.toFile())
            .start();
    assertTrue(process.waitFor(100, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue(), Files.readString(log));
    return Files.readString(out, StandardCharsets.UTF_8);
  }

  /// A pod that waits for a node that never comes, and names an image.
  private void pending(String name, String image) throws InterruptedException {
    cluster.apply(
        new KubeObject(
            Documents.yaml(
                    """
                    apiVersion: v1
                    kind: Pod
                    metadata: {name: %s, namespace: %s}
                    spec:
                      nodeSelector: {never: comes}
                      securityContext:
                        runAsNonRoot: true
                        runAsUser: 1000
                        seccompProfile: {type: RuntimeDefault}
                      containers:
                      - name: app
                        image: "%s"
                        securityContext:
                          allowPrivilegeEscalation: false
                          capabilities: {drop: [ALL]}
                    """
                        .formatted(name, namespace, image),
                    "the test")
                .getFirst()));
  }
}
