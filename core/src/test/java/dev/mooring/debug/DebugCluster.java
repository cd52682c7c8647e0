package dev.mooring.debug;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.debug.cluster.ClusterDebugger;
import dev.mooring.debug.delve.DelveSources;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.forward.listener.LocalUsers;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.Tunnels;
import dev.mooring.tunnel.cluster.ApiTunnels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;

/// A namespace of its own on the lab with one workload to debug, and eyes in its pod.
final class DebugCluster implements AutoCloseable {
  static final DebugOptions OPTIONS = new DebugOptions("lab.test/dlv:1.27.2", 0, "/home/ana/hello");
  static final Duration SOON = Duration.ofSeconds(60);
  private static final String EYES = "eyes";

  final String namespace = "t-faults-" + Long.toString(System.nanoTime() & 0xffffff, 36);
  final Cluster cluster = new FabricKubeconfig().connect(null);
  final Tunnels tunnels = new ApiTunnels(cluster);

  DebugCluster() throws InterruptedException {
    apply("{apiVersion: v1, kind: Namespace, metadata: {name: %s}}".formatted(namespace));
  }

  @Override
  public void close() throws InterruptedException {
    try {
      cluster.delete(Kind.NAMESPACE, null, namespace, Duration.ofSeconds(90));
    } finally {
      tunnels.close();
      cluster.close();
    }
  }

  /// One whose images bring Delve.
  ClusterDebugger debugger() {
    return new ClusterDebugger(
        cluster,
        tunnels,
        LocalUsers.owner(),
        new DelveSources(Path.of("target", "no-delves"), Optional::empty),
        Path.of("target", "debug-state"));
  }

  DebugTarget target() {
    return new DebugTarget(namespace, "deploy/hello", "");
  }

  void apply(String yaml) throws InterruptedException {
    cluster.apply(new KubeObject(Documents.yaml(yaml, "the test").getFirst()));
  }

  /// Deploys `hello`, and waits for its one pod to be ready.
  ///
  /// @param pod more of the pod's specification, a flow mapping's inside: "hostPID: true"
  /// @param container the same of its container
  KubeObject deploy(String image, String pod, String container) throws InterruptedException {
    String template =
        """
        {terminationGracePeriodSeconds: 2, %s containers: [{name: hello, image: 'lab.test/%s:1',
        imagePullPolicy: IfNotPresent, %s}]}
        """
            .formatted(pod.isEmpty() ? "" : pod + ",", image, container);
    apply(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: hello, namespace: %s}
        spec:
          strategy: {type: Recreate}
          selector: {matchLabels: {app: hello}}
          template:
            metadata: {labels: {app: hello}}
            spec: %s
        """
            .formatted(namespace, template.replace("\n", " ")));
    return ready();
  }

  /// The one pod, when it is ready.
  KubeObject ready() {
    return Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .until(
            () -> cluster.list(Kind.POD, namespace, "app=hello"),
            pods -> pods.size() == 1 && pods.getFirst().ready() && !pods.getFirst().deleting())
        .getFirst();
  }

  /// What a command writes that runs in the pod, in the process namespace of its container.
  String see(KubeObject pod, String... command) throws IOException, InterruptedException {
    if (!running(pod)) {
      cluster.strategicPatch(
          Kind.POD,
          namespace,
          pod.name(),
          "ephemeralcontainers",
          Document.of(
              Map.of(
                  "spec",
                  Map.of(
                      "ephemeralContainers",
                      List.of(
                          Map.of(
                              "name",
                              EYES,
                              "image",
                              "lab.test/tools:1",
                              "imagePullPolicy",
                              "IfNotPresent",
                              "targetContainerName",
                              "hello",
                              "securityContext",
                              Map.of("runAsUser", 0, "privileged", true),
                              "command",
                              List.of("sleep", "3600")))))));
      Awaitility.await().atMost(SOON).until(() -> running(pod));
    }
    try (ByteStream output = tunnels.run(namespace, pod.name(), EYES, List.of(command))) {
      return new String(output.input().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private boolean running(KubeObject pod) throws InterruptedException {
    return cluster
        .get(Kind.POD, namespace, pod.name())
        .orElseThrow()
        .at("status", "ephemeralContainerStatuses")
        .stream()
        .anyMatch(
            s -> s.at("name").textOrEmpty().equals(EYES) && !s.at("state", "running").isNothing());
  }
}
