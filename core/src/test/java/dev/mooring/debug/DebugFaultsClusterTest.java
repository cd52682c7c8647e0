package dev.mooring.debug;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.KubeObject;
import dev.mooring.debug.DebugSession.Phase;
import dev.mooring.job.Progress;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
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

  @Test
  void afterDelveDiedAttachingAgainWorksAtOnceAndOnTheSamePort() throws Exception {
    KubeObject pod = lab.deploy("hello-noopt", "", "");
    try (ClusterDebugger debugger = lab.debugger()) {
      DebugSession first = debugger.attach(lab.target(), DebugCluster.OPTIONS, Progress.none());
      lab.see(pod, "sh", "-c", "kill -KILL $(pidof dlv)");
      Awaitility.await()
          .atMost(DebugCluster.SOON)
          .until(() -> first.state().get().phase() == Phase.ENDED);
      assertTrue(first.state().get().words().contains("Delve exited"), first.state().get().words());
      long asked = System.nanoTime();
      DebugSession second = debugger.attach(lab.target(), DebugCluster.OPTIONS, Progress.none());
      Duration took = Duration.ofNanos(System.nanoTime() - asked);
      assertTrue(took.toSeconds() < 10, took::toString);
      assertEquals(first.address(), second.address());
      second.close();
    }
  }

  private List<String> defunct(KubeObject pod) throws Exception {
    return lab.see(pod, "sh", "-c", "cat /proc/[0-9]*/stat")
        .lines()
        .filter(line -> line.contains(") Z "))
        .toList();
  }
}
