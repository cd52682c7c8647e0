package dev.mooring.rights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.AccessRequest;
import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.ServerVersion;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.problem.Code;
import dev.mooring.problem.Finding;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class ReviewTest {
  private final Set<String> lacking = ConcurrentHashMap.newKeySet();
  private final Set<AccessRequest> asked = ConcurrentHashMap.newKeySet();
  private final AtomicInteger questions = new AtomicInteger();
  private ServerVersion version = new ServerVersion(1, 35, "v1.35.4");
  private boolean silent;

  /// Set where the questions have to be in flight together.
  private CountDownLatch together = new CountDownLatch(0);

  private final Cluster cluster =
      (Cluster)
          Proxy.newProxyInstance(
              Cluster.class.getClassLoader(),
              new Class<?>[] {Cluster.class},
              (proxy, method, arguments) ->
                  switch (method.getName()) {
                    case "allowed" -> allowed((AccessRequest) arguments[0]);
                    case "version" -> version;
                    default -> throw new UnsupportedOperationException(method.getName());
                  });

  private boolean allowed(AccessRequest request) throws InterruptedException {
    questions.incrementAndGet();
    asked.add(request);
    together.countDown();
    assertTrue(together.await(10, TimeUnit.SECONDS), "the questions wait for one another");
    if (silent) {
      throw new Problem(Code.GENERAL, "Cannot ask", "nothing answers", Remedy.none()).raise();
    }
    return !lacking.contains(request.words());
  }

  private Problem refusal(Needs needs) throws InterruptedException {
    Report report = Review.of(cluster, needs);
    return assertThrows(MooringException.class, () -> report.demand("Cannot do it")).problem();
  }

  private static Document role(Problem problem) {
    Remedy.Grant grant = assertInstanceOf(Remedy.Grant.class, problem.remedy());
    return Documents.yaml(grant.role(), "role").getFirst();
  }

  @Test
  void debuggingAsksForAttachAndEphemeralContainersInTheNamespaceItIsFor()
      throws InterruptedException {
    Review.of(cluster, Needs.debug("shop"));
    assertTrue(asked.contains(AccessRequest.to("create", Kind.POD, "attach", "shop")));
    assertTrue(asked.contains(AccessRequest.to("get", Kind.POD, "attach", "shop")));
    assertTrue(asked.contains(AccessRequest.to("patch", Kind.POD, "ephemeralcontainers", "shop")));
    assertTrue(asked.contains(AccessRequest.to("get", Kind.POD, "portforward", "shop")));
    assertTrue(asked.stream().allMatch(each -> each.namespace().equals("shop")), asked::toString);
  }

  @Test
  void everyMissingRightIsNamedAndGrantedByOneRole() throws InterruptedException {
    lacking.addAll(
        List.of(
            "patch pods/ephemeralcontainers in shop",
            "get pods/attach in shop",
            "create pods/attach in shop"));
    Problem problem = refusal(Needs.debug("shop"));
    assertEquals(Code.MISSING_RIGHT, problem.code());
    assertEquals(
        "you don't have permission to patch pods/ephemeralcontainers in shop, get and create pods/attach"
            + " in shop",
        problem.why());
    assertEquals(
        Documents.yaml(
                """
                apiVersion: rbac.authorization.k8s.io/v1
                kind: Role
                metadata: {name: mooring-debug, namespace: shop}
                rules:
                - {apiGroups: [""], resources: [pods/ephemeralcontainers], verbs: [patch]}
                - {apiGroups: [""], resources: [pods/attach], verbs: [get, create]}
                """,
                "expected")
            .getFirst(),
        role(problem));
  }

  @Test
  void theRoleIsWrittenInTheOrderThatPeopleRead() throws InterruptedException {
    lacking.add("list pods in shop");
    Remedy.Grant grant = (Remedy.Grant) refusal(Needs.forward("shop", Optional.empty())).remedy();
    List<String> keys =
        grant
            .role()
            .lines()
            .filter(l -> l.matches("[a-zA-Z].*"))
            .map(l -> l.replaceAll(":.*", ""))
            .toList();
    assertEquals(List.of("apiVersion", "kind", "metadata", "rules"), keys);
    assertTrue(grant.role().startsWith("# Then bind it: kubectl create rolebinding"), grant.role());
  }

  @Test
  void rightsInAllNamespacesTakeAClusterRole() throws InterruptedException {
    lacking.add("watch pods");
    Document role = role(refusal(Needs.forward("", Optional.empty())));
    assertEquals("ClusterRole", role.at("kind").textOrEmpty());
    assertTrue(role.at("metadata", "namespace").isNothing());
  }

  @Test
  void aRightToOneObjectIsGrantedForThatObjectOnly() throws InterruptedException {
    lacking.add("create serviceaccounts/token mooring in kube-registry");
    Document role = role(refusal(Needs.push("kube-registry", "mooring")));
    assertEquals(
        List.of("mooring"), role.at("rules").items().getFirst().at("resourceNames").texts());
  }

  @Test
  void olderServersNeedNoCreateToForwardButGetAsNewerOnesDo() throws InterruptedException {
    lacking.add("create pods/portforward in shop");
    assertFalse(Review.of(cluster, Needs.forward("shop", Optional.empty())).complete());
    version = new ServerVersion(1, 34, "v1.34.1");
    Report older = Review.of(cluster, Needs.forward("shop", Optional.empty()));
    assertTrue(older.complete());
    older.demand("Can't forward");
    lacking.clear();
    lacking.add("get pods/portforward in shop");
    assertFalse(Review.of(cluster, Needs.forward("shop", Optional.empty())).complete());
  }

  @Test
  void whatAnOlderServerDoesWithoutIsGrantedAlongWithTheRest() throws InterruptedException {
    version = new ServerVersion(1, 34, "v1.34.1");
    lacking.addAll(List.of("create pods/portforward in shop", "get pods/portforward in shop"));
    Problem problem = refusal(Needs.forward("shop", Optional.empty()));
    assertEquals("you don't have permission to get pods/portforward in shop", problem.why());
    assertEquals(
        List.of("get", "create"), role(problem).at("rules").items().getFirst().at("verbs").texts());
  }

  @Test
  void aServerThatDoesNotAnswerBlocksNothingAndIsNotTakenForAYes() throws InterruptedException {
    silent = true;
    Report report = Review.of(cluster, Needs.debug("shop"));
    report.demand("Can't debug");
    assertFalse(report.complete());
    Finding finding = report.finding("Permission to debug", Finding.Level.BLOCKER);
    assertEquals(Finding.Level.WARNING, finding.level());
    assertTrue(finding.sentence().startsWith("unknown"), finding.sentence());
  }

  @Test
  void theQuestionsOfSeveralJobsAreAskedOnceAndTogether() throws InterruptedException {
    together = new CountDownLatch(4);
    List<Report> reports =
        Review.of(
            cluster, List.of(Needs.forward("shop", List.of(Kind.SERVICE)), Needs.debug("shop")));
    assertEquals(2, reports.size());
    assertEquals(asked.size(), questions.get());
  }
}
