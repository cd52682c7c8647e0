package dev.mooring.practice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.identity.Identities;
import dev.mooring.identity.istiod.IstiodIdentities;
import dev.mooring.job.Progress;
import dev.mooring.mesh.RegistryForward;
import dev.mooring.stack.ClusterStack;
import dev.mooring.stack.Stack;
import dev.mooring.stack.Verification;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.tunnel.Tunnels;
import dev.mooring.tunnel.cluster.ApiTunnels;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A verification of a cluster with ten nodes.
final class VerifyManyNodesTest {
  private static final StackOptions OPTIONS = StackOptions.defaults();
  private static final Set<String> NODES =
      Set.of(
          "node-a", "node-b", "node-c", "node-d", "node-e", "node-f", "node-g", "node-h", "node-i",
          "node-j");

  @TempDir Path directory;

  @Test
  void everyNodePullsAndHasItsRows() throws Exception {
    try (PracticeCluster practice = PracticeCluster.start(10);
        Cluster cluster =
            new FabricKubeconfig(List.of(practice.writeKubeconfig(directory))).connect("practice");
        Tunnels tunnels = new ApiTunnels(cluster);
        Identities identities = new IstiodIdentities(cluster, tunnels)) {
      Stack stack =
          new ClusterStack(
              cluster, tunnels, each -> new RegistryForward(cluster, tunnels, identities, each));
      stack.install(OPTIONS, Progress.none());
      Verification proof = stack.verify(OPTIONS, Progress.none());
      assertTrue(proof.passed(), proof::toString);
      assertEquals(NODES, pulled(proof));
      Map<String, Set<String>> rows = rows(proof);
      assertTrue(rows.size() >= 6, rows::toString);
      rows.forEach((attempt, nodes) -> assertEquals(NODES, nodes, attempt));
    }
  }

  private static Set<String> pulled(Verification proof) {
    Set<String> nodes = new TreeSet<>();
    proof.pulls().stream()
        .filter(Verification.Pull::worked)
        .forEach(each -> nodes.add(each.node()));
    return nodes;
  }

  /// The nodes of each attempt that is made for every node.
  private static Map<String, Set<String>> rows(Verification proof) {
    Map<String, Set<String>> rows = new TreeMap<>();
    for (Verification.Row each : proof.rows()) {
      if (!each.node().isEmpty()) {
        rows.computeIfAbsent(each.finding().subject(), ignored -> new TreeSet<>()).add(each.node());
      }
    }
    return rows;
  }
}
