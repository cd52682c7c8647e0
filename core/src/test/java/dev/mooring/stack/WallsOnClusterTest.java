package dev.mooring.stack;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.NeedsIstio;
import dev.mooring.cluster.AccessRequest;
import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Conflict;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.identity.Identity;
import dev.mooring.identity.ServiceAccount;
import dev.mooring.identity.istiod.IstiodIdentities;
import dev.mooring.job.Concurrently;
import dev.mooring.job.Progress;
import dev.mooring.mesh.EntranceRoute;
import dev.mooring.mesh.MutualTls;
import dev.mooring.mesh.RegistryForward;
import dev.mooring.problem.Finding;
import dev.mooring.registry.MediaTypes;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.options.Writer;
import dev.mooring.stack.options.WriterRights;
import dev.mooring.stack.render.LaptopEntrance;
import dev.mooring.stack.render.NodeEntrance;
import dev.mooring.stack.render.Ownership;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.Dialer;
import dev.mooring.tunnel.PodPort;
import dev.mooring.tunnel.cluster.ApiTunnels;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// A stack of Mooring 0.1 is bent by an attacker and brought up to date; the new one is not bent.
@NeedsIstio
@Tag("cluster")
@Tag("apart")
@UsualRegistry
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class WallsOnClusterTest {
  private static final StackOptions OPTIONS = StackOptions.defaults();
  private static final String EVIL = "t-walls-evil";
  private static final String TAG = "walls";
  private static final String USER = "ana@example.test";
  private static final ProbeImage IMAGE = new ProbeImage(TAG, new TreeSet<>(List.of("amd64")));

  private final Cluster cluster = new FabricKubeconfig().connect(null);
  private final ApiTunnels tunnels = new ApiTunnels(cluster.endpoint());
  private final IstiodIdentities identities = new IstiodIdentities(cluster, tunnels);
  private final Stack stack =
      new ClusterStack(
          cluster,
          tunnels,
          location -> new RegistryForward(cluster, tunnels, identities, location));

  @BeforeAll
  void installAsBefore() throws Exception {
    leave();
    try (InputStream old =
        Objects.requireNonNull(WallsOnClusterTest.class.getResourceAsStream("stack-0.1.yaml"))) {
      String text = new String(old.readAllBytes(), StandardCharsets.UTF_8);
      List<Document> objects = Documents.yaml(text, "stack-0.1.yaml");
      for (boolean namespaces : new boolean[] {true, false}) {
        for (Document each : objects) {
          if (each.at("kind").textOrEmpty().equals("Namespace") == namespaces) {
            cluster.apply(new KubeObject(each));
          }
        }
      }
    }
    apply("{apiVersion: v1, kind: Namespace, metadata: {name: " + EVIL + "}}");
    ready("kube-registry", "kube-registry");
    ready("mooring-node", "node-gateway");
    ProbeSession.use(cluster, tunnels, identities, OPTIONS, push -> push.push(IMAGE, TAG));
  }

  @AfterAll
  void end() throws InterruptedException {
    leave();
    identities.close();
    tunnels.close();
    cluster.close();
  }

  private void leave() throws InterruptedException {
    cluster.delete(Kind.NAMESPACE, null, EVIL, Duration.ofMinutes(1));
    stack.uninstall(OPTIONS, Stack.DataFate.DELETE, Progress.none());
  }

  private void apply(String yaml) throws InterruptedException {
    for (Document each : Documents.yaml(yaml, "test")) {
      cluster.apply(new KubeObject(each));
    }
  }

  private void ready(String namespace, String app) {
    await()
        .atMost(Duration.ofMinutes(2))
        .until(
            () -> {
              List<KubeObject> pods = cluster.list(Kind.POD, namespace, "app=" + app);
              return !pods.isEmpty() && pods.stream().allMatch(KubeObject::ready);
            });
  }

  /// The answer's first line and the digest that it names, as a kubelet would see it.
  private String seen(String app, int port) throws InterruptedException {
    return ask(app, port, "HEAD", manifest(), "localhost:5000", "");
  }

  private static String manifest() {
    return "/v2/" + ProbePush.REPOSITORY + "/manifests/" + TAG;
  }

  private String ask(String app, int port, String method, String path, String host, String more)
      throws InterruptedException {
    PodPort entrance =
        new PodPort(OPTIONS.nodeNamespace(), pod(OPTIONS.nodeNamespace(), app), port);
    try (ByteStream stream = tunnels.open(entrance)) {
      return exchange(stream.input(), stream.output(), method, path, host, more);
    } catch (IOException e) {
      return "cut";
    }
  }

  private String pod(String namespace, String app) throws InterruptedException {
    return cluster.list(Kind.POD, namespace, "app=" + app).stream()
        .filter(each -> !each.deleting() && each.ready())
        .map(KubeObject::name)
        .findFirst()
        .orElseThrow();
  }

  private static String exchange(
      InputStream in, OutputStream out, String method, String path, String host, String more)
      throws IOException {
    String request =
        "%s %s HTTP/1.1\r\nHost: %s\r\nAccept: %s\r\nContent-Length: 0\r\nConnection: close\r\n%s\r\n"
            .formatted(method, path, host, MediaTypes.OCI_INDEX, more);
    out.write(request.getBytes(StandardCharsets.US_ASCII));
    out.flush();
    String answer = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    String digest =
        answer
            .lines()
            .filter(each -> each.toLowerCase(java.util.Locale.ROOT).startsWith("docker-content"))
            .map(each -> each.substring(each.indexOf(':') + 1).strip())
            .findFirst()
            .orElse("");
    return answer.lines().findFirst().orElse("cut").replace("HTTP/1.1 ", "") + " " + digest;
  }

  private static String right() {
    return "200 OK " + IMAGE.index().digest();
  }

  private static final String ROUTE =
      """
      apiVersion: networking.istio.io/v1
      kind: VirtualService
      metadata: {name: route, namespace: t-walls-evil}
      spec:
        hosts:
        - "*"
        - kube-registry.kube-registry.svc.cluster.local
        exportTo: [mooring-node, mooring-entrance, kube-registry]
        gateways: [mesh, mooring-node/node-gateway, t-walls-evil/door]
        http:
        - match: [{uri: {prefix: /v2/mooring-verify/}}]
          directResponse: {status: 418, body: {string: bent}}
      """;

  /// A tls route of the mesh may name no host that is not in its list, so it is one of its own.
  private static final String TLS_ROUTE =
      """
      apiVersion: networking.istio.io/v1
      kind: VirtualService
      metadata: {name: tls, namespace: t-walls-evil}
      spec:
        hosts: [kube-registry.registry.mooring.internal]
        exportTo: [mooring-entrance]
        gateways: [mesh]
        tls:
        - match: [{port: 9443, sniHosts: [kube-registry.registry.mooring.internal]}]
          route: [{destination: {host: nowhere.t-walls-evil.svc.cluster.local, port: {number: 1}}}]
      """;

  private static final String DOOR =
      """
      apiVersion: networking.istio.io/v1
      kind: Gateway
      metadata: {name: door, namespace: t-walls-evil}
      spec:
        selector: {app: mooring-node-entrance}
        servers:
        - {port: {number: 5001, name: http, protocol: HTTP}, hosts: ["*"]}
        - {port: {number: 5000, name: http-inner, protocol: HTTP}, hosts: ["*"], bind: 127.0.0.1}
      ---
      apiVersion: networking.istio.io/v1
      kind: Gateway
      metadata: {name: door-laptops, namespace: t-walls-evil}
      spec:
        selector: {app: mooring-entrance}
        servers:
        - {port: {number: 9443, name: tls, protocol: TLS}, tls: {mode: PASSTHROUGH}, hosts: ["*"]}
      """;

  private static final String RULE =
      """
      apiVersion: networking.istio.io/v1
      kind: DestinationRule
      metadata: {name: rule, namespace: t-walls-evil}
      spec:
        host: kube-registry.kube-registry.svc.cluster.local
        exportTo: ["*"]
        trafficPolicy: {tls: {mode: DISABLE}}
      ---
      apiVersion: networking.istio.io/v1
      kind: DestinationRule
      metadata: {name: rule-laptops, namespace: t-walls-evil}
      spec:
        host: kube-registry.registry.mooring.internal
        exportTo: ["*"]
        trafficPolicy: {tls: {mode: SIMPLE}}
      """;

  private static final String ENTRY =
      """
      apiVersion: networking.istio.io/v1
      kind: ServiceEntry
      metadata: {name: entry, namespace: t-walls-evil}
      spec:
        hosts:
        - kube-registry.kube-registry.svc.cluster.local
        - kube-registry.registry.mooring.internal
        - localhost
        exportTo: ["*"]
        resolution: STATIC
        location: MESH_EXTERNAL
        ports:
        - {number: 5000, name: tcp, protocol: TCP}
        - {number: 9443, name: tls, protocol: TLS}
        endpoints: [{address: 192.0.2.1}]
      """;

  private void takeBack() throws InterruptedException {
    for (Kind kind :
        List.of(Kind.GATEWAY, Kind.VIRTUAL_SERVICE, Kind.DESTINATION_RULE, Kind.SERVICE_ENTRY)) {
      for (KubeObject each : cluster.list(kind, EVIL, "")) {
        cluster.delete(kind, EVIL, each.name(), Duration.ofSeconds(30));
      }
    }
  }

  @Test
  @Order(1)
  void theOldStackIsBentByAVirtualService() throws InterruptedException {
    assertEquals(right(), seen("node-gateway", 5000));
    apply(ROUTE);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> seen("node-gateway", 5000).startsWith("418"));
    takeBack();
    await().atMost(Duration.ofSeconds(30)).until(() -> seen("node-gateway", 5000).equals(right()));
  }

  @Test
  @Order(2)
  void aSecondInstallMovesItToTheNewEntrancesAndLosesNoImage() throws InterruptedException {
    Plan plan = stack.plan(OPTIONS);
    assertTrue(plan.count(Plan.Action.REMOVE) >= 8, plan::words);
    stack.install(OPTIONS, Progress.none());
    assertEquals(right(), seen(NodeEntrance.APP, NodeEntrance.PORT));
    for (Kind kind : List.of(Kind.GATEWAY, Kind.VIRTUAL_SERVICE)) {
      assertEquals(List.of(), cluster.list(kind, null, Ownership.selector(OPTIONS)));
    }
    assertTrue(cluster.get(Kind.DAEMON_SET, "mooring-node", "node-gateway").isEmpty());
    assertTrue(cluster.get(Kind.ROLE, "kube-registry", "mooring-connect").isEmpty());
    ProbeSession.use(cluster, tunnels, identities, OPTIONS, push -> assertTrue(push.has(TAG)));
  }

  @Test
  @Order(3)
  void aPlanForWhatStandsIsMadeWithinTwoSecondsAndWritesNothing() throws InterruptedException {
    stack.plan(OPTIONS);
    QuickPlan quick = QuickPlan.of(stack, OPTIONS);
    assertEquals(List.of(), quick.plan().writes(), quick.plan()::words);
    assertTrue(quick.took().toMillis() < 2000, quick.took()::toString);
  }

  @Test
  @Order(4)
  void noObjectOfAnotherNamespaceBendsWhatNodesPullOrALaptopPushes() throws InterruptedException {
    List<String> alone = List.of(ROUTE, TLS_ROUTE, DOOR, RULE, ENTRY);
    for (String each : alone) {
      attack(List.of(each));
      takeBack();
    }
    attack(alone);
    Verification verification = stack.verify(OPTIONS, Progress.none());
    assertTrue(verification.passed(), verification::toString);
    String named = verification.warnings().toString();
    for (String each : List.of("Gateway", "VirtualService", "DestinationRule", "ServiceEntry")) {
      assertTrue(named.contains(each + " " + EVIL + "/"), named);
    }
    assertEquals(1, stack.plan(OPTIONS).findings().size());
    takeBack();
  }

  private void attack(List<String> objects) throws InterruptedException {
    for (String each : objects) {
      apply(each);
    }
    await()
        .during(Duration.ofSeconds(4))
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(300))
        .untilAsserted(() -> assertEquals(right(), seen(NodeEntrance.APP, NodeEntrance.PORT)));
    ProbeSession.use(
        cluster,
        tunnels,
        identities,
        OPTIONS,
        push -> {
          push.push(IMAGE, TAG);
          assertTrue(push.has(TAG));
        });
    assertEquals(right(), seen(NodeEntrance.APP, NodeEntrance.PORT));
  }

  @Test
  @Order(5)
  void aNodesEntranceReadsForKubeletsOnly() throws InterruptedException {
    String app = NodeEntrance.APP;
    int port = NodeEntrance.PORT;
    String path = manifest();
    assertEquals(right(), ask(app, port, "HEAD", path, "127.0.0.1:5000", ""));
    for (String header :
        List.of("Origin: http://evil.example", "Origin:", "Sec-Fetch-Site: same-origin")) {
      assertEquals(
          "403 Forbidden ", ask(app, port, "HEAD", path, "localhost:5000", header + "\r\n"));
    }
    assertEquals("403 Forbidden ", ask(app, port, "HEAD", path, "evil.example:5000", ""));
    assertEquals(
        "403 Forbidden ", ask(app, port, "POST", "/v2/a/blobs/uploads/", "localhost:5000", ""));
  }

  @Test
  @Order(6)
  void aWritersPrefixOpensNothingElse() throws Exception {
    ServiceAccount ana = new ServiceAccount(EVIL, "ana");
    Writer writer = new Writer("ana", EVIL, "ana", List.of("ana/*", "shared/app"));
    WriterRights rights = stack.addWriter(OPTIONS, writer, USER);
    for (WriterRights.Right each : rights.objects()) {
      cluster.apply(new KubeObject(each.object()));
    }
    try (RegistryForward forward =
        new RegistryForward(cluster, tunnels, identities, OPTIONS.location(ana))) {
      int port = forward.connect(0).listening().getFirst().getPort();
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> upload(port, "/v2/ana/x/blobs/uploads/").startsWith("202"));
      assertTrue(upload(port, "/v2/shared/app/blobs/uploads/").startsWith("202"));
      for (String path :
          List.of(
              "/v2/bob/blobs/uploads/",
              "/v2/ana/blobs/uploads/",
              "/v2/ana/%2e%2e%2fbob/blobs/uploads/",
              "/v2/ana/%2E%2E%2Fbob/blobs/uploads/",
              "/v2/ana/..%2fbob/blobs/uploads/",
              "/v2/ana/../bob/blobs/uploads/",
              "/v2/shared/app/more/blobs/uploads/",
              "/v2/shared/app/blobs/more/blobs/uploads/",
              "/v2/shared/blobs/uploads/")) {
        // A path that hides a slash is no path at all; any other is judged.
        String refused = path.contains("%2") ? "400" : "403";
        assertTrue(upload(port, path).startsWith(refused), () -> path);
      }
    }
  }

  private static String upload(int port, String path) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return exchange(
          socket.getInputStream(), socket.getOutputStream(), "POST", path, "localhost:" + port, "");
    }
  }

  @Test
  @Order(7)
  void aWriterPushesByTheEntranceAndMayForwardNowhereElse(@TempDir Path folder) throws Exception {
    try (Cluster hers = new FabricKubeconfig(List.of(kubeconfig(folder))).connect(null);
        ApiTunnels ways = new ApiTunnels(hers.endpoint());
        IstiodIdentities certificates =
            new IstiodIdentities(hers, ways, List.of(new EntranceRoute(hers, ways)));
        RegistryForward forward =
            new RegistryForward(
                hers, ways, certificates, OPTIONS.location(new ServiceAccount(EVIL, "ana")))) {
      for (String namespace : List.of("istio-system", "kube-registry", "mooring-node")) {
        assertFalse(
            hers.allowed(AccessRequest.to("create", Kind.POD, "portforward", namespace)),
            namespace);
        assertFalse(hers.allowed(AccessRequest.to("list", Kind.POD, namespace)), namespace);
      }
      assertTrue(
          hers.allowed(AccessRequest.to("create", Kind.POD, "portforward", "mooring-entrance")));
      assertEquals(OPTIONS, new Recorded(hers).inForce(OPTIONS.withNodePort(1)));
      assertEquals(
          List.of("yes", "yes"),
          new JobRights(hers, OPTIONS, new ServiceAccount(EVIL, "ana"))
              .findings().stream()
                  .filter(each -> Set.of("rights.connect", "rights.push").contains(each.id()))
                  .map(Finding::sentence)
                  .toList());
      int port = forward.connect(0).listening().getFirst().getPort();
      assertTrue(upload(port, "/v2/ana/x/blobs/uploads/").startsWith("202"));
      assertTrue(upload(port, "/v2/bob/x/blobs/uploads/").startsWith("403"));
    }
  }

  /// The kubeconfig of these tests, acting as somebody without any rights.
  private static Path kubeconfig(Path folder) throws IOException {
    Document whole =
        Documents.yaml(Files.readString(Path.of(System.getenv("KUBECONFIG"))), "KUBECONFIG")
            .getFirst();
    List<Object> users = new ArrayList<>();
    for (Document each : whole.at("users").items()) {
      users.add(each.with(USER, "user", "as").map());
    }
    Path file = folder.resolve("kubeconfig");
    Files.writeString(file, Documents.yaml(whole.with(users, "users")));
    return file;
  }

  @Test
  @Order(8)
  void fieldsOfOthersAreNamedAndTaken() throws Exception {
    assertEquals(
        0,
        kubectl(
            "-n",
            "kube-public",
            "patch",
            "configmap/local-registry-hosting",
            "--field-manager=somebody",
            "-p",
            "{\"data\":{\"localRegistryHosting.v1\":\"host: evil.example:5000\"}}"));
    Plan.Step step =
        stack.plan(OPTIONS).writes().stream()
            .filter(each -> each.object().contains("local-registry-hosting"))
            .findFirst()
            .orElseThrow();
    assertEquals(1, step.fields().size(), step.fields()::toString);
    assertEquals(
        List.of("somebody"), step.taken().stream().map(Conflict::manager).toList(), step::words);
    stack.install(OPTIONS, Progress.none());
    assertEquals(List.of(), stack.plan(OPTIONS).writes());
  }

  @Test
  @Order(10)
  void aRuleThatWouldLockOutAWriterIsSeenInRehearsalAndNothingIsRefused() throws Exception {
    new RehearsalScenario(cluster, tunnels, identities, OPTIONS).play(EVIL);
  }

  @Test
  @Order(9)
  void theRegistryRefusesByItselfWhatAWebPageSendsWithAWritersCertificate() throws Exception {
    judged(registry());
    judged(entrance());
  }

  private static void judged(Dialer way) throws Exception {
    String upload = "/v2/" + ProbePush.REPOSITORY + "/blobs/uploads/";
    assertEquals(right(), asWriter(way, "HEAD", manifest(), "localhost:5000", ""));
    String begun = asWriter(way, "POST", upload, "localhost:5000", "");
    assertTrue(begun.startsWith("202"), begun);
    List<Callable<String>> attempts = new ArrayList<>();
    for (String header :
        List.of(
            "Origin: http://evil.example",
            "Origin: http://localhost:5000",
            "Origin: null",
            "Origin:",
            "origin: http://evil.example",
            "Sec-Fetch-Site: cross-site",
            "Sec-Fetch-Site: none")) {
      String line = header + "\r\n";
      attempts.add(() -> header + asWriter(way, "HEAD", manifest(), "localhost:5000", line));
      attempts.add(() -> header + asWriter(way, "POST", upload, "localhost:5000", line));
    }
    for (String host : List.of("evil.example:5000", "localhost.evil.example", "192.0.2.1:5000")) {
      attempts.add(() -> host + asWriter(way, "HEAD", manifest(), host, ""));
      attempts.add(() -> host + asWriter(way, "POST", upload, host, ""));
    }
    for (String answer : Concurrently.all(attempts)) {
      assertTrue(answer.endsWith("403 Forbidden "), answer);
    }
  }

  private Dialer registry() throws InterruptedException {
    return tls(new PodPort("kube-registry", pod("kube-registry", "kube-registry"), 5000), null);
  }

  private Dialer entrance() throws InterruptedException {
    String pod = pod(OPTIONS.entranceNamespace(), LaptopEntrance.NAME);
    return tls(
        new PodPort(OPTIONS.entranceNamespace(), pod, LaptopEntrance.PORT),
        LaptopEntrance.registryHost(OPTIONS));
  }

  /// The writer's mutual TLS and nothing in front of it that would judge a request.
  private Dialer tls(PodPort port, @Nullable String serverName) throws InterruptedException {
    Identity writer = identities.get(OPTIONS.firstWriter());
    URI server =
        URI.create("spiffe://" + writer.trustDomain() + "/ns/kube-registry/sa/kube-registry");
    return new MutualTls(() -> tunnels.open(port), () -> writer, server, serverName);
  }

  private static String asWriter(Dialer way, String method, String path, String host, String more)
      throws Exception {
    try (ByteStream stream = way.dial()) {
      return exchange(stream.input(), stream.output(), method, path, host, more);
    }
  }

  private static int kubectl(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("kubectl"));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }
}
