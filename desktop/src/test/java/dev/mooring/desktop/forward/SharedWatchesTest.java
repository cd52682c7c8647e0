package dev.mooring.desktop.forward;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.forward.ForwardSpec;
import dev.mooring.forward.ForwardStatus.State;
import dev.mooring.forward.Target;
import dev.mooring.forward.running.ClusterForwards;
import dev.mooring.practice.PracticeCluster;
import dev.mooring.tunnel.cluster.ApiTunnels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How much of the API server's attention many forwards take.
final class SharedWatchesTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir Path home;

  @Test
  void twentyForwardsInANamespaceAreOneWatchForEachKind() throws Exception {
    try (PracticeCluster practice = PracticeCluster.startWithoutIstio();
        Cluster cluster =
            new FabricKubeconfig(List.of(practice.writeKubeconfig(home))).connect("practice");
        ApiTunnels tunnels = new ApiTunnels(cluster)) {
      practice.runHello("default");
      try (ClusterForwards forwards = new ClusterForwards(cluster, tunnels)) {
        List<String> targets =
            List.of(
                "svc/hello", "deploy/hello", "app=hello", "app in (hello),!canary", "svc/hello");
        for (int i = 0; i < 20; i++) {
          Target target = Target.parse(targets.get(i % targets.size()), "default", "80");
          Target inside =
              i % targets.size() == 0 || i % targets.size() == 4 ? target : target.at("8080");
          forwards.start(ForwardSpec.of("f" + i, inside, 0));
        }
        await()
            .atMost(LIMIT)
            .until(
                () ->
                    forwards.all().get().stream()
                        .allMatch(each -> each.state().equals(new State.Active())));
        assertEquals(
            List.of("default deployments", "default pods", "default services"),
            practice.watches().stream().sorted().toList());
      }
    }
  }
}
