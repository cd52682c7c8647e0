package dev.mooring.desktop.terminal;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// A pod of a builder that does nothing, on a node whose processes are this machine's: programs of
/// this machine run in its network.
final class BuilderPod implements AutoCloseable {
  private static final String POD = "build";

  private static final String OBJECTS =
      """
      apiVersion: v1
      kind: Namespace
      metadata: {name: NS, labels: {istio-injection: enabled}}
      ---
      apiVersion: v1
      kind: ServiceAccount
      metadata: {name: kaniko, namespace: NS}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: build, namespace: NS, labels: {mooring.dev/builder: 'true'}}
      spec:
        serviceAccountName: kaniko
        terminationGracePeriodSeconds: 1
        containers:
        - {name: build, image: "lab.test/tools:1", command: [sleep, "600"]}
      """;

  private final Cluster cluster;
  private final String namespace;
  private List<String> network = List.of();

  private BuilderPod(Cluster cluster, String namespace) {
    this.cluster = cluster;
    this.namespace = namespace;
  }

  static BuilderPod start(Cluster cluster, String namespace) throws InterruptedException {
    for (Document each : Documents.yaml(OBJECTS.replace("NS", namespace), "test")) {
      cluster.apply(new KubeObject(each));
    }
    return new BuilderPod(cluster, namespace);
  }

  String account() {
    return namespace + "/kaniko";
  }

  /// Words that run a program in its network.
  List<String> network() throws IOException, InterruptedException {
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> cluster.get(Kind.POD, namespace, POD).orElseThrow().ready());
    String id =
        cluster.get(Kind.POD, namespace, POD).orElseThrow().at("metadata", "uid").textOrEmpty();
    List<String> found = new ArrayList<>();
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      for (Path each : processes.filter(BuilderPod::isProcess).toList()) {
        if (group(each).replace('_', '-').contains(id)) {
          found.add(each.getFileName().toString());
        }
      }
    }
    Assumptions.assumeFalse(found.isEmpty(), "the nodes are other machines");
    network = List.of("nsenter", "--target", found.getFirst(), "--net");
    return network;
  }

  private static boolean isProcess(Path folder) {
    return folder.getFileName().toString().matches("[0-9]+");
  }

  private static String group(Path process) {
    try {
      return Files.readString(process.resolve("cgroup"));
    } catch (IOException e) {
      return "";
    }
  }

  /// What beginning an upload is answered there.
  String upload(String repository) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(network);
    String address = "http://localhost:5000/v2/" + repository + "/blobs/uploads/";
    command.addAll(
        List.of("curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", "-X", "POST", address));
    Process process = new ProcessBuilder(command).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(30, TimeUnit.SECONDS));
    return said;
  }

  @Override
  public void close() throws InterruptedException {
    cluster.delete(Kind.NAMESPACE, null, namespace, Duration.ofMinutes(1));
  }
}
