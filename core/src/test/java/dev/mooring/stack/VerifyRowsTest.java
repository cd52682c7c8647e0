package dev.mooring.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Documents;
import dev.mooring.problem.Finding;
import dev.mooring.problem.Finding.Level;
import dev.mooring.problem.Remedy;
import dev.mooring.stack.OutsiderPod.Order;
import dev.mooring.stack.Outsiders.Told;
import dev.mooring.stack.options.StackOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// How what came back to an attempt is judged, and who tries what where.
final class VerifyRowsTest {
  private static final Remedy OPEN = new Remedy.Advice("Close it");
  private static final Answer LET_IN = Answer.parse("HTTP/1.1 200 OK");
  private static final Answer REFUSED = Answer.parse("HTTP/1.1 403 Forbidden");

  private static Verification proof(Verification.Row... rows) {
    Verification.Pull pull = new Verification.Pull("node-a", true, Duration.ZERO, "");
    return new Verification(Instant.EPOCH, List.of(pull), List.of(rows));
  }

  private static Verification.Row row(Attempt attempt, Answer answer) {
    return Rows.row(attempt, "node-a", answer, OPEN);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "  HTTP/1.1 200 OK | LET_IN | 200 OK",
        "HTTP/1.1 202 Accepted | LET_IN | 202 Accepted",
        "HTTP/1.1 403 | REFUSED | 403",
        "wget: server returned error: HTTP/1.1 403 Forbidden | REFUSED | 403 Forbidden",
        "HTTP/1.1 404 Not Found | REFUSED | 404 Not Found",
        "HTTP/1.1 503 Service Unavailable | UNCLEAR | 503 Service Unavailable",
        "curl: (56) Recv failure: Connection reset by peer | REFUSED |"
            + " Recv failure: Connection reset by peer",
        "wget: download timed out | REFUSED | download timed out",
        "'' | REFUSED | the connection was closed"
      })
  void whatProgramsPrintIsRead(String line, Answer.Outcome outcome, String words) {
    assertEquals(new Answer(outcome, words), Answer.parse(line));
  }

  @ParameterizedTest
  @EnumSource(value = Attempt.class, names = "NODE_READ", mode = EnumSource.Mode.EXCLUDE)
  void whatIsRefusedIsWell(Attempt attempt) {
    assertEquals(Level.OK, row(attempt, REFUSED).finding().level());
    assertTrue(proof(row(attempt, REFUSED)).passed());
  }

  @ParameterizedTest
  @EnumSource(value = Attempt.class, names = "NODE_READ", mode = EnumSource.Mode.EXCLUDE)
  void onlyAReadThatTheNetworkLeavesOpenDoesNotFailTheVerification(Attempt attempt) {
    Verification.Row row = row(attempt, LET_IN);
    boolean network = attempt == Attempt.ENTRANCE_READ;
    assertEquals(network ? Level.WARNING : Level.BLOCKER, row.finding().level());
    assertEquals(network, proof(row).passed());
    assertEquals("not refused: 200 OK", row.finding().sentence());
    assertFalse(row.finding().whatToDo().isEmpty());
  }

  @Test
  void whatCouldNotBeTriedIsAWarningUnlessNothingShouldHavePreventedIt() {
    Answer untried = Answer.untried("the image has no shell");
    assertEquals(Level.WARNING, row(Attempt.NODE_WRITE, untried).finding().level());
    assertTrue(proof(row(Attempt.NODE_WRITE, untried)).passed());
    assertEquals(Level.BLOCKER, row(Attempt.STRANGER, untried).finding().level());
    assertFalse(proof(row(Attempt.STRANGER, untried)).passed());
    Answer broken = Answer.parse("HTTP/1.1 503 Service Unavailable");
    assertEquals(Level.WARNING, row(Attempt.ENTRANCE_WRITE, broken).finding().level());
  }

  @Test
  void aDoorIsAsOpenAsItsMostOpenSideAndTheRowSaysFromWhere() {
    Order order = new Order(Attempt.ENTRANCE_WRITE, "node-a", "POST", "http://10.0.0.1", "x");
    Verification.Row row =
        Rows.of(
                List.of(new Told(order, "node-a", REFUSED), new Told(order, "node-b", LET_IN)),
                OPEN)
            .getFirst();
    assertEquals(Level.BLOCKER, row.finding().level());
    assertEquals("not refused: 200 OK (from node-b)", row.finding().sentence());
    assertEquals("Push to the node entrance's pod address (node-a)", row.attempt());
  }

  private static KubeObject node(String name, String address) {
    return new KubeObject(
        Documents.yaml(
                """
                apiVersion: v1
                kind: Node
                metadata: {name: %s}
                spec: {podCIDR: 10.244.%s.0/24}
                status: {addresses: [{type: InternalIP, address: 10.98.0.1%s}]}
                """
                    .formatted(name, address, address),
                "test")
            .getFirst());
  }

  @Test
  void everyNodesDoorsAreTriedFromItselfAndFromTheNextNode() {
    List<KubeObject> nodes = List.of(node("node-a", "1"), node("node-b", "2"), node("node-c", "3"));
    Map<String, String> entrances =
        Map.of("node-a", "10.244.1.9", "node-b", "10.244.2.9", "node-c", "fd00::9");
    OutsiderPlan plan =
        new OutsiderPlan(
            5001,
            5001,
            "abc",
            "/v2/mooring-verify/manifests/abc",
            false,
            List.of("10.244.1.7"),
            "10.96.0.9",
            entrances);
    List<OutsiderPod> pods = plan.pods(nodes);
    assertEquals(6, pods.size());
    Map<String, List<String>> from =
        pods.stream()
            .flatMap(pod -> pod.orders().stream().map(order -> Map.entry(order, pod.node())))
            .filter(each -> each.getKey().attempt() == Attempt.ENTRANCE_READ)
            .collect(
                Collectors.groupingBy(
                    each -> each.getKey().target(),
                    Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    assertEquals(
        Map.of(
            "node-a", List.of("node-a", "node-c"),
            "node-b", List.of("node-a", "node-b"),
            "node-c", List.of("node-b", "node-c")),
        from);
    List<String> urls =
        pods.stream().flatMap(pod -> pod.orders().stream()).map(Order::url).distinct().toList();
    assertTrue(
        urls.contains("http://[fd00::9]:5001/v2/mooring-verify/manifests/abc"), urls::toString);
    assertTrue(urls.contains("http://10.98.0.12:5001/v2/mooring-verify/manifests/abc"));
    assertTrue(urls.contains("http://10.96.0.9:5000/v2/mooring-verify/manifests/abc"));
    assertEquals(3, pods.stream().filter(OutsiderPod::onNode).count());
  }

  private static OutsiderPod pod() {
    Order read = new Order(Attempt.ENTRANCE_READ, "node-a", "GET", "http://10.0.0.1", "x");
    Order write = new Order(Attempt.ENTRANCE_WRITE, "node-a", "POST", "http://10.0.0.1", "x");
    return new OutsiderPod("p", "node-a", false, List.of(read, write));
  }

  private static KubeObject status(String status) {
    return new KubeObject(
        Documents.yaml(
                """
                apiVersion: v1
                kind: Pod
                metadata: {name: p, namespace: n}
                spec: {containers: [{name: ask-0}, {name: ask-1}]}
                status:
                """
                    + status.indent(2),
                "test")
            .getFirst());
  }

  @Test
  void theFirstContainerThatAnswersCounts() {
    KubeObject done =
        status(
            """
            containerStatuses:
            - image: distroless
              state: {terminated: {exitCode: 128, reason: StartError, message: "no /bin/sh"}}
            - image: registry
              state:
                terminated: {exitCode: 0, message: "1 HTTP/1.1 403\\n0 wget: timed out\\n9 x\\n"}
            """);
    assertEquals(
        List.of(Answer.refused("timed out"), Answer.refused("403")),
        pod().answers(done).orElseThrow());
  }

  @Test
  void aPodThatCanTellNothingSaysWhy() {
    KubeObject unable =
        status(
            """
            containerStatuses:
            - image: distroless
              state: {terminated: {exitCode: 128, reason: StartError, message: "no /bin/sh"}}
            - image: registry
              state: {waiting: {reason: ImagePullBackOff, message: "not found"}}
            """);
    List<Answer> answers = pod().answers(unable).orElseThrow();
    assertEquals(2, answers.size());
    assertEquals(Answer.Outcome.UNTRIED, answers.getFirst().outcome());
    assertTrue(answers.getFirst().words().contains("no /bin/sh"), answers::toString);
    assertTrue(answers.getFirst().words().contains("ImagePullBackOff"), answers::toString);
    assertTrue(pod().answers(status("phase: Running")).isEmpty());
    KubeObject late = status("phase: Failed\nreason: DeadlineExceeded\nmessage: too long");
    assertTrue(pod().answers(late).orElseThrow().getFirst().words().contains("DeadlineExceeded"));
  }

  @Test
  void theRemedyNamesTheAddressesThatTheNodesProbablyAskFrom() {
    List<KubeObject> nodes = List.of(node("node-a", "1"), node("node-b", "2"));
    StackOptions options = StackOptions.defaults();
    assertTrue(
        Sources.remedy(nodes, Map.of(), options)
            .line()
            .endsWith("mooring install --node-sources 10.244.1.1/32,10.244.2.1/32"));
    KubeObject silent =
        new KubeObject(Documents.yaml("{kind: Node, metadata: {name: node-c}}", "test").getFirst());
    assertEquals(
        List.of("10.9.8.1/32"), Sources.likely(List.of(silent), Map.of("node-c", "10.9.8.57")));
    assertEquals(List.of(), Sources.likely(List.of(silent), Map.of("node-c", "fd00::9")));
    Remedy narrower =
        Sources.remedy(nodes, Map.of(), options.withNodeSources(List.of("10.0.0.0/8")));
    assertTrue(narrower.line().contains("10.0.0.0/8"), narrower::line);
  }

  @Test
  void nodesAreMeantToReadFromACache() {
    Answer read = Answer.parse("HTTP/1.1 200 OK");
    assertEquals(Level.OK, Attempt.NODE_READ.judge(read, Remedy.none()).level());
    for (String each : List.of("HTTP/1.1 403 Forbidden", "HTTP/1.1 502 Bad Gateway", "wget: x")) {
      assertEquals(
          Level.BLOCKER, Attempt.NODE_READ.judge(Answer.parse(each), Remedy.none()).level(), each);
    }
  }

  @Test
  void aCacheIsReadFromEachNodesLoopback() {
    OutsiderPlan plan = new OutsiderPlan(5001, 5001, "abc", "/v2/", true, List.of(), "", Map.of());
    List<OutsiderPod.Order> orders =
        plan.pods(List.of(node("node-a", "1"))).stream()
            .filter(OutsiderPod::onNode)
            .flatMap(each -> each.orders().stream())
            .toList();
    assertEquals(
        List.of(
            "GET http://127.0.0.1:5001/v2/",
            "POST http://127.0.0.1:5001/v2/mooring-verify/blobs/uploads/"),
        orders.stream().map(each -> each.method() + " " + each.url()).toList());
  }

  @Test
  void whatACacheAnsweredIsToldOfEachNodeThatWasTried() {
    Finding answered = Attempt.NODE_READ.judge(Answer.parse("HTTP/1.1 200 OK"), Remedy.none());
    Finding other = Finding.ok("other", "other", "");
    Verification cache =
        new Verification(
            Instant.EPOCH,
            List.of(),
            List.of(
                new Verification.Row("node-a", other), new Verification.Row("node-a", answered)));
    assertEquals(Optional.of(answered), cache.answered("node-a"));
    assertEquals(Optional.empty(), cache.answered("node-b"));
  }
}
