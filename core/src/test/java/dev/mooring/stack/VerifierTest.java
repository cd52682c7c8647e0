package dev.mooring.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import dev.mooring.identity.Identities;
import dev.mooring.identity.Identity;
import dev.mooring.identity.ServiceAccount;
import dev.mooring.job.Progress;
import dev.mooring.mesh.RegistryAddress;
import dev.mooring.mesh.RegistryForward;
import dev.mooring.mesh.RegistryLocation;
import dev.mooring.mesh.RegistryPlace;
import dev.mooring.problem.Code;
import dev.mooring.problem.Finding.Level;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.registry.TinyRegistry;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.render.Rendering;
import dev.mooring.stack.render.Surroundings;
import dev.mooring.tunnel.PodPort;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A whole verification of a stack of two nodes, whose registry is in memory and whose network
/// answers what the test says.
final class VerifierTest {
  private static final StackOptions OPTIONS = StackOptions.defaults();

  private final CannedCluster cluster = new CannedCluster();
  private final CannedTunnels tunnels = new CannedTunnels();
  private final List<String> steps = new CopyOnWriteArrayList<>();
  private final Map<String, TinyRegistry> registries = new TreeMap<>();

  /// What outsiders are answered by the start of a URL; anything else is refused.
  private final Map<String, String> network = new ConcurrentHashMap<>();

  private TinyRegistry registry;
  private TinyRegistry refusing;
  private List<String> before;

  @BeforeEach
  void installed() throws IOException {
    registry = new TinyRegistry();
    registry.relative = true;
    refusing = new TinyRegistry();
    refusing.twists.add(
        exchange -> {
          boolean write = exchange.getRequestMethod().equals("POST");
          if (write) {
            TinyRegistry.error(exchange, 403, "DENIED");
          }
          return write;
        });
    registries.put("mooring", registry);
    registries.put("mooring-verify", refusing);
    new Rendering(OPTIONS, Surroundings.usual()).objects().forEach(cluster::apply);
    cluster.with(
        """
        apiVersion: v1
        kind: Service
        metadata: {name: kube-registry, namespace: kube-registry}
        spec: {clusterIP: 10.96.0.9}
        """);
    node("node-a", "amd64", "10.98.0.11");
    node("node-b", "arm64", "10.98.0.12");
    pod("kube-registry", "kube-registry", "r", "node-a", "10.244.1.7", "registry");
    pod("mooring-node", "mooring-node-entrance", "a", "node-a", "10.244.1.9", "istio-proxy");
    pod("mooring-node", "mooring-node-entrance", "b", "node-b", "10.244.2.9", "istio-proxy");
    pod("mooring-entrance", "mooring-entrance", "l", "node-b", "10.244.2.8", "istio-proxy");
    tunnels.answering(new PodPort("kube-registry", "r", 5000), "");
    tunnels.answering(new PodPort("mooring-entrance", "l", 9443), "");
    tunnels.answering(new PodPort("mooring-node", "a", 5001), "HTTP/1.1 403 Forbidden\r\n\r\n");
    tunnels.answering(new PodPort("mooring-node", "b", 5001), "HTTP/1.1 403 Forbidden\r\n\r\n");
    cluster.born = this::run;
    before = cluster.names();
  }

  @AfterEach
  void stop() {
    registry.close();
    refusing.close();
  }

  private void node(String name, String architecture, String address) {
    cluster.with(
        """
        apiVersion: v1
        kind: Node
        metadata: {name: %s}
        status:
          nodeInfo: {architecture: "%s"}
          addresses: [{type: InternalIP, address: %s}]
          conditions: [{type: Ready, status: "True"}]
        """
            .formatted(name, architecture, address));
  }

