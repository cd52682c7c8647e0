package dev.mooring.debug.subject;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Documents;
import dev.mooring.problem.Code;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class PodTroubleTest {
  private static final String RUNNING = "{name: app, restartCount: 0, state: {running: {}}}";
  private final Map<Kind, KubeObject> objects = new HashMap<>();
  private TargetContainer target;

  @BeforeEach
  void begin() {
    target = new TargetContainer(pod("a", "", "Running", RUNNING), "app");
    objects.put(Kind.POD, target.pod());
  }

  @Test
  void aRunningContainerIsNoTrouble() throws Exception {
    assertEquals(Optional.empty(), PodTrouble.of(cluster(), target));
  }

  @Test
  void deletedReplacedAndEvictedPodsAreGone() throws Exception {
    objects.put(Kind.POD, pod("b", "", "Running", RUNNING));
    assertGone("was deleted");
    objects.put(
        Kind.POD,
        pod(
            "a",
            "deletionTimestamp: 2026-01-01T00:00:00Z",
            "Running",
            "{name: app, restartCount: 0, state: {terminated: {}}}"));
    assertGone("was deleted");
    objects.put(Kind.POD, pod("a", "", "Failed, reason: Evicted", RUNNING));
    assertGone("Evicted");
    objects.clear();
    assertGone("was deleted");
  }

  @Test
  void aRestartIsToldWithItsReason() throws Exception {
    objects.put(
        Kind.POD,
        pod(
            "a",
            "",
            "Running",
            "{name: app, restartCount: 1, state: {running: {}}, lastState: {terminated: {reason:"
                + " OOMKilled, exitCode: 137}}}"));
    PodTrouble trouble = PodTrouble.of(cluster(), target).orElseThrow();
    assertEquals(Code.DEBUG_SESSION_ENDED, trouble.code());
    assertTrue(trouble.why().contains("restarted (OOMKilled, exit code 137)"), trouble.why());
  }

  @Test
  void aNodeThatIsNotReadyIsNamed() throws Exception {
    assertEquals(Optional.empty(), PodTrouble.ofNode(cluster(), target));
    objects.put(
        Kind.NODE,
        object(
            "{metadata: {name: node-b}, status: {conditions: [{type: Ready, status: Unknown,"
                + " reason: NodeStatusUnknown}]}}"));
    String why = PodTrouble.ofNode(cluster(), target).orElseThrow().why();
    assertTrue(why.contains("node-b") && why.contains("NodeStatusUnknown"), why);
  }

  private void assertGone(String words) throws InterruptedException {
    PodTrouble trouble = PodTrouble.of(cluster(), target).orElseThrow();
    assertEquals(Code.POD_GONE, trouble.code());
    assertTrue(trouble.why().contains(words), trouble.why());
  }

  private Cluster cluster() {
    return (Cluster)
        Proxy.newProxyInstance(
            Cluster.class.getClassLoader(),
            new Class<?>[] {Cluster.class},
            (proxy, method, arguments) -> Optional.ofNullable(objects.get(arguments[0])));
  }

  private static KubeObject pod(String uid, String metadata, String phase, String status) {
    return object(
        "{metadata: {name: hello, namespace: shop, uid: %s, %s}, spec: {nodeName: node-b}, status: {phase: %s, containerStatuses: [%s]}}"
            .formatted(uid, metadata, phase, status));
  }

  private static KubeObject object(String yaml) {
    return new KubeObject(Documents.yaml(yaml, "the test").getFirst());
  }
}
