package dev.mooring.mesh;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mooring.cluster.Kind;
import dev.mooring.forward.BlobTransfer;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The registry's pod is deleted, as by a drain of its node, while it is in use.
@Tag("cluster")
@Timeout(300)
final class DrainClusterTest {
  private static final long PULLED = 512L << 20;
  private static final int LAYER = 48;

  private static MeshRegistry registry;
  private RegistryForward forward;
  private int port;

  @BeforeAll
  static void install() throws Exception {
    registry = MeshRegistry.installKept();
  }

  @AfterAll
  static void remove() throws Exception {
    registry.close();
  }

  @BeforeEach
  void connect() throws InterruptedException {
    forward = registry.forward("writer");
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
      String before = registry.pods().getFirst().name();
      CompletableFuture<Void> deleted = delete(before);
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () ->
                  registry.pods().stream()
                      .anyMatch(pod -> !pod.name().equals(before) && pod.ready()));
      in.skipNBytes(PULLED - PULLED / 8);
      deleted.get(60, TimeUnit.SECONDS);
      ask(socket, "/v2/");
      assertTrue(head(in).startsWith("HTTP/1.1 200"));
    }
  }

  @Test
  void skopeoPushesThroughTheDeletion(@TempDir Path folder) throws Exception {
    assumeTrue(onPath("skopeo"), "skopeo is not installed");
    Path archive = archive(folder);
    pushThroughDeletion(
        folder,
        "skopeo",
        "--insecure-policy",
        "copy",
        "--dest-tls-verify=false",
        "docker-archive:" + archive,
        "docker://localhost:" + port + "/ana/skopeo:1");
    pushThroughDeletion(
        folder,
        "skopeo",
        "--insecure-policy",
        "copy",
        "--src-tls-verify=false",
        "docker://localhost:" + port + "/ana/skopeo:1",
        "dir:" + folder.resolve("back"));
  }

  @Test
  void cranePushesThroughTheDeletion(@TempDir Path folder) throws Exception {
    Path archive = archive(folder);
    pushThroughDeletion(
        folder, "crane", "push", archive.toString(), "localhost:" + port + "/ana/crane:1");
  }

  /// Deletes the pod when a third of the image has passed.
  private void pushThroughDeletion(Path folder, String... command) throws Exception {
    String before = registry.pods().getFirst().name();
    long start = moved();
    Path log = Files.createTempFile(folder, "log", ".txt");
    Process process =
        new ProcessBuilder(List.of(command))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> moved() - start > (LAYER << 20) || !process.isAlive());
      CompletableFuture<Void> deleted = delete(before);
      assertTrue(process.waitFor(200, TimeUnit.SECONDS), () -> String.join(" ", command));
      assertEquals(0, process.exitValue(), Files.readString(log));
      deleted.get(150, TimeUnit.SECONDS);
      assertNotEquals(before, registry.pods().getFirst().name());
    } finally {
      process.destroyForcibly();
    }
  }

  private long moved() {
    return forward.state().get() instanceof ConnectionState.Connected now
        ? now.sent() + now.received()
        : 0;
  }

  private static CompletableFuture<Void> delete(String pod) {
    CompletableFuture<Void> deleted = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                registry.cluster.delete(Kind.POD, registry.namespace, pod, Duration.ofMinutes(2));
                deleted.complete(null);
              } catch (InterruptedException | RuntimeException e) {
                deleted.completeExceptionally(e);
              }
            });
    return deleted;
  }

  /// An image of three layers, as `docker save` writes it.
  private static Path archive(Path folder) throws Exception {
    byte[] noise = new byte[1 << 20];
    SecureRandom random = new SecureRandom();
    String[] command = new String[10];
    command[0] = "crane";
    command[1] = "append";
    for (int layer = 0; layer < 3; layer++) {
      Path file = folder.resolve("layer" + layer + ".tar.gz");
      try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
        for (int i = 0; i < LAYER; i++) {
          random.nextBytes(noise);
          out.write(noise);
        }
      }
      command[2 + 2 * layer] = "-f";
      command[3 + 2 * layer] = file.toString();
    }
    Path archive = folder.resolve("image.tar");
    command[8] = "-o";
    command[9] = archive.toString();
    List<String> all = new java.util.ArrayList<>(List.of(command));
    all.addAll(List.of("-t", "ana/made:1"));
    Process process = new ProcessBuilder(all).inheritIO().start();
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
