package dev.mooring.desktop.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.practice.PracticeCluster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// What stands between a client and the registry changes no answer of the distribution API, except
/// that a node's door takes no writes. On the cluster of the current kubeconfig.
@Tag("cluster")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConformanceClusterTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Set<String> READS = Set.of("GET", "HEAD");

  @TempDir static Path home;

  private ConformanceSuite suite;
  private Thread connecting;
  private String laptop;

  @BeforeAll
  void installAndConnect() throws Exception {
    suite = ConformanceSuite.build(home.resolve("suite"));
    Terminal.Ended installed = terminal().run("install", "--no-verify");
    assertEquals(0, installed.code(), installed.err());
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    connecting =
        Thread.ofVirtual()
            .name("connect")
            .start(() -> terminal().run(told, "connect", "--port", "0"));
    Pattern address = Pattern.compile("localhost:\\d+");
    await().atMost(LONG).until(() -> address.matcher(told.toString(UTF_8)).find());
    Matcher found = address.matcher(told.toString(UTF_8));
    assertTrue(found.find());
    laptop = found.group();
  }

  @AfterAll
  void leaveNothing() throws InterruptedException {
    if (connecting != null) {
      connecting.interrupt();
      connecting.join(LONG);
      terminal().run("uninstall", "--yes", "--delete-data");
    }
  }

  @Test
  void throughTheLaptopEveryTestGivesWhatItGivesAtTheRegistry() throws Exception {
    List<ConformanceSuite.Case> atRegistry = atTheProgram();
    List<ConformanceSuite.Case> throughLaptop = suite.run("laptop", List.of(), laptop, Map.of());
    System.out.println("conformance at the registry: " + counts(atRegistry));
    System.out.println("conformance through the laptop: " + counts(throughLaptop));
    assertTrue(atRegistry.stream().filter(ConformanceSuite.Case::passed).count() > 500);
    assertEquals(lines(atRegistry), lines(throughLaptop));
  }

  @Test
  void throughANodePullsPassAndWritesAreRefused() throws Exception {
    List<String> node = node();
    Map<String, String> readOnly = pushedImage();
    NavigableMap<String, String> laptopReads = suite.read("reads", List.of(), laptop, readOnly);
    NavigableMap<String, String> nodeReads =
        suite.read("node-reads", node, "localhost:5000", readOnly);
    System.out.println("conformance of reads through a node: " + nodeReads);
    assertEquals(laptopReads, nodeReads);
    assertFalse(nodeReads.containsValue("FAIL"), nodeReads::toString);
    for (String each : List.of("Manifest get by tag", "Manifest get by digest", "Blob get")) {
      assertEquals("Pass", nodeReads.get(each), each);
    }

    List<ConformanceSuite.Case> writes = suite.run("node-writes", node, "localhost:5000", Map.of());
    System.out.println("conformance with writes through a node: " + counts(writes));
    Set<String> answers = new TreeSet<>();
    writes.forEach(each -> answers.addAll(each.exchanges()));
    answers.removeIf(each -> READS.contains(each.substring(0, each.indexOf(' '))));
    assertEquals(
        Set.of("403"),
        answers.stream().map(a -> a.substring(a.indexOf(' ') + 1)).collect(Collectors.toSet()),
        answers::toString);
    assertTrue(answers.contains("POST 403") && answers.contains("PUT 403"), answers::toString);
  }

  /// The registry's own program with the configuration that is installed, on a port of this
  /// machine.
  private List<ConformanceSuite.Case> atTheProgram() throws IOException, InterruptedException {
    int port = freePort();
    Path file = home.resolve("registry.yml");
    try (Cluster cluster = new FabricKubeconfig().connect(null)) {
      Document installed =
          cluster
              .get(Kind.CONFIG_MAP, "kube-registry", "kube-registry")
              .orElseThrow()
              .at("data", "config.yml");
      Files.writeString(
          file,
          installed
              .textOrEmpty()
              .replaceFirst("rootdirectory: .*", "rootdirectory: " + home.resolve("data"))
              .replaceFirst("net: unix", "net: tcp")
              .replaceFirst("addr: .*", "addr: 127.0.0.1:" + port));
    }
    ProcessBuilder builder = new ProcessBuilder("registry", "serve", file.toString());
    builder.environment().put("OTEL_TRACES_EXPORTER", "none");
    Process registry;
    try {
      registry =
          builder
              .redirectErrorStream(true)
              .redirectOutput(home.resolve("registry.log").toFile())
              .start();
    } catch (IOException e) {
      return Assumptions.abort("no registry program here: " + e.getMessage());
    }
    try {
      await().atMost(LONG).until(() -> answers(port));
      return suite.run("registry", List.of(), "localhost:" + port, Map.of());
    } finally {
      registry.destroy();
      registry.waitFor(10, TimeUnit.SECONDS);
    }
  }

  /// Settings of the suite for reading an image that is there.
  private Map<String, String> pushedImage() throws IOException, InterruptedException {
    Path archive = home.resolve("sample.tar");
    PracticeCluster.writeSampleImage(archive);
    Terminal.Ended pushed =
        terminal().run("push", archive.toString(), "--tag", "conformance/read:1", "-o", "json");
    assertEquals(0, pushed.code(), pushed.err());
    String digest = Documents.json(pushed.out(), "push").at("digest").textOrEmpty();
    return Map.of(
        "OCI_REPO1", "conformance/read",
        "OCI_API_PUSH", "false",
        "OCI_API_BLOBS_DELETE", "false",
        "OCI_API_MANIFESTS_DELETE", "false",
        "OCI_API_TAGS_DELETE", "false",
        "OCI_API_REFERRER", "false",
        "OCI_RO_DATA_TAGS", "1",
        "OCI_RO_DATA_MANIFESTS", digest,
        "OCI_RO_DATA_BLOBS", layer(digest));
  }

  private String layer(String digest) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(
                  URI.create("http://" + laptop + "/v2/conformance/read/manifests/" + digest))
              .header("Accept", "application/vnd.oci.image.manifest.v1+json")
              .header("Accept", "application/vnd.docker.distribution.manifest.v2+json")
              .timeout(LONG)
              .build();
      String manifest = client.send(request, HttpResponse.BodyHandlers.ofString()).body();
      return Documents.json(manifest, "manifest").at("layers").stream()
          .findFirst()
          .orElseThrow()
          .at("digest")
          .textOrEmpty();
    }
  }

  /// Words that run a command on a node, where a program is known that can.
  private static List<String> node() throws InterruptedException {
    String lab = System.getProperty("mooring.lab", System.getenv().getOrDefault("MOORING_LAB", ""));
    Assumptions.assumeTrue(!lab.isEmpty(), "no way into a node: set -Dmooring.lab or MOORING_LAB");
    try (Cluster cluster = new FabricKubeconfig().connect(null)) {
      String name = cluster.list(Kind.NODE, null, "").getFirst().name();
      return List.of(lab, "node-exec", name);
    }
  }

  /// Sorted, since the suite's order within a group is of no meaning.
  private static String lines(List<ConformanceSuite.Case> cases) {
    return cases.stream()
        .map(ConformanceSuite.Case::toString)
        .sorted()
        .collect(Collectors.joining("\n"));
  }

  private static Map<String, Long> counts(List<ConformanceSuite.Case> cases) {
    return cases.stream()
        .collect(
            Collectors.groupingBy(
                ConformanceSuite.Case::verdict, java.util.TreeMap::new, Collectors.counting()));
  }

  private static boolean answers(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static Terminal terminal() {
    return new Terminal(new FabricKubeconfig(), home);
  }
}
