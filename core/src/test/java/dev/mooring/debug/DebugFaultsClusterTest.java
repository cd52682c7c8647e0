package dev.mooring.debug;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.cluster.KubeObject;
import dev.mooring.job.Progress;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Faults that only a real cluster shows.
@Tag("cluster")
@Tag("anywhere")
final class DebugFaultsClusterTest {
  private static final int ROUNDS = Integer.getInteger("mooring.debug.rounds", 20);
  private DebugCluster lab;

  @BeforeEach
  void begin() throws InterruptedException {
    lab = new DebugCluster();
  }

  @AfterEach
  void end() throws InterruptedException {
    lab.close();
  }

  @Test
  void manySessionsLeaveNoProcessInTheApplicationsContainer() throws Exception {
    // Only root has a home to write to, where Delve's telemetry begins.
    KubeObject pod = lab.deploy("hello-noopt", "", "securityContext: {runAsUser: 0}");
    try (ClusterDebugger debugger = lab.debugger()) {
      for (int i = 0; i < ROUNDS; i++) {
        debugger.attach(lab.target(), DebugCluster.OPTIONS, Progress.none()).close();
      }
    }
    assertEquals(List.of(), defunct(pod));
  }

  private List<String> defunct(KubeObject pod) throws Exception {
    return lab.see(pod, "sh", "-c", "cat /proc/[0-9]*/stat")
        .lines()
        .filter(line -> line.contains(") Z "))
        .toList();
  }
}
