package dev.mooring.practice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.document.Documents;
import dev.mooring.identity.Identities;
import dev.mooring.identity.istiod.IstiodIdentities;
import dev.mooring.job.Progress;
import dev.mooring.mesh.RegistryForward;
import dev.mooring.stack.ClusterStack;
import dev.mooring.stack.Stack;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.tunnel.Tunnels;
import dev.mooring.tunnel.cluster.ApiTunnels;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which loopback port of the nodes a further registry gets.
final class NodePortTest {
  private static final StackOptions TEAM = StackOptions.defaults().named("team-a");

  @TempDir Path directory;
  private PracticeCluster practice;
  private Cluster cluster;
  private Tunnels tunnels;
  private Identities identities;
  private Stack stack;
  private final List<String> steps = new ArrayList<>();

  @BeforeEach
  void start() throws Exception {
    practice = PracticeCluster.start();
    cluster =
        new FabricKubeconfig(List.of(practice.writeKubeconfig(directory))).connect("practice");
    tunnels = new ApiTunnels(cluster);
    identities = new IstiodIdentities(cluster, tunnels);
    stack =
        new ClusterStack(
            cluster, tunnels, each -> new RegistryForward(cluster, tunnels, identities, each));
  }

  @AfterEach
  void end() {
    identities.close();
    tunnels.close();
    cluster.close();
    practice.close();
  }

  private int install(StackOptions options) throws InterruptedException {
    Progress told =
        new Progress() {
          @Override
          public void step(String sentence) {
            steps.add(sentence);
          }

          @Override
          public void advance(String part, long done, long total, Unit unit) {}
        };
    return stack.installOnFreePort(options, told).options().nodePort();
  }

  @Test
  void theFirstPortThatNothingHasIsTakenAndRecorded() throws Exception {
    assertEquals(5001, install(TEAM));
    assertEquals(5002, install(StackOptions.defaults().named("team-b")));
    assertEquals(5001, install(TEAM), "it keeps what it has");
    assertEquals(5001, stack.inForce(TEAM).nodePort());
    assertTrue(
        steps.contains("Node port 5001 is free (asked by a short pod on each of 2 nodes)"),
        steps::toString);
    assertEquals(
        List.of(),
        cluster.list(Kind.POD, null, "").stream()
            .map(KubeObject::name)
            .filter(each -> each.startsWith("mooring-port-"))
            .toList());
  }

  @Test
  void thePortOfAnyPodIsLeftAlone() throws Exception {
    cluster.apply(
        new KubeObject(
            Documents.yaml(
                    """
                    apiVersion: v1
                    kind: Pod
                    metadata: {name: holder, namespace: default}
                    spec:
                      nodeName: node-b
                      containers:
                        - name: it
                          image: docker.io/library/registry:3.1.2
                          ports: [{containerPort: 80, hostPort: 5001}]
                    """,
                    "pod")
                .getFirst()));
    assertEquals(5002, stack.onUnclaimedPort(TEAM).nodePort());
    assertEquals(5002, install(TEAM));
  }

  @Test
  void aPortThatAProgramOfOneNodeHasIsLeftAlone() throws Exception {
    try (ServerSocket program = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual()
          .start(
              () -> {
                try {
                  while (true) {
                    program.accept().close();
                  }
                } catch (java.io.IOException e) {
                  // The test is over.
                }
              });
      practice.occupy("node-b", 5001, program.getLocalPort());
      assertEquals(5001, stack.onUnclaimedPort(TEAM).nodePort(), "no pod claims it");
      assertEquals(5002, install(TEAM));
    }
  }
}
