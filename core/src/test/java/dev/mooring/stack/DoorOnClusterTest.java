package dev.mooring.stack;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.AccessRequest;
import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.identity.Identities;
import dev.mooring.identity.ServiceAccount;
import dev.mooring.identity.istiod.IstiodIdentities;
import dev.mooring.job.Concurrently;
import dev.mooring.job.Progress;
import dev.mooring.mesh.RegistryForward;
import dev.mooring.problem.Finding;
import dev.mooring.problem.MooringException;
import dev.mooring.stack.envoy.Door;
import dev.mooring.stack.options.Protection;
import dev.mooring.stack.options.Rehearsed;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.options.Writer;
import dev.mooring.stack.options.WriterRights;
import dev.mooring.stack.render.DoorCertificate;
import dev.mooring.stack.render.NodeEntrance;
import dev.mooring.stack.render.Ownership;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.PodPort;
import dev.mooring.tunnel.cluster.ApiTunnels;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// A registry behind Mooring's own Envoy, and its attackers; with or without a mesh in the cluster.
@Tag("cluster")
@Tag("apart")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class DoorOnClusterTest {
  private static final StackOptions OPTIONS =
      StackOptions.defaults().named("t-door").withNodePort(5071).withProtection(Protection.TOKENS);
  private static final String TEAM = "t-door-team";
  private static final String USER = "ana@example.test";
  private static final ServiceAccount ANA = new ServiceAccount(TEAM, "ana");
  private static final String UPLOAD = "/v2/ana/x/blobs/uploads/";

  private final Cluster cluster = new FabricKubeconfig().connect(null);
  private final ApiTunnels tunnels = new ApiTunnels(cluster);
  private final IstiodIdentities identities = new IstiodIdentities(cluster, tunnels);
  private final Stack stack = stack(cluster, tunnels, identities);
  private final Map<String, String> tokens = new ConcurrentHashMap<>();

  private static Stack stack(Cluster cluster, ApiTunnels tunnels, Identities identities) {
    return new ClusterStack(
        cluster, tunnels, each -> new RegistryForward(cluster, tunnels, identities, each));
  }

  @BeforeAll
  void install() throws InterruptedException {
    leave();
    stack.install(OPTIONS, Progress.none());
    for (String each :
        List.of(
            "{apiVersion: v1, kind: Namespace, metadata: {name: " + TEAM + "}}",
            "{apiVersion: v1, kind: ServiceAccount, metadata: {name: ana, namespace: "
                + TEAM
                + "}}")) {
      cluster.apply(new KubeObject(Documents.yaml(each, "test").getFirst()));
    }
  }

  @AfterAll
  void end() throws InterruptedException {
    leave();
    identities.close();
    tunnels.close();
    cluster.close();
  }

  private void leave() throws InterruptedException {
    cluster.delete(Kind.NAMESPACE, null, TEAM, Duration.ofMinutes(1));
    stack.uninstall(OPTIONS, Stack.DataFate.DELETE, Progress.none());
  }

  private PodPort pod(String namespace, String app, int port) throws InterruptedException {
    return cluster.list(Kind.POD, namespace, "app=" + app).stream()
        .filter(each -> !each.deleting() && each.ready())
        .map(each -> new PodPort(namespace, each.name(), port))
        .findFirst()
        .orElseThrow();
  }

  private PodPort door() throws InterruptedException {
    return pod(OPTIONS.namespace(), StackOptions.REGISTRY, StackOptions.POD_PORT);
  }

  private PodPort entrance() throws InterruptedException {
    return pod(OPTIONS.nodeNamespace(), NodeEntrance.APP, NodeEntrance.PORT);
  }

  private String token(ServiceAccount of, String audience, Duration life)
      throws InterruptedException {
    String key = of + audience + life;
    String known = tokens.get(key);
    if (known == null) {
      known = cluster.token(of.namespace(), of.name(), audience, life);
      tokens.put(key, known);
    }
    return known;
  }

  private String token(ServiceAccount of) throws InterruptedException {
    return token(of, OPTIONS.audience(), Duration.ofMinutes(10));
  }

  private static String request(String method, String path, String host, String... more) {
    StringBuilder headers = new StringBuilder();
    for (String each : more) {
      headers.append(each).append("\r\n");
    }
    return "%s %s HTTP/1.1\r\nHost: %s\r\nContent-Length: 0\r\nConnection: close\r\n%s\r\n"
        .formatted(method, path, host, headers);
  }

  /// The status that the door answers; without a token where that is empty.
  private String ask(String token, String method, String path, String host, String... more)
      throws InterruptedException {
    List<String> headers = new ArrayList<>(List.of(more));
    if (!token.isEmpty()) {
      headers.add("Authorization: Bearer " + token);
    }
    return status(
        RawHttp.askOverTls(
            tunnels,
            door(),
            new Door(OPTIONS).host(),
            request(method, path, host, headers.toArray(String[]::new))));
  }

  private static String status(String line) {
    return line.startsWith("HTTP/1.1 ") ? line.substring(9, 12) : line;
  }

  private String atNode(String method, String path, String host, String... more)
      throws InterruptedException {
    try (ByteStream stream = tunnels.open(entrance())) {
      stream.output().write(request(method, path, host, more).getBytes(StandardCharsets.US_ASCII));
      stream.output().flush();
      return status(new String(stream.input().readNBytes(12), StandardCharsets.US_ASCII));
    } catch (IOException e) {
      return "cut: " + e.getMessage();
    }
  }

  @Test
  @Order(1)
  void everyNodePullsAndNoOutsiderIsLetIn() throws InterruptedException {
    Verification verification = stack.verify(OPTIONS, Progress.none());
    assertTrue(verification.passed(), verification::toString);
    List<String> ids = verification.rows().stream().map(each -> each.finding().id()).toList();
    for (String each :
        List.of(
            "verify.stranger", "verify.no-token", "verify.other-audience", "verify.node-write")) {
      assertTrue(ids.contains(each), ids::toString);
    }
    assertEquals(Protection.TOKENS, stack.inForce(OPTIONS.named("t-door")).protection());
  }

  @Test
  @Order(2)
  void aPlanForWhatStandsIsMadeWithinTwoSecondsAndWritesNothing() throws InterruptedException {
    stack.plan(OPTIONS);
    QuickPlan quick = QuickPlan.of(stack, OPTIONS);
    assertEquals(List.of(), quick.plan().writes(), quick.plan()::words);
    assertTrue(quick.took().toMillis() < 2000, quick.took()::toString);
  }

  @Test
  @Order(3)
  void onlyATokenOfThisClusterForThisRegistryOpensTheDoor() throws InterruptedException {
    ServiceAccount writer = OPTIONS.firstWriter();
    String good = token(writer);
    assertEquals("200", ask(good, "GET", "/v2/", "localhost:5000"));
    assertEquals("202", ask(good, "POST", UPLOAD, "localhost:5000"));
    assertEquals("401", ask("", "GET", "/v2/", "localhost:5000"));
    assertEquals("401", ask("x.y.z", "GET", "/v2/", "localhost:5000"));
    String forged = good.substring(0, good.length() - 6) + "AAAAAA";
    assertEquals("401", ask(forged, "GET", "/v2/", "localhost:5000"));
    for (String audience : List.of("mooring-registry", "mooring-registry.other", "elsewhere")) {
      String other = token(writer, audience, Duration.ofMinutes(10));
      assertEquals("403", ask(other, "GET", "/v2/", "localhost:5000"), audience);
    }
    // Whoever stole one that is good for a day has stolen nothing.
    String day = token(writer, OPTIONS.audience(), Duration.ofHours(24));
    assertEquals("401", ask(day, "GET", "/v2/", "localhost:5000"));
    assertEquals("401", ask("", "GET", "/v2/?access_token=" + good, "localhost:5000"));
    String stranger = token(ANA);
    assertEquals("200", ask(stranger, "GET", "/v2/", "localhost:5000"));
    assertEquals("403", ask(stranger, "POST", UPLOAD, "localhost:5000"));
    assertEquals("403", ask(stranger, "GET", "/debug/vars", "localhost:5000"));
  }

  @Test
  @Order(4)
  void theDoorRefusesByItselfWhatAWebPageSendsWithAWritersToken() throws InterruptedException {
    String token = token(OPTIONS.firstWriter());
    List<Callable<String>> attempts = new ArrayList<>();
    for (String header :
        List.of(
            "Origin: http://localhost:5000",
            "Origin: null",
            "Origin:",
            "origin: http://evil.example",
            "Sec-Fetch-Site: none",
            "Access-Control-Request-Method: PUT",
            "Access-Control-Request-Private-Network: true")) {
      for (String method : List.of("GET", "POST", "OPTIONS")) {
        attempts.add(() -> header + " " + ask(token, method, UPLOAD, "localhost:5000", header));
      }
    }
    for (String host :
        List.of(
            "evil.example:5000",
            "localhost.evil.example",
            "192.0.2.1:5000",
            "kube-registry.t-door.svc.evil.example")) {
      attempts.add(() -> host + " " + ask(token, "GET", "/v2/", host));
    }
    for (String answer : Concurrently.all(attempts)) {
      assertTrue(answer.endsWith(" 403"), answer);
    }
    for (String host : List.of("127.0.0.1:1", "[::1]:5000", "kube-registry.t-door.svc:5000")) {
      assertEquals("200", ask(token, "GET", "/v2/", host), host);
    }
  }

  @Test
  @Order(5)
  void aWritersPrefixOpensNothingElse() throws InterruptedException {
    Writer writer = new Writer("ana", TEAM, "ana", List.of("ana/*", "shared/app"));
    WriterRights rights = stack.addWriter(OPTIONS, writer, USER);
    for (WriterRights.Right each : rights.objects()) {
      cluster.apply(new KubeObject(each.object()));
    }
    String token = token(ANA);
    // A kubelet that was told brings it in a second or two; by itself it would take a minute.
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> ask(token, "POST", UPLOAD, "localhost:5000").equals("202"));
    assertEquals("202", ask(token, "POST", "/v2/shared/app/blobs/uploads/", "localhost"));
    for (String path :
        List.of(
            "/v2/bob/blobs/uploads/",
            "/v2/ana/blobs/uploads/",
            "/v2/ana/%2e%2e%2fbob/blobs/uploads/",
            "/v2/ana/%2E%2E%2Fbob/blobs/uploads/",
            "/v2/ana/..%5cbob/blobs/uploads/",
            "/v2/ana/..%2fbob/blobs/uploads/",
            "/v2/ana/%2e%2e/bob/blobs/uploads/",
            "/v2/ana/../bob/blobs/uploads/",
            "/v2/shared/app/more/blobs/uploads/",
            "/v2/shared/app/blobs/more/blobs/uploads/",
            "/v2/shared/blobs/uploads/")) {
      boolean hidden = path.toLowerCase(java.util.Locale.ROOT).matches(".*%(2f|5c).*");
      assertEquals(hidden ? "400" : "403", ask(token, "POST", path, "localhost:5000"), path);
    }
    assertEquals(2, stack.writers(OPTIONS).size());
  }

  @Test
  @Order(6)
  void nodesReadAndNeverWriteWhateverTheirAccountIsAllowed() throws InterruptedException {
    ServiceAccount node = new ServiceAccount(OPTIONS.nodeNamespace(), NodeEntrance.NAME);
    new DoorWriters(cluster, OPTIONS)
        .put(new Writer("odd", node.namespace(), node.name(), List.of("*")));
    assertEquals("200", ask(token(node), "GET", "/v2/", "localhost:5000"));
    assertEquals("403", ask(token(node), "POST", UPLOAD, "localhost:5000"));
    assertTrue(new DoorWriters(cluster, OPTIONS).remove(node.namespace(), "odd"));
    assertEquals("200", atNode("GET", "/v2/", "127.0.0.1:5071"));
    assertEquals("200", atNode("HEAD", "/v2/", "localhost"));
    for (String method : List.of("POST", "PUT", "PATCH", "DELETE", "OPTIONS")) {
      assertEquals("403", atNode(method, UPLOAD, "localhost:5071"), method);
    }
    assertEquals("403", atNode("GET", "/v2/", "evil.example:5071"));
    assertEquals("403", atNode("GET", "/metrics", "localhost:5071"));
    assertEquals("403", atNode("GET", "/v2/", "localhost:5071", "Origin: http://evil.example"));
    assertEquals("400", atNode("GET", "/v2/a%2fb/tags/list", "localhost:5071"));
    // What a client brings is not what the door sees.
    assertEquals(
        "403",
        atNode(
            "POST",
            UPLOAD,
            "localhost:5071",
            "Authorization: Bearer " + token(OPTIONS.firstWriter())));
  }

  @Test
  @Order(7)
  void aTlsHelloAtANodesPortIsAnsweredByHttpAtOnce() throws Exception {
    long start = System.nanoTime();
    try (ByteStream stream = tunnels.open(entrance())) {
      stream.output().write(new byte[] {22, 3, 1, 0, 5, 1, 0, 0, 1, 0});
      stream.output().flush();
      assertEquals(
          "HTTP/1.1 400", new String(stream.input().readNBytes(12), StandardCharsets.US_ASCII));
    }
    assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(2));
  }

  @Test
  @Order(8)
  void whoMayForwardToTheDoorFindsNothingElseThere(@TempDir Path folder) throws Exception {
    try (Cluster hers = new FabricKubeconfig(List.of(kubeconfig(folder))).connect(null);
        ApiTunnels ways = new ApiTunnels(hers);
        RegistryForward forward =
            new RegistryForward(hers, ways, identities, OPTIONS.location(ANA))) {
      for (String namespace : List.of(OPTIONS.nodeNamespace(), "kube-system", TEAM)) {
        assertFalse(
            hers.allowed(AccessRequest.to("create", Kind.POD, "portforward", namespace)),
            namespace);
      }
      assertEquals(OPTIONS, new Recorded(hers).inForce(OPTIONS.withNodePort(1)));
      int port = forward.connect(0).listening().getFirst().getPort();
      assertTrue(upload(port, UPLOAD).startsWith("HTTP/1.1 202"));
      assertTrue(upload(port, "/v2/bob/x/blobs/uploads/").startsWith("HTTP/1.1 403"));
      for (int other : List.of(9901, 15000, 15090, 5001, 6060)) {
        PodPort closed = new PodPort(OPTIONS.namespace(), door().pod(), other);
        assertEquals("", answer(ways, closed), () -> "port " + other);
      }
      assertEquals("", answer(ways, door()));
    }
  }

  private static String answer(ApiTunnels ways, PodPort port) throws InterruptedException {
    try {
      return RawHttp.ask(ways, port, "GET", "/", "localhost");
    } catch (MooringException e) {
      return "";
    }
  }

  private static String upload(int port, String path) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket
          .getOutputStream()
          .write(request("POST", path, "localhost:" + port).getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
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
  @Order(9)
  void writersWhoAreAddedAtOnceAllGetIn() throws InterruptedException {
    List<Callable<Boolean>> additions = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Writer each = new Writer("w" + i, TEAM, "w" + i, List.of("w" + i + "/*"));
      additions.add(
          () -> {
            new DoorWriters(cluster, OPTIONS).put(each);
            return true;
          });
    }
    Concurrently.all(additions);
    assertEquals(8, stack.writers(OPTIONS).size());
    stack.install(OPTIONS, Progress.none());
    assertEquals(8, stack.writers(OPTIONS).size());
  }

  @Test
  @Order(10)
  void certificateAndRulesChangeUnderLoadAndNoRequestFails() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    AtomicInteger asked = new AtomicInteger();
    Map<String, Integer> failed = new ConcurrentHashMap<>();
    DoorCertificates certificates = new DoorCertificates(cluster, OPTIONS);
    String before = certificates.standing().orElseThrow().certificate();
    List<Callable<Boolean>> all = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      all.add(
          () -> {
            while (!over.get()) {
              asked.incrementAndGet();
              String answer = atNode("GET", "/v2/", "localhost:5071");
              if (!answer.equals("200")) {
                failed.merge("node " + answer, 1, Integer::sum);
              }
            }
            return true;
          });
    }
    all.add(
        () -> {
          try (RegistryForward forward =
              new RegistryForward(cluster, tunnels, identities, OPTIONS.location())) {
            int port = forward.connect(0).listening().getFirst().getPort();
            while (!over.get()) {
              asked.incrementAndGet();
              String answer = upload(port, UPLOAD);
              if (!answer.startsWith("HTTP/1.1 202")) {
                failed.merge("laptop " + answer.lines().findFirst().orElse(""), 1, Integer::sum);
              }
            }
          }
          return true;
        });
    all.add(
        () -> {
          try {
            // One that is near its end, which the next install replaces.
            new CertificateRotation(cluster, tunnels, OPTIONS, Progress.none())
                .rotate(
                    certificates.standing().orElseThrow(),
                    certificates.fresh(Instant.now().minus(Duration.ofDays(300))));
            new DoorWriters(cluster, OPTIONS).remove(TEAM, "w1");
            stack.install(OPTIONS, Progress.none());
          } finally {
            over.set(true);
          }
          return true;
        });
    Concurrently.all(all);
    assertEquals(Map.of(), failed, () -> "of " + asked);
    assertTrue(asked.get() > 100, asked::toString);
    DoorCertificate after = certificates.standing().orElseThrow();
    assertFalse(before.equals(after.certificate()));
    assertTrue(certificates.good(after, Instant.now()));
    assertEquals(List.of(), stack.plan(OPTIONS).writes());
  }

  @Test
  @Order(11)
  void theDoctorAsksForNoMesh() throws InterruptedException {
    List<Finding> findings = stack.examine(OPTIONS, 0, ignored -> {});
    assertTrue(
        findings.stream().noneMatch(each -> each.level() == Finding.Level.BLOCKER),
        findings::toString);
    assertTrue(findings.stream().noneMatch(each -> each.id().startsWith("istio")));
    assertTrue(findings.stream().anyMatch(each -> each.id().equals(CertificateCheck.ID)));
  }

  @Test
  @Order(12)
  void aRuleThatWouldLockOutAWriterIsSeenInRehearsalAndNothingIsRefused() throws Exception {
    new RehearsalScenario(cluster, tunnels, identities, OPTIONS).play(TEAM);
  }

  @Test
  @Order(13)
  void uninstallingLeavesNothing() throws InterruptedException {
    ServiceAccount own = OPTIONS.firstWriter();
    stack.rehearse(
        OPTIONS, new Rehearsed(own.namespace(), own.name(), List.of("app/*"), Instant.now()));
    stack.uninstall(OPTIONS, Stack.DataFate.DELETE, Progress.none());
    for (Kind kind :
        List.of(Kind.NAMESPACE, Kind.CONFIG_MAP, Kind.SECRET, Kind.ROLE, Kind.DEPLOYMENT)) {
      assertEquals(List.of(), cluster.list(kind, null, Ownership.selector(OPTIONS)), kind.kind());
    }
  }
}
