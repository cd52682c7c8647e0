package dev.mooring.desktop.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.document.Documents;
import dev.mooring.practice.PracticeCluster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeSet;
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
  private final List<Thread> connections = new ArrayList<>();
  private String laptop;
  private List<ConformanceSuite.Case> atRegistry = List.of();
  private String protection;

  @BeforeAll
  void installAndConnect() throws Exception {
    suite = ConformanceSuite.build(home.resolve("suite"));
    Terminal.Ended installed = terminal().run("install", "--no-verify");
    assertEquals(0, installed.code(), installed.err());
    protection =
        Documents.json(terminal().run("status", "-o", "json").out(), "status")
            .at("protection")
            .textOrEmpty();
    laptop = connect("kube-registry");
    atRegistry = RegistryProgram.conformance(suite, home);
    System.out.println("conformance at the registry: " + counts(atRegistry));
  }

  /// Its address on this machine while the test runs.
  private String connect(String registry) {
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    connections.add(
        Thread.ofVirtual()
            .name("connect")
            .start(() -> terminal().run(told, "connect", "--port", "0", "--registry", registry)));
    Pattern address = Pattern.compile("localhost:\\d+");
    await().atMost(LONG).until(() -> address.matcher(told.toString(UTF_8)).find());
    Matcher found = address.matcher(told.toString(UTF_8));
    assertTrue(found.find());
    return found.group();
  }

  @AfterAll
  void leaveNothing() throws InterruptedException {
    for (Thread each : connections) {
      each.interrupt();
      each.join(LONG);
    }
    terminal().run("uninstall", "--yes", "--delete-data");
  }

  @Test
  void throughTheLaptopEveryTestGivesWhatItGivesAtTheRegistry() throws Exception {
    List<ConformanceSuite.Case> throughLaptop = suite.run("laptop", List.of(), laptop, Map.of());
    System.out.println("conformance through the laptop: " + counts(throughLaptop));
    assertTrue(atRegistry.stream().filter(ConformanceSuite.Case::passed).count() > 500);
    assertEquals(lines(atRegistry), lines(throughLaptop));
  }

  @Test
  void aRegistryThatNothingProtectsGivesTheSame() throws Exception {
    Assumptions.assumeFalse(protection.equals("mesh"), "once is enough");
    Terminal.Ended installed =
        terminal().run("install", "--no-verify", "--plain", "--registry", "t-bare");
    assertEquals(0, installed.code(), installed.err());
    try {
      List<ConformanceSuite.Case> plain =
          suite.run("plain", List.of(), connect("t-bare"), Map.of());
      System.out.println("conformance of a plain registry: " + counts(plain));
      assertEquals(lines(atRegistry), lines(plain));
    } finally {
      terminal().run("uninstall", "--yes", "--delete-data", "--registry", "t-bare");
    }
  }

  /// In the network of a builder's pod, where its sidecar is localhost:5000.
  @Test
  void throughABuilderEveryTestGivesTheSameInItsRepositories() throws Exception {
    Assumptions.assumeTrue(protection.equals("mesh"), "tried by hand with tokens");
    try (Cluster cluster = new FabricKubeconfig().connect(null);
        BuilderPod builder = BuilderPod.start(cluster, "t-conform")) {
      Terminal.Ended allowed =
          terminal().run("builder", "allow", builder.account(), "--repositories", "app/*");
      assertEquals(0, allowed.code(), allowed.err());
      try {
        List<String> from = builder.network();
        await().atMost(LONG).until(() -> builder.upload("app/first").equals("202"));
        assertEquals("403", builder.upload("other/first"));
        List<ConformanceSuite.Case> through =
            suite.run(
                "builder",
                from,
                "localhost:5000",
                Map.of("OCI_REPO1", "app/one", "OCI_REPO2", "app/two"));
        System.out.println("conformance through a builder: " + counts(through));
        assertEquals(lines(atRegistry), lines(through));
      } finally {
        terminal().run("builder", "remove", builder.account());
      }
    }
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

  private static Terminal terminal() {
    return new Terminal(new FabricKubeconfig(), home);
  }
}