  private void pod(
      String namespace, String app, String name, String node, String address, String container) {
    cluster.with(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: %s, namespace: %s, labels: {app: %s}}
        spec: {nodeName: %s, containers: [{name: %s, image: "example/%s:1"}]}
        status: {podIP: %s, conditions: [{type: Ready, status: "True"}]}
        """
            .formatted(name, namespace, app, node, container, container, address));
  }

  /// A kubelet: pulls what is to be pulled, and lets outsiders ask.
  private KubeObject run(KubeObject object) {
    if (!object.kind().equals("Pod")) {
      return object;
    }
    Document container = object.at("spec", "containers").items().getFirst();
    String message = "";
    for (Document each : container.at("env").items()) {
      if (each.at("name").textOrEmpty().equals("ORDERS")) {
        message =
            each.at("value")
                .textOrEmpty()
                .lines()
                .map(line -> line.split(" "))
                .map(order -> order[0] + " " + answer(order[3]))
                .collect(Collectors.joining("\n"));
      }
    }
    Document ended = Document.of(Map.of("exitCode", 0, "message", message));
    return new KubeObject(
        object
            .document()
            .with(
                List.of(Map.of("name", "x", "state", Map.of("terminated", ended))),
                "status",
                "containerStatuses"));
  }

  private String answer(String url) {
    return network.entrySet().stream()
        .filter(each -> url.startsWith(each.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("HTTP/1.1 403 Forbidden");
  }

  private RegistryForward forward(RegistryPlace to) {
    String account = ((RegistryLocation) to).account().name();
    TinyRegistry there = registries.get(account);
    if (there == null) {
      throw new Problem(
              Code.CERTIFICATE_REFUSED,
              "Can't connect",
              "istiod gives no certificate",
              dev.mooring.problem.Remedy.none())
          .raise();
    }
    URI address = URI.create("http://127.0.0.1:" + there.uri().getPort());
    return new RegistryForward(cluster, tunnels, NOBODY, new RegistryAddress(address, ""));
  }

  private static final Identities NOBODY =
      new Identities() {
        @Override
        public Identity get(ServiceAccount account) {
          throw new AssertionError();
        }

        @Override
        public Identity renew(ServiceAccount account, Identity stale) {
          throw new AssertionError();
        }

        @Override
        public void close() {}
      };

  private Verification verify() throws InterruptedException {
    Progress progress =
        new Progress() {
          @Override
          public void advance(String step, long done, long total, Unit unit) {}

          @Override
          public void step(String words) {
            steps.add(words);
          }
        };
    return new ClusterStack(cluster, tunnels, this::forward).verify(OPTIONS, progress);
  }

  private Verification.Row row(Verification of, String attempt) {
    return of.rows().stream()
        .filter(each -> each.attempt().equals(attempt))
        .findFirst()
        .orElseThrow(() -> new AssertionError(of.rows().toString()));
  }

  private void letIn(String attempt) throws InterruptedException {
    Verification found = verify();
    assertEquals(Level.BLOCKER, row(found, attempt).finding().level());
    assertFalse(found.passed());
  }

  @Test
  void aStackThatRefusesEveryOutsiderPasses() throws InterruptedException {
    Verification found = verify();
    assertEquals(
        List.of("node-a true ", "node-b true "),
        found.pulls().stream()
            .map(each -> each.node() + " " + each.worked() + " " + each.why())
            .toList());
    assertEquals(
        List.of(), found.rows().stream().filter(r -> r.finding().level() != Level.OK).toList());
    assertTrue(found.passed());
    List<String> tried = new ArrayList<>();
    for (Verification.Row each : found.rows()) {
      tried.add(each.attempt());
    }
    assertEquals(
        List.of(
            "Push as an identity that isn't a writer",
            "Objects of others",
            "Pull without TLS from the registry's pod",
            "Pull without TLS from the registry's Service",
            "Push from the node's loopback address (node-a)",
            "Push from the node's loopback address (node-b)",
            "Push to the node entrance's pod address (node-a)",
            "Push to the node entrance's pod address (node-b)",
            "Pull from the node entrance's pod address (node-a)",
            "Pull from the node entrance's pod address (node-b)",
            "Pull from the node entrance's internal port (node-a)",
            "Pull from the node entrance's internal port (node-b)",
            "Pull from the node's own address (node-a)",
            "Pull from the node's own address (node-b)",
            "Pull without TLS through a port-forward to the registry",
            "Pull over TLS without a client certificate",
            "Pull over TLS without a client certificate through the entrance for laptops",
            "Push through a port-forward to the node entrance (node-a)",
            "Push through a port-forward to the node entrance (node-b)"),
        tried);
  }

  @Test
  void whatTheVerificationMadeIsGoneAfterIt() throws InterruptedException {
    verify();
    assertEquals(before, cluster.names());
    assertEquals(0, registry.manifestCount("mooring-verify"));
  }

  @Test
  void everyNodeIsGivenTheFreshImageOfItsArchitecture() throws InterruptedException {
    List<String> pulled = new CopyOnWriteArrayList<>();
    List<Long> manifests = new CopyOnWriteArrayList<>();
    cluster.born =
        object -> {
          Document container =
              object.kind().equals("Pod")
                  ? object.at("spec", "containers").items().getFirst()
                  : Document.nothing();
          if (container.at("name").textOrEmpty().equals("pull")) {
            pulled.add(container.at("image").textOrEmpty());
            manifests.add(registry.manifestCount("mooring-verify"));
          }
          return run(object);
        };
    verify();
    assertEquals(2, pulled.size());
    assertEquals(1, pulled.stream().distinct().count());
    assertTrue(
        pulled.getFirst().matches("localhost:5000/mooring-verify:[0-9a-f]{16}"), pulled.getFirst());
    // An index, and one manifest for each of two architectures.
    assertEquals(List.of(3L, 3L), manifests);
  }

  @Test
  void outsidersAskForTheFreshImageAndForNothingThatIsSomebodys() throws InterruptedException {
    verify();
    String tag =
        registry.requests.stream()
            .filter(each -> each.matches("PUT /v2/mooring-verify/manifests/[0-9a-f]{16}"))
            .map(each -> each.substring(each.lastIndexOf('/') + 1))
            .findFirst()
            .orElseThrow();
    String asked = tunnels.sent(new PodPort("kube-registry", "r", 5000)).toString();
    assertTrue(asked.contains("GET /v2/mooring-verify/manifests/" + tag + " HTTP/1.1"), asked);
    String written = tunnels.sent(new PodPort("mooring-node", "b", 5001)).toString();
    assertTrue(
        written.contains(
            "POST /v2/mooring-verify/blobs/uploads/ HTTP/1.1\r\nHost: localhost:5000\r\n"),
        written);
  }

  @Test
  void aStrangerWhoMayPushFailsTheVerification() throws InterruptedException {
    refusing.twists.clear();
    letIn("Push as an identity that isn't a writer");
  }

  @Test
  void aStrangerWhoCannotTryProvesNothing() throws InterruptedException {
    registries.remove("mooring-verify");
    Verification found = verify();
    assertEquals(
        "not tested: Can't connect: istiod gives no certificate",
        row(found, "Push as an identity that isn't a writer").finding().sentence());
    assertFalse(found.passed());
    assertEquals(before, cluster.names());
  }

  @Test
  void aRegistryThatAnswersWithoutTlsThroughAPortForwardFails() throws InterruptedException {
    tunnels.answering(new PodPort("kube-registry", "r", 5000), "HTTP/1.1 200 OK\r\n\r\n");
    letIn("Pull without TLS through a port-forward to the registry");
  }

  @Test
  void anEntranceThatTakesAWriteThroughAPortForwardFails() throws InterruptedException {
    tunnels.answering(new PodPort("mooring-node", "b", 5001), "HTTP/1.1 202 Accepted\r\n\r\n");
    letIn("Push through a port-forward to the node entrance (node-b)");
  }

  @Test
  void aRegistrysServiceThatAnswersAnOutsiderFails() throws InterruptedException {
    network.put("http://10.96.0.9:5000/", "HTTP/1.1 200 OK");
    letIn("Pull without TLS from the registry's Service");
  }

  @Test
  void aWriteOnANodesLoopbackFails() throws InterruptedException {
    network.put("http://127.0.0.1:5000/", "HTTP/1.1 202 Accepted");
    letIn("Push from the node's loopback address (node-b)");
  }

  @Test
  void aNodeThatOffersThePortToAllFails() throws InterruptedException {
    network.put("http://10.98.0.12:5000/", "HTTP/1.1 200 OK");
    letIn("Pull from the node's own address (node-b)");
  }

  @Test
  void aReadThatTheNetworkLeavesOpenIsAWarningWithTheNodesAddresses() throws InterruptedException {
    network.put("http://10.244.1.9:5001/v2/mooring-verify/manifests/", "HTTP/1.1 200 OK");
    Verification found = verify();
    Verification.Row open = row(found, "Pull from the node entrance's pod address (node-a)");
    assertEquals(Level.WARNING, open.finding().level());
    assertTrue(open.finding().whatToDo().contains("--node-sources 10.244.1.1/32"));
    assertEquals(List.of(open), found.warnings());
    assertTrue(found.passed());
  }

  @Test
  void aServiceWithoutAnAddressIsNotTried() throws InterruptedException {
    cluster.with(
        """
        apiVersion: v1
        kind: Service
        metadata: {name: kube-registry, namespace: kube-registry}
        spec: {clusterIP: None}
        """);
    assertTrue(verify().rows().stream().noneMatch(each -> each.attempt().contains("Service")));
  }

  @Test
  void withoutAnEntranceOnANodeNothingIsAskedThereAndItIsSaid() throws InterruptedException {
    cluster.delete(Kind.POD, "mooring-node", "b", Duration.ZERO);
    Verification found = verify();
    assertEquals(
        "not tested: no entrance is running on node-b",
        row(found, "Push from the node's loopback address (node-b)").finding().sentence());
    assertTrue(
        found.rows().stream()
            .noneMatch(
                each -> each.attempt().equals("Push to the node entrance's pod address (node-b)")));
    assertTrue(found.passed());
  }

  @Test
  void podsThatAreNotReadyOrAreLeavingAreNotAsked() throws InterruptedException {
    cluster.with(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: l, namespace: mooring-entrance, labels: {app: mooring-entrance}}
        status: {conditions: [{type: Ready, status: "False"}]}
        ---
        apiVersion: v1
        kind: Pod
        metadata:
          {name: r, namespace: kube-registry, labels: {app: kube-registry}, deletionTimestamp: now}
        status: {podIP: 10.244.1.7, conditions: [{type: Ready, status: "True"}]}
        """);
    Verification found = verify();
    assertEquals(
        "not tested: no pod is ready",
        row(found, "Pull over TLS without a client certificate through the entrance for laptops")
            .finding()
            .sentence());
    Verification.Row plain = row(found, "Pull without TLS through a port-forward to the registry");
    assertEquals("not tested: no pod is ready", plain.finding().sentence());
    // Nothing but a ready pod is needed for this one.
    assertEquals(Level.BLOCKER, plain.finding().level());
  }

  @Test
  void aPortThatCannotBeReachedSaysWhy() throws InterruptedException {
    pod("mooring-node", "mooring-node-entrance", "c", "node-b", "10.244.2.7", "istio-proxy");
    assertEquals(
        "not tested: Can't reach mooring-node/c:5001: nothing listens there",
        verify().rows().stream()
            .filter(each -> each.attempt().startsWith("Push through a port-forward"))
            .map(each -> each.finding().sentence())
            .filter(each -> each.startsWith("not tested"))
            .findFirst()
            .orElse("all were tried"));
  }

  @Test
  void aNodeThatDoesNotPullFailsTheVerification() throws InterruptedException {
    cluster.with(
        """
        apiVersion: v1
        kind: Node
        metadata: {name: node-b}
        status:
          nodeInfo: {architecture: arm64}
          conditions: [{type: Ready, status: "False", message: gone}]
        """);
    Verification found = verify();
    assertFalse(found.passed());
    assertEquals("the node isn't ready: gone", found.pulls().getLast().why());
    assertTrue(steps.contains("node node-b didn't pull it: the node isn't ready: gone"));
  }

  @Test
  void objectsOfOthersThatReachForTheStackAreARow() throws InterruptedException {
    cluster.with(
        """
        {apiVersion: networking.istio.io/v1, kind: Gateway, metadata: {name: b, namespace: evil},
         spec: {selector: {app: mooring-node-entrance}}}
        """);
    Verification found = verify();
    assertEquals(Level.WARNING, row(found, "Objects of others").finding().level());
    assertTrue(row(found, "Objects of others").finding().sentence().contains("Gateway evil/b"));
  }

  @Test
  void aPolicyThatNeedsAMomentIsWaitedFor() throws InterruptedException {
    AtomicInteger asked = new AtomicInteger();
    registry.twists.add(
        exchange -> {
          boolean early =
              exchange.getRequestMethod().equals("POST") && asked.incrementAndGet() == 1;
          if (early) {
            TinyRegistry.error(exchange, 403, "DENIED");
          }
          return early;
        });
    assertTrue(verify().passed());
  }

  @Test
  void aRegistryThatTakesNoWritesEndsTheVerificationAndNothingIsLeft() {
    registry.twists.add(
        exchange -> {
          boolean put = exchange.getRequestMethod().equals("PUT");
          if (put) {
            TinyRegistry.error(exchange, 500, "UNKNOWN");
          }
          return put;
        });
    Problem problem = assertThrows(MooringException.class, this::verify).problem();
    assertEquals(Code.REGISTRY_FAILED, problem.code());
    assertEquals(before, cluster.names());
  }

  @Test
  void anImageThatStaysInTheRegistryIsSaidAndFailsNothing() throws InterruptedException {
    registry.twists.add(
        exchange -> {
          boolean delete = exchange.getRequestMethod().equals("DELETE");
          if (delete) {
            TinyRegistry.error(exchange, 405, "UNSUPPORTED");
          }
          return delete;
        });
    assertTrue(verify().passed());
    assertTrue(
        steps
            .getLast()
            .startsWith("couldn't remove the test image from the registry: it returned 405"),
        steps::toString);
  }

  @Test
  void whatAnEarlierVerificationLeftIsRemoved() throws InterruptedException {
    cluster.with(
        """
        apiVersion: v1
        kind: Pod
        metadata:
          {name: mooring-verify-old-0, namespace: mooring-node, labels: {mooring.dev/verify: old}}
        """);
    verify();
    assertEquals(before, cluster.names());
  }

  @Test
  void nodesThatDoNotSayTheirArchitectureCannotBeAsked() {
    for (String each : List.of("node-a", "node-b")) {
      node(each, "", "10.98.0.11");
    }
    assertEquals(
        Code.NODES_MISSING, assertThrows(MooringException.class, this::verify).problem().code());
    assertEquals(List.of(), registry.requests);
  }

  @Test
  void whereNothingIsInstalledThereIsNothingToVerify() {
    cluster.delete(Kind.DEPLOYMENT, "kube-registry", "kube-registry", Duration.ZERO);
    Problem problem = assertThrows(MooringException.class, this::verify).problem();
    assertEquals(Code.REGISTRY_MISSING, problem.code());
    assertTrue(problem.whatToDo().contains("mooring install"), problem::whatToDo);
  }
}
