package dev.mooring.practice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.forward.ForwardSpec;
import dev.mooring.forward.ForwardStatus.State;
import dev.mooring.forward.Target;
import dev.mooring.forward.running.ClusterForwards;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.tunnel.cluster.ApiTunnels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ForwardRightsTest {
  private static final ForwardSpec HELLO =
      ForwardSpec.of("hello", new Target.Service("default", "hello", "80"), 0);

  @TempDir Path directory;
  private PracticeCluster practice;
  private Cluster cluster;
  private ApiTunnels tunnels;
  private ClusterForwards forwards;

  @BeforeEach
  void start() throws IOException {
    practice = PracticeCluster.start();
    cluster =
        new FabricKubeconfig(List.of(practice.writeKubeconfig(directory))).connect("practice");
    tunnels = new ApiTunnels(cluster);
    forwards = new ClusterForwards(cluster, tunnels);
  }

  @AfterEach
  void stop() {
    forwards.close();
    tunnels.close();
    cluster.close();
    practice.close();
  }

  @Test
  void aForwardWithoutTheRightsFailsAtOnceAndNamesThem() {
    practice.denyRights("list", "services", "*");
    practice.denyRights("create", "pods/portforward", "*");
    Problem problem = assertThrows(MooringException.class, () -> forwards.start(HELLO)).problem();
    assertEquals(
        "you don't have permission to list services in default, create pods/portforward in default",
        problem.why());
    String role = assertInstanceOf(Remedy.Grant.class, problem.remedy()).role();
    assertTrue(role.contains("services"), role);
    assertTrue(role.contains("pods/portforward"), role);
    assertInstanceOf(State.Failed.class, forwards.all().get().getFirst().state());
  }

  @Test
  void anApiServerThatDoesNotAnswerIsWaitedFor() throws InterruptedException {
    practice.close();
    assertInstanceOf(State.Waiting.class, forwards.start(HELLO).state());
  }
}
