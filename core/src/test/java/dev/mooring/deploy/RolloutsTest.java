package dev.mooring.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Documents;
import org.junit.jupiter.api.Test;

/// As kubectl's rollout status judges the same objects.
final class RolloutsTest {

  @Test
  void aDeploymentIsDoneWhenAllPodsAreNewAndAvailable() {
    assertEquals(
        new Rollout(1, 1, 2, 1, false, false, ""),
        deployment(3, "updatedReplicas: 1, replicas: 2, availableReplicas: 2"));
    assertEquals(
        new Rollout(2, 1, 2, 0, false, false, ""),
        deployment(3, "updatedReplicas: 2, replicas: 2, availableReplicas: 1"));
    assertEquals(
        new Rollout(2, 2, 2, 0, true, false, ""),
        deployment(3, "updatedReplicas: 2, replicas: 2, availableReplicas: 2"));
  }

  @Test
  void whatAControllerHasNotSeenYetIsNotDone() {
    assertEquals(
        new Rollout(0, 0, 2, 0, false, false, ""),
        deployment(2, "updatedReplicas: 2, replicas: 2, availableReplicas: 2"));
  }

  @Test
  void aDeploymentThatGaveUpHasFailed() {
    Rollout state =
        deployment(
            3,
            "updatedReplicas: 1, replicas: 2, availableReplicas: 1, conditions:"
                + " [{type: Progressing, reason: ProgressDeadlineExceeded}]");
    assertTrue(state.failed());
    assertTrue(state.isOver());
  }

  @Test
  void aStatefulSetIsDoneWhenItsRevisionIsTheOnlyOneOrItsPartitionIsServed() {
    String two = "updateRevision: b, currentRevision: a, ";
    assertFalse(stateful(0, two + "updatedReplicas: 1, readyReplicas: 3, replicas: 3").done());
    assertTrue(stateful(2, two + "updatedReplicas: 1, readyReplicas: 3, replicas: 3").done());
    assertTrue(
        stateful(0, "updateRevision: b, currentRevision: b, readyReplicas: 3, replicas: 3").done());
    assertFalse(
        stateful(0, "updateRevision: b, currentRevision: b, readyReplicas: 2, replicas: 3").done());
  }

  @Test
  void aDaemonSetIsDoneWhenEveryNodeHasIt() {
    String status = "desiredNumberScheduled: 2, numberAvailable: %d, updatedNumberScheduled: %d";
    assertFalse(daemons(status.formatted(2, 1)).done());
    assertFalse(daemons(status.formatted(1, 2)).done());
    assertTrue(daemons(status.formatted(2, 2)).done());
  }

  private static Rollout deployment(int seen, String status) {
    return of("Deployment", "{replicas: 2}", "observedGeneration: " + seen + ", " + status);
  }

  private static Rollout stateful(int partition, String status) {
    return of(
        "StatefulSet",
        "{replicas: 3, updateStrategy: {rollingUpdate: {partition: " + partition + "}}}",
        "observedGeneration: 3, " + status);
  }

  private static Rollout daemons(String status) {
    return of("DaemonSet", "{}", "observedGeneration: 3, " + status);
  }

  private static Rollout of(String kind, String spec, String status) {
    String yaml = "{metadata: {generation: 3}, spec: " + spec + ", status: {" + status + "}}";
    return Rollouts.of(new KubeObject(Documents.yaml(yaml, "test").getFirst()), kind);
  }
}
