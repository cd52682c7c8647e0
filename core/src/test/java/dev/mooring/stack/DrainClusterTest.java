package dev.mooring.stack;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mooring.NeedsIstio;
import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.forward.BlobTransfer;
import dev.mooring.identity.istiod.IstiodIdentities;
import dev.mooring.identity.istiod.SocketStream;
import dev.mooring.job.Progress;
import dev.mooring.mesh.RegistryForward;
import dev.mooring.registry.Digest;
import dev.mooring.registry.ImageReference;
import dev.mooring.registry.Registry;
import dev.mooring.registry.client.HttpRegistry;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.render.NodeEntrance;
import dev.mooring.tunnel.PodPort;
import dev.mooring.tunnel.cluster.ApiTunnels;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The pod of an installed registry is deleted, as by a drain of its node, while it is in use.
@Tag("cluster")
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DrainClusterTest {
  private static final long PULLED = 512L << 20;
  private static final int LAYER = 48;

  private final String namespace =
      "t-drain-"
          + Integer.toHexString(ThreadLocalRandom.current().nextInt()).toLowerCase(Locale.ROOT);
  private final Cluster cluster = new FabricKubeconfig().connect(null);
  private final StackOptions options = Suited.to(cluster).named(namespace).withNodePort(5057);
  private final ApiTunnels tunnels = new ApiTunnels(cluster);
  private final IstiodIdentities identities = new IstiodIdentities(cluster, tunnels);
  private final Stack stack =
      new ClusterStack(
          cluster, tunnels, each -> new RegistryForward(cluster, tunnels, identities, each));
  @TempDir private Path folder;
  private RegistryForward forward;
  private int port;

  @BeforeAll
  void install() throws InterruptedException {
    stack.install(options, Progress.none());
    ProbeSession.use(
        cluster,
        tunnels,
        identities,
        options,
        push ->
            await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> push.tryUpload().status(), status -> status != 403));
  }

  @AfterAll
  void remove() throws InterruptedException {
    try {
      stack.uninstall(options, Stack.DataFate.DELETE, Progress.none());
    } finally {
      identities.close();
      tunnels.close();
      cluster.close();
    }
  }

  @BeforeEach
  void connect() throws InterruptedException {
    forward = new RegistryForward(cluster, tunnels, identities, options.location());
    port = forward.connect(0).listening().getFirst().getPort();
  }

  @AfterEach
  void close() {
    forward.close();
  }

  @Test
  void aRunningPullIsCompleteAndTheNextRequestGoesToTheNextPod() throws Exception {
    BlobTransfer blob = new BlobTransfer(PULLED);
    String digest = blob.digest(1);
    blob.push(port, 1, digest);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
      ask(socket, "/v2/ana/bench/blobs/" + digest);
      assertTrue(head(in).startsWith("HTTP/1.1 200"));
      in.skipNBytes(PULLED / 8);
      String before = pods().getFirst().name();
      ReadLoad load = load();
      CompletableFuture<Void> deleted = delete(before);
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> pods().stream().anyMatch(pod -> !pod.name().equals(before) && pod.ready()));
      in.skipNBytes(PULLED - PULLED / 8);
      deleted.get(60, TimeUnit.SECONDS);
      ask(socket, "/v2/");
      assertTrue(head(in).startsWith("HTTP/1.1 200"));
      answered(load.end());
    }
  }

  /// Small pulls at a node's door and through the laptop, meanwhile.
  private ReadLoad load() throws Exception {
    BlobTransfer small = new BlobTransfer(1 << 20);
    String digest = small.digest(2);
    small.push(port, 2, digest);
    PodPort door = door();
    ReadLoad load = new ReadLoad("ana/bench", digest);
    load.start("node", () -> tunnels.open(door));
    load.start("laptop", () -> new SocketStream(port));
    return load;
  }

  private PodPort door() throws InterruptedException {
    return cluster.list(Kind.POD, options.nodeNamespace(), "app=" + NodeEntrance.APP).stream()
        .filter(KubeObject::ready)
        .map(pod -> new PodPort(options.nodeNamespace(), pod.name(), NodeEntrance.PORT))
        .findFirst()
        .orElseThrow();
  }

  /// A door may say that the registry is away, and what is lost is reset: clients try again.
  /// Nobody gets anything but the content.
  private static void answered(Map<String, Integer> outcomes) {
    System.out.println("reads while the pod was replaced: " + outcomes);
    for (String each : List.of("node", "laptop")) {
      assertTrue(outcomes.containsKey(each + " right"), outcomes::toString);
    }
    List<String> clean = new ArrayList<>(ReadLoad.AWAY);
    clean.addAll(List.of("right", "cut"));
    for (String each : outcomes.keySet()) {
      assertTrue(clean.contains(each.substring(each.indexOf(' ') + 1)), outcomes::toString);
    }
  }

  /// As crane's push and a pull by hand, which run with every protection: once is enough for CI.
  @Test
  @NeedsIstio
  void skopeoPushesAndPullsThroughTheDeletion() throws Exception {
    assumeTrue(onPath("skopeo"), "skopeo is not installed");
    Path archive = archive();
    throughDeletion(
        port ->
            run(
                "skopeo",
                "--insecure-policy",
                "copy",
                "--dest-tls-verify=false",
                "docker-archive:" + archive,
                "docker://localhost:" + port + "/ana/skopeo:1"));
    throughDeletion(
        port ->
            run(
                "skopeo",
                "--insecure-policy",
                "copy",
                "--src-tls-verify=false",
                "docker://localhost:" + port + "/ana/skopeo:1",
                "dir:" + folder.resolve("back")));
  }

  @Test
  void cranePushesThroughTheDeletion() throws Exception {
    Path archive = archive();
    throughDeletion(
        port -> run("crane", "push", archive.toString(), "localhost:" + port + "/ana/crane:1"));
  }

  @Test
  void mooringPushesThroughTheDeletion() throws Exception {
    Path archive = archive();
    ImageReference name = ImageReference.parse("ana/mooring:1");
    AtomicReference<Digest> pushed = new AtomicReference<>();
    throughDeletion(port -> pushed.set(registry(port).push(archive, name, Progress.none())));
    assertEquals(registry(port).summary("ana/mooring", "1").digest(), pushed.get());
  }

  private static Registry registry(int port) {
    return new HttpRegistry(URI.create("http://localhost:" + port), null);
  }

  private interface Copy {
    void through(int port) throws Exception;
  }

  private interface Work {
    void run() throws Exception;
  }

  private void run(String... command) throws Exception {
    Path log = Files.createTempFile(folder, "log", ".txt");
    Process process =
        new ProcessBuilder(List.of(command))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      assertTrue(process.waitFor(200, TimeUnit.SECONDS), () -> String.join(" ", command));
      assertEquals(0, process.exitValue(), Files.readString(log));
    } finally {
      process.destroyForcibly();
    }
  }

  /// Deletes the pod when a third of the image has passed.
  private void throughDeletion(Copy copy) throws Exception {
    String before = pods().getFirst().name();
    try (Valve valve = new Valve(port, LAYER << 20)) {
      CompletableFuture<Void> done = started(() -> copy.through(valve.port()));
      assertTrue(valve.holds(60), () -> "a third of the image never came: " + done);
      assertFalse(done.isDone(), "over before the pod went");
      CompletableFuture<Void> deleted = delete(before);
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> pods().stream().noneMatch(pod -> pod.name().equals(before)));
      valve.open();
      done.get(200, TimeUnit.SECONDS);
      deleted.get(150, TimeUnit.SECONDS);
    }
    assertNotEquals(before, pods().getFirst().name());
  }

  private List<KubeObject> pods() throws InterruptedException {
    return cluster.list(Kind.POD, namespace, "app=" + StackOptions.REGISTRY).stream()
        .filter(pod -> !pod.deleting())
        .toList();
  }

  private CompletableFuture<Void> delete(String pod) {
    return started(() -> cluster.delete(Kind.POD, namespace, pod, Duration.ofMinutes(2)));
  }

  private static CompletableFuture<Void> started(Work work) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                work.run();
                done.complete(null);
              } catch (Exception | AssertionError e) {
                done.completeExceptionally(e);
              }
            });
    return done;
  }

  /// An image of three layers, as `docker save` writes it.
  private Path archive() throws Exception {
    byte[] noise = new byte[1 << 20];
    SecureRandom random = new SecureRandom();
    List<String> command = new ArrayList<>(List.of("crane", "append"));
    for (int layer = 0; layer < 3; layer++) {
      Path file = folder.resolve("layer" + layer + ".tar.gz");
      try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
        for (int i = 0; i < LAYER; i++) {
          random.nextBytes(noise);
          out.write(noise);
        }
      }
      command.addAll(List.of("-f", file.toString()));
    }
    Path archive = folder.resolve("image.tar");
    command.addAll(List.of("-o", archive.toString(), "-t", "ana/made:1"));
    Process process = new ProcessBuilder(command).inheritIO().start();
    assertEquals(0, process.waitFor());
    return archive;
  }

  private static boolean onPath(String program) {
    return List.of(System.getenv("PATH").split(":", -1)).stream()
        .anyMatch(each -> Files.isExecutable(Path.of(each, program)));
  }

  private static void ask(Socket socket, String path) throws IOException {
    socket
        .getOutputStream()
        .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(US_ASCII));
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      assertTrue(next >= 0, () -> "cut after " + head);
      head.append((char) next);
    }
    return head.toString();
  }
}
