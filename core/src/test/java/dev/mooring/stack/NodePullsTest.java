package dev.mooring.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Documents;
import dev.mooring.job.Progress;
import dev.mooring.problem.MooringException;
import dev.mooring.stack.options.StackOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NodePullsTest {
  private final CannedCluster cluster =
      new CannedCluster()
          .with(
              """
              apiVersion: v1
              kind: Node
              metadata: {name: node-a}
              status: {conditions: [{type: Ready, status: "True"}]}
              ---
              apiVersion: v1
              kind: Node
              metadata: {name: node-w, labels: {kubernetes.io/os: windows}}
              ---
              apiVersion: v1
              kind: Node
              metadata: {name: node-z}
              status: {conditions: [{type: Ready, status: "False", message: kubelet stopped}]}
              """);

  private Consumer<String> watched = ignored -> {};
  private final NodePulls pulls =
      new NodePulls(
          cluster,
          StackOptions.defaults(),
          new Progress() {
            @Override
            public void advance(String step, long done, long total, Unit unit) {
              watched.accept(step);
            }

            @Override
            public void step(String words) {}
          },
          Duration.ofSeconds(1),
          Duration.ofMillis(150));

  private List<Verification.Pull> pulled(String containerStatus) throws InterruptedException {
    cluster.born =
        object ->
            new KubeObject(
                object
                    .document()
                    .with(
                        Documents.yaml("[" + containerStatus + "]", "test").getFirst(),
                        "status",
                        "containerStatuses"));
    return pulls.pull("localhost:5000/x:1", "id", pulls.nodes());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{state: {terminated: {exitCode: 0}}}",
        "{state: {running: {}}}",
        "{imageID: 'sha256:1', state: {waiting: {reason: PodInitializing}}}",
        "{state: {waiting: {reason: CreateContainerError}}}",
        "{state: {waiting: {reason: RunContainerError}}}"
      })
  void aPodThatCameFarEnoughHasPulled(String status) throws InterruptedException {
    List<Verification.Pull> found = pulled(status);
    assertEquals(List.of("node-a", "node-z"), found.stream().map(each -> each.node()).toList());
    assertTrue(found.getFirst().worked());
    assertEquals("", found.getFirst().why());
  }

  @Test
  void aNodeThatIsAwayIsNotAskedAndSaidToBe() throws InterruptedException {
    Verification.Pull away = pulled("{state: {running: {}}}").getLast();
    assertFalse(away.worked());
    assertEquals("the node isn't ready: kubelet stopped", away.why());
    assertEquals(1, cluster.list(Kind.POD, "mooring-node", "").size());
  }

  @Test
  void aPullThatKeepsFailingIsAnAnswerAfterAWhile() throws InterruptedException {
    Verification.Pull failed =
        pulled("{state: {waiting: {reason: ErrImagePull, message: connection refused}}}")
            .getFirst();
    assertFalse(failed.worked());
    assertEquals("ErrImagePull: connection refused", failed.why());
  }

  @Test
  void aPullThatFailsOnceAndThenWorksHasWorked() throws InterruptedException {
    watched =
        ignored ->
            cluster.with(
                """
                apiVersion: v1
                kind: Pod
                metadata:
                  {name: mooring-verify-id-0, namespace: mooring-node, labels: {mooring.dev/verify: id}}
                status: {containerStatuses: [{state: {running: {}}}]}
                """);
    assertTrue(
        pulled("{state: {waiting: {reason: ImagePullBackOff, message: later}}}")
            .getFirst()
            .worked());
  }

  @Test
  void aKubeletThatReportsNothingInTimeIsAnAnswer() throws InterruptedException {
    Verification.Pull silent = pulled("{state: {waiting: {reason: ContainerCreating}}}").getFirst();
    assertFalse(silent.worked());
    assertEquals("the kubelet didn't report a pull within 1 s: ContainerCreating", silent.why());
  }

  @Test
  void aTestPodThatSomebodyRemovesIsSaidToBeGone() throws InterruptedException {
    watched =
        ignored -> cluster.delete(Kind.POD, "mooring-node", "mooring-verify-id-0", Duration.ZERO);
    assertEquals("its test pod was removed", pulled("{state: {}}").getFirst().why());
  }

  @Test
  void whoMayNotSeeNodesIsToldWhatForTheyAreAsked() {
    cluster.hidden.add("Node");
    assertEquals(
        "verification covers every node",
        assertThrows(MooringException.class, pulls::nodes).problem().detail());
  }

  @Test
  void manyNodesPullSideBySideButNotAllAtOnce() throws InterruptedException {
    for (int i = 0; i < 50; i++) {
      cluster.with(
          """
          apiVersion: v1
          kind: Node
          metadata: {name: more-%d}
          status: {conditions: [{type: Ready, status: "True"}]}
          """
              .formatted(i));
    }
    AtomicInteger pulling = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Progress told =
        new Progress() {
          @Override
          public void step(String sentence) {
            if (sentence.contains(" pulled it ")) {
              pulling.decrementAndGet();
            }
          }

          @Override
          public void advance(String part, long done, long total, Unit unit) {}
        };
    cluster.born =
        object -> {
          most.accumulateAndGet(pulling.incrementAndGet(), Math::max);
          return new KubeObject(
              object
                  .document()
                  .with(List.of(Map.of("imageID", "sha256:1")), "status", "containerStatuses"));
        };
    NodePulls many = new NodePulls(cluster, StackOptions.defaults(), told);
    List<Verification.Pull> found = many.pull("localhost:5000/x:1", "id", many.nodes());
    assertEquals(51, found.stream().filter(Verification.Pull::worked).count());
    assertEquals(NodePulls.AT_ONCE, most.get());
  }

  @Test
  void theTestPodIsPutOnItsNodeWithoutASidecarAndRestricted() throws InterruptedException {
    pulled("{state: {running: {}}}");
    KubeObject pod = cluster.list(Kind.POD, "mooring-node", NodePulls.PROBE + "=id").getFirst();
    assertEquals("node-a", pod.at("spec", "nodeName").textOrEmpty());
    assertEquals("false", pod.labels().get("sidecar.istio.io/inject"));
    assertEquals(
        "Always",
        pod.at("spec", "containers").items().getFirst().at("imagePullPolicy").textOrEmpty());
    assertTrue(pod.at("spec", "securityContext", "runAsNonRoot").isTrue());
  }

  @Test
  void whatAnEarlierVerificationLeftIsRemovedAndNothingElse() throws InterruptedException {
    pulled("{state: {running: {}}}");
    cluster.with(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: other, namespace: mooring-node}
        """);
    pulls.clean();
    assertEquals(
        List.of("other"),
        cluster.list(Kind.POD, "mooring-node", "").stream().map(KubeObject::name).toList());
  }
}
