package dev.mooring.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.job.Progress;
import dev.mooring.stack.OutsiderPod.Order;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// The pods that try what an outsider would: what they are, and what becomes of each.
final class OutsidersTest {
  private static final Order READ =
      new Order(Attempt.ENTRANCE_READ, "node-a", "GET", "http://10.0.0.1/x", "localhost:5000");
  private static final Order WRITE =
      new Order(Attempt.NODE_WRITE, "node-a", "POST", "http://127.0.0.1/x", "localhost:5000");

  private final CannedCluster cluster = new CannedCluster();
  private Consumer<String> watched = ignored -> {};

  private List<Answer> send(OutsiderPod pod, List<String> images) throws InterruptedException {
    Progress progress =
        new Progress() {
          @Override
          public void advance(String part, long done, long total, Unit unit) {
            watched.accept(part);
          }

          @Override
          public void step(String sentence) {}
        };
    return new Outsiders(
            cluster, "mooring-node", Map.of(NodePulls.PROBE, "id"), progress, Duration.ofMillis(1))
        .send(List.of(pod), Map.of("node-a", images)).stream().map(Outsiders.Told::answer).toList();
  }

  private List<Answer> send() throws InterruptedException {
    return send(outsider(false), List.of("proxy:1", "registry:3"));
  }

  private static OutsiderPod outsider(boolean onNode) {
    return new OutsiderPod("p", "node-a", onNode, List.of(READ, WRITE));
  }

  private void born(String status) {
    cluster.born =
        object ->
            new KubeObject(
                object.document().with(Documents.yaml(status, "test").getFirst(), "status"));
  }

  @Test
  void aPodThatNeverRunsSaysWhatIsInItsWay() throws InterruptedException {
    born("{conditions: [{type: PodScheduled, status: 'False', message: too many pods}]}");
    Answer answer =
        Answer.untried("its pod didn't run within 0 s: it can't be scheduled: too many pods");
    assertEquals(List.of(answer, answer), send());
  }

  @Test
  void aPodThatNeverRunsAndSaysNothingIsUntried() throws InterruptedException {
    Answer answer = Answer.untried("its pod didn't run within 0 s");
    assertEquals(List.of(answer, answer), send());
  }

  @Test
  void aPodThatSomebodyRemovesIsUntried() throws InterruptedException {
    watched = ignored -> cluster.delete(Kind.POD, "mooring-node", "p", Duration.ZERO);
    Answer answer = Answer.untried("its pod was removed");
    assertEquals(List.of(answer, answer), send());
  }

  @Test
  void aPodThatMayNotBeCreatedSaysWhy() throws InterruptedException {
    cluster.born =
        object -> {
          throw new dev.mooring.problem.Problem(
                  dev.mooring.problem.Code.GENERAL,
                  "Can't create the pod",
                  "it violates PodSecurity",
                  dev.mooring.problem.Remedy.none())
              .raise();
        };
    Answer answer = Answer.untried("it violates PodSecurity");
    assertEquals(List.of(answer, answer), send());
  }

  @Test
  void anOrderThatThePodToldNothingOfIsUntried() throws InterruptedException {
    born(
        """
        containerStatuses:
        - state: {terminated: {exitCode: 0, message: "1 HTTP/1.1 403 Forbidden"}}
        """);
    assertEquals(
        List.of(
            Answer.untried("the pod reported nothing about it"), Answer.refused("403 Forbidden")),
        send());
  }

  @Test
  void aProgramThatSaidNothingProvesNothing() throws InterruptedException {
    born("{containerStatuses: [{state: {terminated: {exitCode: 0, message: \"0\\n1 \\n\"}}}]}");
    Answer answer = Answer.untried("the program printed nothing");
    assertEquals(List.of(answer, answer), send());
  }

  @Test
  void imagesWithoutAnyProgramToAskWithSaySo() throws InterruptedException {
    born(
        """
        containerStatuses:
        - image: proxy:1
          state: {terminated: {exitCode: 0, message: "0 neither curl nor wget"}}
        - image: registry:3
          state: {terminated: {exitCode: 1, reason: Error}}
        """);
    Answer answer =
        Answer.untried(
            "proxy:1 can't test it: 0 neither curl nor wget; registry:3 can't test it: Error");
    assertEquals(List.of(answer, answer), send());
  }

  @Test
  void aNodeThatHasNoImageToAskWithIsLeftOut() throws InterruptedException {
    Answer answer = Answer.untried("no entrance is running on node-a");
    assertEquals(List.of(answer, answer), send(outsider(false), List.of()));
    assertEquals(List.of(), cluster.names());
  }

  private KubeObject made(boolean onNode) throws InterruptedException {
    send(outsider(onNode), List.of("proxy:1", "registry:3"));
    return cluster.get(Kind.POD, "mooring-node", "p").orElseThrow();
  }

  @Test
  void itStandsOnItsNodeWithoutASidecarAndCanDoNothingElse() throws InterruptedException {
    KubeObject pod = made(false);
    assertEquals("node-a", pod.at("spec", "nodeName").textOrEmpty());
    assertFalse(pod.at("spec", "hostNetwork").isTrue());
    assertTrue(made(true).at("spec", "hostNetwork").isTrue());
    assertEquals("false", pod.labels().get("sidecar.istio.io/inject"));
    assertEquals("id", pod.labels().get(NodePulls.PROBE));
    assertEquals("false", pod.at("spec", "automountServiceAccountToken").textOrEmpty());
    assertTrue(pod.at("spec", "securityContext", "runAsNonRoot").isTrue());
    assertEquals("Never", pod.at("spec", "restartPolicy").textOrEmpty());
    assertEquals(60, pod.at("spec", "activeDeadlineSeconds").integer().orElseThrow());
    for (Document each : pod.at("spec", "containers").items()) {
      assertTrue(each.at("securityContext", "readOnlyRootFilesystem").isTrue());
      assertEquals(List.of("ALL"), each.at("securityContext", "capabilities", "drop").texts());
    }
  }

  @Test
  void eachImageGetsAContainerWithEveryOrder() throws InterruptedException {
    List<Document> containers = made(false).at("spec", "containers").items();
    assertEquals(
        List.of("ask-0 proxy:1", "ask-1 registry:3"),
        containers.stream()
            .map(each -> each.at("name").textOrEmpty() + " " + each.at("image").textOrEmpty())
            .toList());
    for (Document each : containers) {
      assertEquals(
          "0 GET localhost:5000 http://10.0.0.1/x\n1 POST localhost:5000 http://127.0.0.1/x",
          each.at("env").items().getFirst().at("value").textOrEmpty());
    }
  }
}
