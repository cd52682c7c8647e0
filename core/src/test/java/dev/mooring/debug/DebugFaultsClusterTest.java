package dev.mooring.debug;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.KubeObject;
import dev.mooring.debug.DebugSession.Phase;
import dev.mooring.debug.cluster.ClusterDebugger;
import dev.mooring.debug.inspect.DelveClient;
import dev.mooring.debug.subject.TargetContainer;
import dev.mooring.job.Progress;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Faults that only a real cluster shows.
@Tag("cluster")
@Tag("apart")
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

  @Test
  void aStrippedProgramStaysNotPossibleOnceThatWasFound() throws Exception {
    lab.deploy("hello-stripped", "", "");
    try (ClusterDebugger debugger = lab.debugger()) {
      assertTrue(debugger.judge(lab.target()).possible());
      assertEquals(Code.DEBUG_PROGRAM_UNFIT, failure(debugger).code());
      Verdict verdict = debugger.judge(lab.target());
      assertFalse(verdict.possible());
      assertTrue(verdict.lines().toString().contains("no debug information"), verdict::toString);
    }
  }

  @Test
  void amongTheNodesProcessesTheContainersOwnIsFound() throws Exception {
    KubeObject pod = lab.deploy("hello-noopt", "hostPID: true", "");
    try (ClusterDebugger debugger = lab.debugger()) {
      DebugSession session = debugger.attach(lab.target(), DebugCluster.OPTIONS, Progress.none());
      assertTrue(session.binary().contains("not optimized"), session.binary());
      // Processes of the node end while it is looked at, and others are traced, too.
      String traced =
          lab.see(
              pod,
              "sh",
              "-c",
              "for each in $(grep -l 'TracerPid:[[:space:]]*[1-9]' /proc/[0-9]*/status 2>/dev/null);"
                  + " do cat \"${each%status}cgroup\" 2>/dev/null; done; true");
      assertTrue(traced.contains(new TargetContainer(pod, "hello").containerId()), traced);
      session.close();
    }
  }

  @Test
  void aDelveThatThePodRunsIsForwardedAndLeftAsItIs() throws Exception {
    KubeObject pod =
        lab.deploy(
            "hello-noopt",
            "volumes: [{name: dbg, emptyDir: {}}], initContainers: [{name: dlv, image:"
                + " 'lab.test/dlv:1.27.2', args: [/out], volumeMounts: [{name: dbg, mountPath:"
                + " /out}]}]",
            "command: [/out/dbg/go/bin/dlv, exec, --headless, --continue, --accept-multiclient,"
                + " '--listen=127.0.0.1:56268', --api-version=2, --only-same-user=false,"
                + " /app/hello], volumeMounts: [{name: dbg, mountPath: /out}]");
    try (ClusterDebugger debugger = lab.debugger()) {
      Verdict verdict = debugger.judge(lab.target());
      assertTrue(verdict.possible(), verdict::toString);
      assertTrue(verdict.lines().toString().contains("listens on port 56268"), verdict::toString);
      for (int i = 0; i < 2; i++) {
        DebugSession session = debugger.attach(lab.target(), DebugCluster.OPTIONS, Progress.none());
        assertTrue(speaks(session.address()));
        session.close();
        assertEquals(null, session.state().get().problem());
        assertEquals(List.of(), debugger.sessions());
      }
    }
    KubeObject after = lab.ready();
    assertEquals(pod.uid(), after.uid());
    assertEquals(0, after.at("spec", "ephemeralContainers").items().size());
  }

  private static boolean speaks(InetSocketAddress address) throws Exception {
    try (Socket socket = new Socket(address.getAddress(), address.getPort());
        DelveClient editor =
            new DelveClient(
                new PipeStream(socket.getInputStream(), socket.getOutputStream(), socket))) {
      return editor.state(Duration.ofSeconds(10)).at("Running").isTrue();
    }
  }

  private Problem failure(ClusterDebugger debugger) {
    return assertThrows(
            MooringException.class,
            () -> debugger.attach(lab.target(), DebugCluster.OPTIONS, Progress.none()).close())
        .problem();
  }

  private List<String> defunct(KubeObject pod) throws Exception {
    return lab.see(pod, "sh", "-c", "cat /proc/[0-9]*/stat")
        .lines()
        .filter(line -> line.contains(") Z "))
        .toList();
  }
}
