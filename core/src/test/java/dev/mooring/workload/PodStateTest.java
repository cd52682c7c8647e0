package dev.mooring.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Documents;
import org.junit.jupiter.api.Test;

final class PodStateTest {
  @Test
  void aPodThatIsReadyIsWell() {
    assertEquals(
        new PodState("Running", "", true, 0),
        state("{phase: Running, conditions: [{type: Ready, status: 'True'}]}"));
    assertEquals(new PodState("Running", "", false, 0), state("{phase: Running}"));
  }

  @Test
  void whatAContainerWaitsForIsTheStateAsKubectlHasIt() {
    assertEquals(
        new PodState("CrashLoopBackOff", "back-off 5m0s", false, 4),
        state(
            """
            {phase: Running, containerStatuses: [
              {name: istio-proxy, state: {running: {}}, restartCount: 1},
              {name: app, state: {waiting: {reason: CrashLoopBackOff, message: back-off 5m0s}},
               restartCount: 3}]}
            """));
  }

  @Test
  void aPodThatNoNodeTakesSaysWhy() {
    assertEquals(
        new PodState("Pending", "0/2 nodes are available", false, 0),
        state(
            """
            {phase: Pending, conditions: [
              {type: PodScheduled, status: 'False', message: 0/2 nodes are available}]}
            """));
  }

  @Test
  void anInitContainerThatIsThroughIsNoTrouble() {
    assertEquals(
        new PodState("Running", "", true, 0),
        state(
            """
            {phase: Running, conditions: [{type: Ready, status: 'True'}], initContainerStatuses: [
              {name: migrate, state: {terminated: {reason: Completed, exitCode: 0}}}]}
            """));
  }

  private static PodState state(String status) {
    String yaml = "kind: Pod\nmetadata: {name: hello-1, namespace: ux}\nstatus: ";
    return PodState.of(
        new KubeObject(
            Documents.yaml(yaml + status.strip().replace("\n", " "), "test").getFirst()));
  }
}
