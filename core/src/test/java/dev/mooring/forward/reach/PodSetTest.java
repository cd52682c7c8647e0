package dev.mooring.forward.reach;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.KubeObject;
import dev.mooring.cluster.Watched;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.forward.PodSelection;
import dev.mooring.forward.Target;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodSetTest {
  private static KubeObject object(String yaml) {
    return new KubeObject(Documents.yaml(yaml, "test").getFirst());
  }

  private static KubeObject pod(String name, boolean ready) {
    return object(
        """
        metadata: {name: %s, namespace: shop, uid: %s-1, labels: {app: api}}
        spec: {containers: [{ports: [{name: http, containerPort: 8080}, {name: dns, containerPort: 53, protocol: UDP}]}]}
        status: {conditions: [{type: Ready, status: "%s"}]}
        """
            .formatted(name, name, ready ? "True" : "False"));
  }

  private static Watched list(KubeObject... objects) {
    return new Watched(List.of(objects), null);
  }

  private static PodSet api(PodSelection pick, KubeObject... pods) {
    return PodSet.of(Target.parse("app=api", "shop", "http"), pick).podsHeard(list(pods));
  }

  private static Problem silence(String why) {
    return new Problem(Code.GENERAL, "Silent", why, Remedy.none());
  }

  private static List<String> names(PodSet set) {
    return set.standing().pods().stream().map(each -> each.port().pod()).toList();
  }

  private static ReadyPod named(PodSet set, String name) {
    return set.named(name).orElseThrow();
  }

  @Test
  void whatIsHeardMakesAnotherSetAndLeavesTheOneBeforeAsItWas() {
    PodSet empty = api(PodSelection.STICKY);
    PodSet one = empty.podsHeard(list(pod("a", true)));
    PodSet doubted = one.doubt(named(one, "a"), "its node is silent");
    PodSet silent = doubted.silence(silence("no answer for 0.7 s"));

    assertEquals(List.of(), names(empty));
    assertEquals("", one.standing().why());
    assertEquals("its node is silent", doubted.standing().why());
    assertEquals("no answer for 0.7 s", silent.standing().why());
    assertFalse(silent.standing().answering());
    assertEquals(List.of("a"), names(silent), "a silent API server takes no pod away");
    assertEquals("", silent.silence(null).trust(named(one, "a")).standing().why());
  }

  @Test
  void nothingIsKnownBeforeBothListsAreHeard() {
    PodSet set = PodSet.of(new Target.Service("shop", "api", "80"), PodSelection.STICKY);
    assertSame(Standing.UNKNOWN, set.podsHeard(list(pod("a", true))).standing());
    assertSame(Standing.UNKNOWN, set.ownersHeard(list()).standing());
    assertEquals(
        "svc/api doesn't exist", set.ownersHeard(list()).podsHeard(list()).standing().why());
    assertEquals("gone", set.silence(silence("gone")).standing().why());
  }

  @Test
  void aPodThatGoesBeforeItsSuccessorIsReadyIsBeingReplaced() {
    KubeObject going =
        new KubeObject(
            pod("a", true)
                .document()
                .with(Document.of("2026-01-01T00:00:00Z"), "metadata", "deletionTimestamp"));
    PodSet set = api(PodSelection.STICKY, going, pod("b", false));
    assertTrue(set.replaced());
    assertFalse(set.silence(silence("no answer")).replaced(), "nobody knows at the moment");
    assertFalse(set.podsHeard(list(going, pod("b", true))).replaced());
    assertFalse(set.podsHeard(list(pod("b", false))).replaced(), "one that is not ready stays");
    assertFalse(api(PodSelection.STICKY).replaced());
  }

  @Test
  void aDoubtLastsUntilThereIsNewsOfItsPod() {
    PodSet set = api(PodSelection.STICKY, pod("a", true), pod("b", true));
    PodSet doubted = set.doubt(named(set, "a"), "silent");

    assertEquals(List.of("a"), doubted.doubted());
    assertEquals("", doubted.standing().why(), "the other one serves");
    PodSet same = doubted.podsHeard(list(pod("a", true), pod("b", true)));
    assertEquals(List.of("a"), same.doubted());
    assertEquals(List.of(), same.podsHeard(list(pod("b", true))).doubted());
    PodSet back = same.podsHeard(list(pod("a", false))).podsHeard(list(pod("a", true)));
    assertEquals(List.of(), back.doubted());
    assertSame(set, set.trust(named(set, "a")), "nothing changes where there was no doubt");
  }

  @Test
  void aPodIsOutdoneWhenItIsGoneOrTheOnlyOneInDoubt() {
    PodSet set = api(PodSelection.STICKY, pod("a", true), pod("b", true));
    ReadyPod a = named(set, "a");
    ReadyPod b = named(set, "b");
    PodSet doubted = set.doubt(a, "silent");

    assertFalse(set.outdone(a));
    assertTrue(doubted.outdone(a));
    assertFalse(doubted.outdone(b));
    assertFalse(doubted.doubt(b, "silent").outdone(a), "there is no better one");
    assertTrue(set.podsHeard(list(pod("b", true))).outdone(a));
  }

  @Test
  void thoseThatFailedAndThoseInDoubtComeLast() {
    PodSet set = api(PodSelection.STICKY, pod("a", true), pod("b", true), pod("c", true));
    ReadyPod a = named(set, "a");
    ReadyPod b = named(set, "b");
    ReadyPod c = named(set, "c");

    assertEquals(a, set.next(Set.of(), null).orElseThrow());
    assertEquals(c, set.next(Set.of(), c).orElseThrow(), "the one that served last");
    assertEquals(b, set.next(Set.of(a), a).orElseThrow());
    PodSet doubted = set.doubt(b, "silent");
    assertEquals(c, doubted.next(Set.of(a), a).orElseThrow());
    assertEquals(b, doubted.next(Set.of(a, c), a).orElseThrow());
    assertEquals(a, doubted.next(Set.of(a, b, c), null).orElseThrow(), "all again");
    assertTrue(set.allOf(Set.of(a, b, c)));
    assertFalse(set.allOf(Set.of(a, b)));
    PodSet none = api(PodSelection.STICKY);
    assertTrue(none.next(Set.of(), a).isEmpty());
    assertFalse(none.allOf(Set.of(a)), "those that failed are gone, and others may come");
  }

  @Test
  void inTurnTheOneAfterTheLastIsNextWhetherThatIsThereOrNot() {
    PodSet set = api(PodSelection.ROUND_ROBIN, pod("a", true), pod("b", true), pod("c", true));
    ReadyPod b = named(set, "b");
    assertEquals("c", set.next(Set.of(), b).orElseThrow().port().pod());
    assertEquals("a", set.next(Set.of(), named(set, "c")).orElseThrow().port().pod());
    PodSet fewer = set.podsHeard(list(pod("a", true), pod("c", true)));
    assertEquals("c", fewer.next(Set.of(), b).orElseThrow().port().pod());
  }

  /// What can never work says what it is, whether or not a pod is ready.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          {type: ExternalName, externalName: db.example.org} | svc/api leads outside the cluster, to db.example.org (type ExternalName)
          {ports: [{port: 80}]} | svc/api has no selector, so it selects no pods
          {selector: {app: api}, ports: [{port: 90}]} | svc/api has no port '80'
          {selector: {app: api}, ports: [{port: 80, protocol: UDP}]} | port 80 of svc/api isn't TCP, and Mooring forwards only TCP
          {selector: {app: api, tier: web}, ports: [{port: 80}]} | no pod has the labels that svc/api selects: app=api,tier=web
          {selector: {app: api}, ports: [{port: 80, targetPort: web}]} | no container behind svc/api has the port 'web'
          """)
  void aServiceThatCanNeverWorkSaysWhy(String spec, String why) {
    PodSet set =
        PodSet.of(new Target.Service("shop", "api", "80"), PodSelection.STICKY)
            .ownersHeard(list(object("{metadata: {name: api}, spec: " + spec + "}")));
    assertEquals(why, set.podsHeard(list(pod("a", true))).standing().why());
  }

  @Test
  void aPortThatIsBothTcpAndUdpLeadsToTheTcpOne() {
    KubeObject dns =
        object(
            """
            metadata: {name: api}
            spec:
              selector: {app: api}
              ports: [{name: u, port: 53, protocol: UDP, targetPort: 5}, {name: t, port: 53, protocol: TCP, targetPort: 6}]
            """);
    PodSet set =
        PodSet.of(new Target.Service("shop", "api", "53"), PodSelection.STICKY)
            .ownersHeard(list(dns))
            .podsHeard(list(pod("a", true)));
    assertEquals(6, set.standing().pods().getFirst().port().port());
  }

  @Test
  void targetsWithoutPodsSayWhatIsMissing() {
    assertEquals("no pod has the labels app=web", why("app=web", "80"));
    assertEquals("'app=web,' isn't a label selector", why("app=web,", "80"));
    assertEquals("pod/x doesn't exist", why("pod/x", "80"));
    assertEquals("pod/a has no port 'web'", why("pod/a", "web"));
    assertEquals("port dns of pod/a isn't TCP, and Mooring forwards only TCP", why("pod/a", "dns"));
    Target deployment = Target.parse("deploy/api", "shop", "80");
    String selector = "selector: {matchLabels: {app: none}}";
    PodSet set = PodSet.of(deployment, PodSelection.STICKY).podsHeard(list(pod("a", true)));
    assertEquals(
        "deploy/api is scaled to 0",
        set.ownersHeard(
                list(object("{metadata: {name: api}, spec: {replicas: 0, " + selector + "}}")))
            .standing()
            .why());
    assertEquals(
        "deploy/api has no pods",
        set.ownersHeard(
                list(object("{metadata: {name: api}, spec: {replicas: 1, " + selector + "}}")))
            .standing()
            .why());
  }

  private static String why(String target, String port) {
    return PodSet.of(Target.parse(target, "shop", port), PodSelection.STICKY)
        .podsHeard(list(pod("a", true)))
        .standing()
        .why();
  }
}
