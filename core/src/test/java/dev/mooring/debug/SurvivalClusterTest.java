package dev.mooring.debug;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.debug.DebugSession.Phase;
import dev.mooring.job.Progress;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Sessions outlive the pods they began in. It needs the images `lab.test/hello-noopt:1` and
/// `lab.test/dlv:1.27.2`.
@Tag("cluster")
@Tag("anywhere")
final class SurvivalClusterTest {
  private static final Duration AT_MOST = Duration.ofSeconds(10);

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
  void aSessionFollowsItsContainerThroughARestartAndAReplacementOfThePod() throws Exception {
    KubeObject first = lab.deploy("hello-noopt", "", "");
    try (ClusterDebugger debugger = lab.debugger();
        DebugSession session =
            debugger.attach(lab.target(), DebugCluster.OPTIONS, Progress.none())) {
      InetSocketAddress address = session.address();

      lab.see(first, "kill", "-TERM", "1");
      awaitPhase(session, Phase.WAITING);
      assertTrue(
          session.state().get().words().startsWith("waiting for the pod to come back"),
          session.state().get().words());
      awaitAttachedAgain(session, 1);
      assertEquals(first.name(), session.verdict().pod());

      lab.cluster.delete(Kind.POD, lab.namespace, first.name(), DebugCluster.SOON);
      awaitPhase(session, Phase.WAITING);
      awaitAttachedAgain(session, 0);
      assertNotEquals(first.name(), session.verdict().pod());
      assertEquals(address, session.address());
      assertEquals(List.of(session), debugger.sessions());
    }
  }

  @Test
  void aBarePodThatIsDeletedEndsTheSessionWithTheReason() throws Exception {
    lab.apply(
        "{apiVersion: v1, kind: Pod, metadata: {name: hello, namespace: %s, labels: {app: hello}},"
                .formatted(lab.namespace)
            + " spec: {terminationGracePeriodSeconds: 2, containers: [{name: hello, image:"
            + " 'lab.test/hello-noopt:1', imagePullPolicy: IfNotPresent}]}}");
    lab.ready();
    try (ClusterDebugger debugger = lab.debugger()) {
      DebugTarget target = new DebugTarget(lab.namespace, "pod/hello", "");
      DebugSession session = debugger.attach(target, DebugCluster.OPTIONS, Progress.none());
      lab.cluster.delete(Kind.POD, lab.namespace, "hello", DebugCluster.SOON);
      awaitPhase(session, Phase.ENDED);
      Problem why = session.state().get().problem();
      assertEquals(Code.POD_GONE, why == null ? null : why.code());
      assertTrue(why.why().contains("hello was deleted"), why::why);
      assertEquals(List.of(session), debugger.sessions(), "until somebody has read why");
      session.close();
      assertEquals(List.of(), debugger.sessions());
    }
  }

  /// Within ten seconds of the container being ready.
  private void awaitAttachedAgain(DebugSession session, int restarts) {
    Awaitility.await()
        .atMost(DebugCluster.SOON)
        .until(
            () ->
                lab.cluster.list(Kind.POD, lab.namespace, "app=hello").stream()
                    .filter(pod -> !pod.deleting())
                    .map(pod -> new TargetContainer(pod, "hello"))
                    .anyMatch(each -> each.ready() && each.restarts() == restarts));
    long ready = System.nanoTime();
    Awaitility.await().atMost(AT_MOST).until(() -> session.state().get().phase() == Phase.RUNNING);
    System.out.printf(
        "attached again %d ms after ready: %s%n",
        Duration.ofNanos(System.nanoTime() - ready).toMillis(), session.state().get().words());
  }

  private static void awaitPhase(DebugSession session, Phase phase) {
    Awaitility.await()
        .atMost(DebugCluster.SOON)
        .until(() -> session.state().get().phase() == phase);
  }
}
