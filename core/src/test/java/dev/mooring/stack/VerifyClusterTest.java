package dev.mooring.stack;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.NeedsIstio;
import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.document.Documents;
import dev.mooring.identity.istiod.IstiodIdentities;
import dev.mooring.job.Progress;
import dev.mooring.mesh.RegistryForward;
import dev.mooring.problem.Finding.Level;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.render.NodeEntrance;
import dev.mooring.tunnel.cluster.ApiTunnels;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/// What verify tries on a real cluster, and that it says so when a door is open.
@NeedsIstio
@Tag("cluster")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class VerifyClusterTest {
  private static final StackOptions OPTIONS = StackOptions.defaults();
  private static final Duration LONG = Duration.ofMinutes(2);

  private final Cluster cluster = new FabricKubeconfig().connect(null);
  private final ApiTunnels tunnels = new ApiTunnels(cluster);
  private final IstiodIdentities identities = new IstiodIdentities(cluster, tunnels);
  private final Stack stack =
      new ClusterStack(
          cluster, tunnels, each -> new RegistryForward(cluster, tunnels, identities, each));

  @BeforeAll
  void install() throws InterruptedException {
    stack.install(OPTIONS, Progress.none());
  }

  @AfterAll
  void leaveNothing() throws InterruptedException {
    stack.uninstall(OPTIONS, Stack.DataFate.DELETE, Progress.none());
    identities.close();
    tunnels.close();
    cluster.close();
  }

  private Verification verify(StackOptions options) throws InterruptedException {
    return stack.verify(options, Progress.none());
  }

  private static String text(Verification proof) {
    return proof.rows().stream()
        .map(
            each ->
                each.finding().level() + " " + each.attempt() + ": " + each.finding().sentence())
        .collect(Collectors.joining("\n", proof.pulls() + "\n", ""));
  }

  private static Set<Level> levels(Verification proof, Attempt attempt) {
    return rows(proof, attempt).stream()
        .map(each -> each.finding().level())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<Verification.Row> rows(Verification proof, Attempt attempt) {
    return proof.rows().stream()
        .filter(each -> each.finding().subject().equals(attempt.words()))
        .toList();
  }

  @Test
  @Order(1)
  void everyDoorIsTriedAtEveryNodeAndOnlyTheNetworkLeavesOneOpen() throws InterruptedException {
    long start = System.nanoTime();
    Verification proof = verify(OPTIONS);
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    System.out.println("verify took " + took.toMillis() + " ms\n" + text(proof));
    assertTrue(proof.passed(), () -> text(proof));
    assertTrue(took.compareTo(Duration.ofSeconds(90)) < 0, took::toString);
    Set<String> nodes =
        cluster.list(Kind.NODE, null, "").stream()
            .map(KubeObject::name)
            .collect(Collectors.toCollection(TreeSet::new));
    Map<Attempt, Set<String>> tried = new TreeMap<>();
    for (Attempt attempt : Attempt.values()) {
      for (Verification.Row row : rows(proof, attempt)) {
        tried.computeIfAbsent(attempt, ignored -> new TreeSet<>()).add(row.node());
        assertFalse(row.finding().sentence().startsWith("not tested"), () -> text(proof));
        assertEquals(
            attempt == Attempt.ENTRANCE_READ ? Level.WARNING : Level.OK,
            row.finding().level(),
            () -> text(proof));
      }
    }
    Map<Attempt, Set<String>> expected = new TreeMap<>();
    Set<Attempt> inMesh = EnumSet.allOf(Attempt.class);
    inMesh.removeAll(
        Set.of(
            Attempt.NO_TOKEN,
            Attempt.OTHER_AUDIENCE,
            // Of a cache, and of a registry with an ingress.
            Attempt.NODE_READ,
            Attempt.NO_TOKEN_INGRESS,
            Attempt.NO_TOKEN_HOST));
    for (Attempt attempt : inMesh) {
      expected.put(
          attempt,
          switch (attempt) {
            case NODE_WRITE,
                ENTRANCE_WRITE_FORWARD,
                ENTRANCE_WRITE,
                ENTRANCE_READ,
                ENTRANCE_INNER,
                NODE_ADDRESS ->
                nodes;
            default -> Set.of("");
          });
    }
    assertEquals(expected, tried);
    assertTrue(
        rows(proof, Attempt.ENTRANCE_READ)
            .getFirst()
            .finding()
            .whatToDo()
            .contains("mooring install --node-sources 10.244."),
        () -> text(proof));
    assertTrue(cluster.list(Kind.POD, null, NodePulls.PROBE).isEmpty());
  }

  @Test
  @Order(2)
  void aRuleThatLetsEverybodyInFailsTheVerification() throws InterruptedException {
    apply(
        """
        apiVersion: security.istio.io/v1
        kind: AuthorizationPolicy
        metadata: {name: everybody, namespace: kube-registry}
        spec: {action: ALLOW, rules: [{}]}
        """);
    try {
      Verification proof = await().atMost(LONG).until(() -> verify(OPTIONS), p -> !p.passed());
      assertEquals(Set.of(Level.BLOCKER), levels(proof, Attempt.STRANGER), () -> text(proof));
      assertEquals(Set.of(Level.OK), levels(proof, Attempt.PLAIN_POD), () -> text(proof));
      apply(
          """
          apiVersion: security.istio.io/v1
          kind: PeerAuthentication
          metadata:
            name: kube-registry
            namespace: kube-registry
            labels:
              app.kubernetes.io/managed-by: mooring
              app.kubernetes.io/part-of: kube-registry
          spec: {mtls: {mode: PERMISSIVE}}
          """);
      Verification open =
          await()
              .atMost(LONG)
              .until(
                  () -> verify(OPTIONS), p -> levels(p, Attempt.PLAIN_POD).contains(Level.BLOCKER));
      assertFalse(open.passed());
      assertEquals(Set.of(Level.BLOCKER), levels(open, Attempt.PLAIN_SERVICE), () -> text(open));
      assertEquals(Set.of(Level.BLOCKER), levels(open, Attempt.PLAIN_FORWARD), () -> text(open));
      assertEquals(Set.of(Level.OK), levels(open, Attempt.NODE_WRITE), () -> text(open));
    } finally {
      cluster.delete(Kind.AUTHORIZATION_POLICY, "kube-registry", "everybody", LONG);
      stack.install(OPTIONS, Progress.none());
    }
  }

  @Test
  @Order(3)
  void entrancesThatAnswerOnlyTheNodesSourcesRefuseOtherPodsAndNodesStillPull()
      throws InterruptedException {
    Map<String, String> entrances = new TreeMap<>();
    for (KubeObject pod :
        cluster.list(Kind.POD, OPTIONS.nodeNamespace(), "app=" + NodeEntrance.APP)) {
      entrances.put(Pods.node(pod), pod.at("status", "podIP").textOrEmpty());
    }
    List<String> sources = Sources.likely(cluster.list(Kind.NODE, null, ""), entrances);
    assertFalse(sources.isEmpty());
    StackOptions narrow = OPTIONS.withNodeSources(new ArrayList<>(sources));
    stack.install(narrow, Progress.none());
    try {
      Verification proof =
          await().atMost(LONG).until(() -> verify(narrow), VerifyClusterTest::isClosed);
      assertTrue(proof.passed(), () -> text(proof));
      assertTrue(
          rows(proof, Attempt.ENTRANCE_READ).getFirst().finding().sentence().contains("403"),
          () -> text(proof));
      assertTrue(proof.pulls().stream().allMatch(Verification.Pull::worked), () -> text(proof));
    } finally {
      stack.install(OPTIONS, Progress.none());
    }
  }

  /// How full this machine's disk is says nothing of the walls.
  private static boolean isClosed(Verification proof) {
    return proof.warnings().stream().allMatch(each -> each.finding().id().equals("stack.volume"));
  }

  private void apply(String yaml) throws InterruptedException {
    cluster.apply(new KubeObject(Documents.yaml(yaml, "test").getFirst()));
  }
}
