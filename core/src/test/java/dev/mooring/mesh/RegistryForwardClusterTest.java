package dev.mooring.mesh;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.NeedsIstio;
import dev.mooring.cluster.Kind;
import dev.mooring.identity.Identity;
import dev.mooring.identity.istiod.IstiodIdentities;
import dev.mooring.problem.MooringException;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.PodPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
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
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NeedsIstio
@Tag("cluster")
final class RegistryForwardClusterTest {
  private static MeshRegistry registry;
  private final List<RegistryForward> open = new ArrayList<>();

  @BeforeAll
  static void install() throws Exception {
    registry = MeshRegistry.install();
  }

  @AfterAll
  static void remove() throws Exception {
    registry.close();
  }

  @AfterEach
  void close() {
    open.forEach(RegistryForward::close);
  }

  private static HttpResponse<String> call(String method, int port, String path)
      throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
              .timeout(Duration.ofSeconds(30))
              .method(method, HttpRequest.BodyPublishers.noBody())
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  private RegistryForward forward(String account) {
    RegistryForward forward = registry.forward(account);
    open.add(forward);
    return forward;
  }

  private int connectAs(String account) throws InterruptedException {
    return forward(account).connect(0).listening().getFirst().getPort();
  }

  @Test
  void aCertificateOfOurOwnComesWithinTwoSeconds() throws Exception {
    long start = System.nanoTime();
    try (IstiodIdentities fresh = new IstiodIdentities(registry.cluster, registry.tunnels)) {
      Identity me = fresh.get(registry.account("writer"));
      Duration took = Duration.ofNanos(System.nanoTime() - start);

      assertEquals("cluster.local/ns/" + registry.namespace + "/sa/writer", me.principal());
      assertTrue(took.compareTo(Duration.ofSeconds(2)) < 0, "took " + took);
      assertEquals(1, me.chain().stream().filter(c -> c.getBasicConstraints() < 0).count());
    }
  }

  @Test
  void theRegistryAnswersThroughMutualTls() throws Exception {
    int port = connectAs("reader");

    assertEquals(200, call("GET", port, "/v2/").statusCode());
    await()
        .atMost(Duration.ofSeconds(5))
        .until(
            () ->
                open.getFirst().state().get() instanceof ConnectionState.Connected c
                    && c.received() > 0
                    && c.sent() > 0
                    && c.principal().endsWith("/sa/reader"));
  }

  @Test
  void withoutACertificateThePlainPortClosesTheConnection() throws Exception {
    String pod = registry.pods().getFirst().name();
    try (ByteStream raw = registry.tunnels.open(new PodPort(registry.namespace, pod, 5000))) {
      raw.output()
          .write("GET /v2/ HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      byte[] answer;
      try {
        answer = raw.input().readNBytes(1);
      } catch (IOException e) {
        answer = new byte[0];
      }
      assertEquals(0, answer.length);
    }
  }

  @Test
  void aReaderMayNotPushAndTheRefusalNamesTheWayOut() throws Exception {
    int port = connectAs("reader");
    HttpResponse<String> answer = call("POST", port, "/v2/ana/app/blobs/uploads/");

    Refusal refusal =
        Refusal.of(
                answer.statusCode(),
                answer.body(),
                ((ConnectionState.Connected) open.getFirst().state().get()).principal(),
                "POST",
                "/v2/ana/app/blobs/uploads/")
            .orElseThrow();
    assertTrue(
        refusal
            .problem()
            .whatToDo()
            .contains(
                "mooring writer add reader --namespace "
                    + registry.namespace
                    + " --repositories 'ana/*'"));
  }

  @Test
  void craneAndItsHttpsFirstProbeNeedNoConfiguration(@TempDir Path folder) throws Exception {
    int port = connectAs("writer");
    Path layer = folder.resolve("layer.tar.gz");
    byte[] noise = new byte[1 << 20];
    SecureRandom random = new SecureRandom();
    try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(layer))) {
      for (int i = 0; i < 64; i++) {
        random.nextBytes(noise);
        out.write(noise);
      }
    }
    String image = "localhost:" + port + "/ana/big:1";

    run(folder, "crane", "append", "-f", layer.toString(), "-t", image);
    run(folder, "crane", "pull", image, folder.resolve("pulled.tar").toString());
    assertTrue(Files.size(folder.resolve("pulled.tar")) > 64 << 20);
  }

  private static void run(Path folder, String... command) throws Exception {
    Path log = Files.createTempFile(folder, "log", ".txt");
    Process process =
        new ProcessBuilder(List.of(command))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      assertTrue(process.waitFor(120, TimeUnit.SECONDS), () -> String.join(" ", command));
      assertEquals(0, process.exitValue(), Files.readString(log));
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void aDeletedPodCostsNoMoreThanItsConnections() throws Exception {
    int port = connectAs("reader");
    assertEquals(200, call("GET", port, "/v2/").statusCode());
    String pod = registry.pods().getFirst().name();

    assertTrue(registry.cluster.delete(Kind.POD, registry.namespace, pod, Duration.ofMinutes(1)));

    assertEquals(200, call("GET", port, "/v2/").statusCode());
  }

  @Test
  void aTakenPortIsNamedWithAFreeOne() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      MooringException refused =
          assertThrows(
              MooringException.class, () -> forward("reader").connect(taken.getLocalPort()));

      assertTrue(refused.problem().why().contains("java"), refused.problem().why());
      assertTrue(refused.problem().whatToDo().contains("is free"));
      assertInstanceOf(ConnectionState.Failed.class, open.getFirst().state().get());
    }
  }

  @Test
  void anAccountThatIsNotThereIsNamed() {
    MooringException refused =
        assertThrows(MooringException.class, () -> forward("nobody").connect(0));

    assertTrue(refused.getMessage().contains("nobody"), refused.getMessage());
  }
}
