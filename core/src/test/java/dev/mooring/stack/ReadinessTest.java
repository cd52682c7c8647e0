package dev.mooring.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Kind;
import dev.mooring.job.Progress;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.stack.options.StackOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ReadinessTest {
  private static final StackOptions OPTIONS = StackOptions.defaults();
  private static final String OURS =
      "labels: {app.kubernetes.io/managed-by: mooring, app.kubernetes.io/part-of: kube-registry";

  private final CannedCluster cluster = new CannedCluster();
  private final List<String> steps = new ArrayList<>();

  @BeforeEach
  void ready() {
    registry("observedGeneration: 1, replicas: 1, updatedReplicas: 1, availableReplicas: 1");
    entrance("observedGeneration: 1, replicas: 1, updatedReplicas: 1, availableReplicas: 1");
    nodes("observedGeneration: 1, desiredNumberScheduled: 2, updatedNumberScheduled: 2");
    pod("mooring-node", "a", "mooring-node-entrance", "node-a", "True", "");
    pod("mooring-node", "b", "mooring-node-entrance", "node-b", "True", "");
    node("node-a", "True");
    node("node-b", "True");
  }

  private void workload(String kind, String namespace, String name, String status) {
    cluster.with(
        """
        apiVersion: apps/v1
        kind: %s
        metadata: {name: %s, namespace: %s, generation: 1, %s}}
        spec: {template: {spec: {containers: [{name: registry, image: "example/registry:3"}]}}}
        status: {%s}
        """
            .formatted(kind, name, namespace, OURS, status));
  }

  private void registry(String status) {
    workload("Deployment", "kube-registry", "kube-registry", status);
  }

  private void entrance(String status) {
    workload("Deployment", "mooring-entrance", "mooring-entrance", status);
  }

  private void nodes(String status) {
    workload("DaemonSet", "mooring-node", "node-entrance", status);
  }

  private void node(String name, String ready) {
    cluster.with(
        """
        apiVersion: v1
        kind: Node
        metadata: {name: %s}
        status: {conditions: [{type: Ready, status: "%s"}]}
        """
            .formatted(name, ready));
  }

  private void pod(
      String namespace, String name, String app, String node, String ready, String more) {
    cluster.with(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: %s, namespace: %s, %s, app: %s}}
        spec: {nodeName: "%s"}
        status:
          conditions: [{type: Ready, status: "%s"}]
          %s
        """
            .formatted(name, namespace, OURS, app, node, ready, more));
  }

  private void event(String namespace, String object, String reason, String message) {
    cluster.with(
        """
        apiVersion: v1
        kind: Event
        metadata: {name: %2$s.1, namespace: %1$s}
        involvedObject: {name: %2$s}
        type: Warning
        reason: %3$s
        message: "%4$s"
        lastTimestamp: "2026-01-01T00:00:00Z"
        """
            .formatted(namespace, object, reason, message));
  }

  private StackStatus status() throws InterruptedException {
    return new Readiness(cluster, OPTIONS).status();
  }

  private Readiness impatient() {
    return new Readiness(cluster, OPTIONS, Duration.ofSeconds(3), Duration.ofMillis(400));
  }

  private Progress progress() {
    return new Progress() {
      @Override
      public void advance(String step, long done, long total, Unit unit) {}

      @Override
      public void step(String words) {
        steps.add(words);
      }
    };
  }

  @Test
  void aStackIsReadyWhenEveryPartOfItIs() throws InterruptedException {
    assertEquals(
        new StackStatus(
            true,
            "example/registry:3",
            true,
            List.of(
                new StackStatus.NodeEntrance("node-a", true),
                new StackStatus.NodeEntrance("node-b", true)),
            "",
            StackOptions.defaults()),
        status());
  }

  @Test
  void aDeploymentOfSomebodyElseIsNoStack() throws InterruptedException {
    cluster.with(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: kube-registry, namespace: kube-registry}
        """);
    assertEquals(
        new StackStatus(false, "", false, List.of(), "", StackOptions.defaults()), status());
  }

  @Test
  void aPartThatIsMissingIsNamedWithItsNamespace() throws InterruptedException {
    cluster.delete(
        dev.mooring.cluster.Kind.DEPLOYMENT,
        "mooring-entrance",
        "mooring-entrance",
        Duration.ofSeconds(1));
    StackStatus status = status();
    assertTrue(status.installed());
    assertFalse(status.ready());
    assertEquals("the entrance for laptops is missing in namespace mooring-entrance", status.why());
  }

  @Test
  void whatTheControllerHasNotSeenYetIsStarting() throws InterruptedException {
    registry("observedGeneration: 0, replicas: 1, updatedReplicas: 1, availableReplicas: 1");
    assertEquals("the registry is starting", status().why());
    registry("observedGeneration: 1, replicas: 2, updatedReplicas: 1, availableReplicas: 1");
    assertEquals("the registry is starting", status().why());
    registry("observedGeneration: 1, replicas: 1, updatedReplicas: 1");
    assertEquals("the registry is starting", status().why());
    registry("observedGeneration: 1, replicas: 1, updatedReplicas: 1, availableReplicas: 1");
    nodes("observedGeneration: 1, desiredNumberScheduled: 2, updatedNumberScheduled: 1");
    assertEquals("the node entrance is starting", status().why());
  }

  @Test
  void anEntranceThatIsNotReadyIsNamedByItsNodeWithTheReason() throws InterruptedException {
    pod(
        "mooring-node",
        "b",
        "mooring-node-entrance",
        "node-b",
        "False",
        "containerStatuses: [{name: istio-proxy, image: x, state: {waiting: {reason:"
            + " CrashLoopBackOff}}, lastState: {terminated: {exitCode: 2}}}]");
    assertEquals(
        "the node entrance isn't ready on node-b: container istio-proxy with image x:"
            + " CrashLoopBackOff (last exit code 2)",
        status().why());
  }

  @Test
  void aPodThatNoNodeTakesSaysWhy() throws InterruptedException {
    pod("mooring-node", "b", "mooring-node-entrance", "", "False", "");
    cluster.with(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: b, namespace: mooring-node, %s, app: mooring-node-entrance}}
        status:
          conditions:
          - {type: PodScheduled, status: "False", message: "no free ports"}
        """
            .formatted(OURS));
    nodes("observedGeneration: 1, desiredNumberScheduled: 2, updatedNumberScheduled: 1");
    assertEquals(
        "the node entrance is starting: it can't be scheduled: no free ports", status().why());
  }

  @Test
  void aVolumeThatIsNotThereIsTheRegistrysReason() throws InterruptedException {
    registry("observedGeneration: 1, replicas: 1, updatedReplicas: 1");
    cluster.with(
        """
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: {name: kube-registry, namespace: kube-registry}
        status: {phase: Pending}
        """);
    event("kube-registry", "kube-registry", "ProvisioningFailed", "no such class");
    assertEquals(
        "the registry is starting: its volume isn't available: ProvisioningFailed: no such class",
        status().why());
  }

  @Test
  void aPodThatAdmissionRefusesIsFoundInTheEvents() throws InterruptedException {
    registry("observedGeneration: 1, replicas: 0, updatedReplicas: 0");
    event("kube-registry", "kube-registry-1", "FailedCreate", "violates PodSecurity");
    assertEquals("the registry is starting: FailedCreate: violates PodSecurity", status().why());
  }

  @Test
  void waitingEndsWhenAllIsReady() throws InterruptedException {
    impatient().await(progress());
    assertEquals(List.of(), steps);
  }

  @Test
  void aNodeThatIsAwayIsNotWaitedFor() throws InterruptedException {
    node("node-b", "False");
    pod("mooring-node", "b", "mooring-node-entrance", "node-b", "False", "");
    impatient().await(progress());
    assertEquals(
        List.of("node node-b isn't ready; its entrance starts when the node is ready again"),
        steps);
  }

  @Test
  void aNodeThatIsAwayIsNotWaitedForWhateverWordsItsLastEventHas() throws InterruptedException {
    node("node-b", "False");
    pod("mooring-node", "b", "mooring-node-entrance", "node-b", "False", "");
    event("mooring-node", "b", "FailedMount", "still starting");
    impatient().await(progress());
    assertEquals(1, steps.size());
  }

  @Test
  void aPartThatIsMissingIsWaitedForThoughANodeIsAway() throws InterruptedException {
    cluster.delete(Kind.DEPLOYMENT, "mooring-entrance", "mooring-entrance", Duration.ZERO);
    node("node-b", "False");
    pod("mooring-node", "b", "mooring-node-entrance", "node-b", "False", "");
    assertThrows(MooringException.class, () -> impatient().await(progress()));
  }

  @Test
  void aNodeThatIsThereIsWaitedForAndNamedAtTheEnd() {
    pod("mooring-node", "b", "mooring-node-entrance", "node-b", "False", "");
    Problem problem =
        assertThrows(MooringException.class, () -> impatient().await(progress())).problem();
    assertEquals("the node entrance isn't ready on node-b", problem.why());
  }

  @Test
  void anImageThatCannotBePulledEndsTheWaitWithTheSettingToChange() {
    registry("observedGeneration: 1, replicas: 1, updatedReplicas: 1");
    pod(
        "kube-registry",
        "r",
        "kube-registry",
        "node-a",
        "False",
        "containerStatuses: [{name: registry, image: x, state: {waiting: {reason: ErrImagePull,"
            + " message: not found}}}]");
    Problem problem =
        assertThrows(MooringException.class, () -> impatient().await(progress())).problem();
    assertEquals("Pod r doesn't start", problem.what());
    assertEquals("container registry with image x: ErrImagePull: not found", problem.why());
    assertEquals("registryImage", assertInstanceOf(Remedy.Setting.class, problem.remedy()).key());
    assertEquals("", problem.detail());
  }

  @Test
  void aCrashIsShownWithTheLogOfItsOwnNamespaceAndContainer() {
    pod(
        "mooring-node",
        "b",
        "mooring-node-entrance",
        "node-b",
        "False",
        "containerStatuses: [{name: istio-proxy, image: x, state: {waiting: {reason:"
            + " CrashLoopBackOff}}}]");
    Problem problem =
        assertThrows(MooringException.class, () -> impatient().await(progress())).problem();
    assertEquals("log of mooring-node/b/istio-proxy", problem.detail());
  }

  @Test
  void aMountThatFailsIsTheReasonAndTheLastWarningCounts() throws InterruptedException {
    pod("mooring-node", "b", "mooring-node-entrance", "node-b", "False", "");
    cluster.with(
        """
        apiVersion: v1
        kind: Event
        metadata: {name: new, namespace: mooring-node}
        involvedObject: {name: b}
        type: Warning
        reason: FailedMount
        message: "no such secret"
        eventTime: "2026-02-01T00:00:00Z"
        ---
        apiVersion: v1
        kind: Event
        metadata: {name: normal, namespace: mooring-node}
        involvedObject: {name: b}
        type: Normal
        reason: FailedForFun
        lastTimestamp: "2026-03-01T00:00:00Z"
        ---
        apiVersion: v1
        kind: Event
        metadata: {name: other, namespace: mooring-node}
        involvedObject: {name: a}
        type: Warning
        reason: FailedOther
        lastTimestamp: "2026-03-01T00:00:00Z"
        """);
    event("mooring-node", "b", "FailedOld", "long ago");
    assertEquals(
        "the node entrance isn't ready on node-b: FailedMount: no such secret", status().why());
  }

  @Test
  void aWarningThatIsNoFailureIsNoReason() throws InterruptedException {
    pod("mooring-node", "b", "mooring-node-entrance", "node-b", "False", "");
    event("mooring-node", "b", "BackOff", "again");
    assertEquals("the node entrance isn't ready on node-b", status().why());
  }

  @Test
  void aPodThatIsLeavingIsNeitherAnEntranceNorAReason() throws InterruptedException {
    cluster.with(
        """
        apiVersion: v1
        kind: Pod
        metadata:
          name: c
          namespace: mooring-node
          deletionTimestamp: now
          %s, app: mooring-node-entrance}
        spec: {nodeName: node-c}
        status: {conditions: [{type: Ready, status: "False"}]}
        """
            .formatted(OURS));
    assertTrue(status().ready());
    assertEquals(2, status().nodes().size());
  }

  @Test
  void aVolumeThatIsBoundIsNoReason() throws InterruptedException {
    registry("observedGeneration: 1, replicas: 1, updatedReplicas: 1");
    cluster.with(
        """
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: {name: kube-registry, namespace: kube-registry}
        status: {phase: Bound}
        """);
    event("kube-registry", "kube-registry", "ProvisioningFailed", "no such class");
    assertEquals("the registry is starting", status().why());
  }

  @Test
  void aLongMessageIsCut() throws InterruptedException {
    pod("mooring-node", "b", "mooring-node-entrance", "node-b", "False", "");
    event("mooring-node", "b", "FailedMount", "x".repeat(301));
    assertTrue(status().why().endsWith("FailedMount: " + "x".repeat(300) + "..."));
    event("mooring-node", "b", "FailedMount", "x  ".repeat(150));
    assertTrue(status().why().endsWith(" x"), status()::why);
  }

  @Test
  void whoMayNotSeeEventsStillGetsTheState() throws InterruptedException {
    pod("mooring-node", "b", "mooring-node-entrance", "node-b", "False", "");
    cluster.hidden.add("Event");
    assertEquals("the node entrance isn't ready on node-b", status().why());
  }
}
