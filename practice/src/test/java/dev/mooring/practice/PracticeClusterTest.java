package dev.mooring.practice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Applied;
import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.identity.ServiceAccount;
import dev.mooring.identity.istiod.IstiodIdentities;
import dev.mooring.mesh.RegistryForward;
import dev.mooring.mesh.RegistryLocation;
import dev.mooring.problem.MooringException;
import dev.mooring.tunnel.PodPort;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The practice cluster over the wire, by core's own clients.
class PracticeClusterTest {
  @TempDir Path directory;
  private PracticeCluster practice;
  private Cluster cluster;
  private RawTunnels tunnels;

  @BeforeEach
  void start() throws IOException {
    practice = PracticeCluster.start();
    cluster =
        new FabricKubeconfig(List.of(practice.writeKubeconfig(directory))).connect("practice");
    tunnels = new RawTunnels(cluster.endpoint());
  }

  @AfterEach
  void stop() {
    tunnels.close();
    cluster.close();
    practice.close();
  }

  private void apply(String yaml) throws InterruptedException {
    for (Document each : Documents.yaml(yaml, "the test")) {
      cluster.apply(new KubeObject(each));
    }
  }

  private String readyPod(String namespace, String app) {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                cluster.list(Kind.POD, namespace, "app=" + app).stream()
                    .filter(each -> each.at("status", "phase").textOrEmpty().equals("Running"))
                    .map(KubeObject::name)
                    .findFirst()
                    .orElse(""),
            name -> !name.isEmpty());
  }

  private static final String HELLO =
      """
      apiVersion: v1
      kind: Namespace
      metadata: {name: demo}
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: hello, namespace: demo}
      spec:
        replicas: 1
        selector: {matchLabels: {app: hello}}
        template:
          metadata: {labels: {app: hello}}
          spec:
            containers:
            - name: hello
              image: lab.test/hello-plain:1
              ports: [{containerPort: 8080}]
      """;

  @Test
  void applyingTheSameAgainChangesNothing() throws InterruptedException {
    apply(HELLO);
    readyPod("demo", "hello");
    KubeObject desired = new KubeObject(Documents.yaml(HELLO, "the test").getLast());
    assertEquals(Applied.Change.UNCHANGED, cluster.wouldApply(desired).change());
    assertEquals(Applied.Change.UNCHANGED, cluster.apply(desired).change());
    Document more = desired.document().with(2, "spec", "replicas");
    assertEquals(Applied.Change.CHANGED, cluster.apply(new KubeObject(more)).change());
  }

  @Test
  void groupsThatItHasAreServedAndNoOthers() throws InterruptedException {
    assertTrue(cluster.serves("security.istio.io"));
    assertFalse(cluster.serves("no.such.group"));
  }

  @Test
  void asksAboutTheServerItselfAreAnsweredOverOneKeptConnection() throws Exception {
    try (Socket socket =
        cluster
            .endpoint()
            .tls()
            .getSocketFactory()
            .createSocket(InetAddress.ofLiteral("127.0.0.1"), practice.port())) {
      String head = "HTTP/1.1 200 OK";
      for (int i = 0; i < 2; i++) {
        socket
            .getOutputStream()
            .write("OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        StringBuilder answer = new StringBuilder();
        while (answer.indexOf("\r\n\r\n") < 0) {
          answer.append((char) socket.getInputStream().read());
        }
        assertEquals(head, answer.substring(0, head.length()));
        assertTrue(answer.toString().contains("Content-Length: 0"), answer.toString());
      }
    }
  }

  @Test
  void killedPodIsReplacedAndItsStreamEndsCleanly() throws Exception {
    apply(HELLO);
    String first = readyPod("demo", "hello");
    RawTunnels.Stream stream = tunnels.open(new PodPort("demo", first, 8080));
    stream.output().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    assertEquals('H', stream.input().read());
    practice.killPod("demo", first);
    stream.input().readAllBytes();
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> !readyPod("demo", "hello").equals(first));
  }

  @Test
  void tunnelCarriesBytesAndSaysWhenNothingListens() throws Exception {
    apply(HELLO);
    String pod = readyPod("demo", "hello");
    RawTunnels.Stream stream = tunnels.open(new PodPort("demo", pod, 8080));
    stream.output().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    assertEquals(
        "HTTP/1.1 200 OK", new String(stream.input().readNBytes(15), StandardCharsets.US_ASCII));
    stream.finishOutput();
    long start = System.nanoTime();
    stream.input().readAllBytes();
    long millis = (System.nanoTime() - start) / 1_000_000;
    assertTrue(millis > 800, "the runtime waits a second before it cuts, not " + millis + " ms");
    RawTunnels.Stream refused = tunnels.open(new PodPort("demo", pod, 81));
    assertEquals(-1, refused.input().read());
    assertTrue(refused.error().contains("connection refused"), refused.error());
  }

  @Test
  void refusalsReachTheUser() throws InterruptedException {
    practice.denyRights("create", "serviceaccounts/token", "*");
    apply(HELLO);
    assertThrows(
        MooringException.class,
        () -> cluster.token("demo", "default", "istio-ca", Duration.ofHours(1)));
    practice.allowEverything();
    assertFalse(cluster.token("demo", "default", "istio-ca", Duration.ofHours(1)).isEmpty());
    practice.expireToken();
    assertThrows(MooringException.class, () -> cluster.list(Kind.POD, "demo", ""));
  }

  private static final String REGISTRY =
      """
      apiVersion: v1
      kind: Namespace
      metadata: {name: reg}
      ---
      apiVersion: v1
      kind: ServiceAccount
      metadata: {name: writer, namespace: reg}
      ---
      apiVersion: v1
      kind: ServiceAccount
      metadata: {name: reader, namespace: reg}
      ---
      apiVersion: networking.istio.io/v1
      kind: Sidecar
      metadata: {name: reg, namespace: reg}
      spec:
        workloadSelector: {labels: {app: reg}}
        ingress:
        - port: {number: 5000, name: http-registry, protocol: HTTP}
          bind: 0.0.0.0
          captureMode: NONE
          defaultEndpoint: unix:///run/r.sock
        egress: [{hosts: ["~/*"]}]
      ---
      apiVersion: security.istio.io/v1
      kind: PeerAuthentication
      metadata: {name: reg, namespace: reg}
      spec: {selector: {matchLabels: {app: reg}}, mtls: {mode: STRICT}}
      ---
      apiVersion: security.istio.io/v1
      kind: AuthorizationPolicy
      metadata: {name: read, namespace: reg}
      spec:
        selector: {matchLabels: {app: reg}}
        rules:
        - from: [{source: {principals: ["*"]}}]
          to: [{operation: {methods: [GET, HEAD], paths: ["/v2", "/v2/*"]}}]
      ---
      apiVersion: security.istio.io/v1
      kind: AuthorizationPolicy
      metadata: {name: write, namespace: reg}
      spec:
        selector: {matchLabels: {app: reg}}
        rules:
        - from: [{source: {principals: ["cluster.local/ns/reg/sa/writer"]}}]
          to: [{operation: {methods: [POST, PUT, PATCH, DELETE], paths: ["/v2/ana/*"]}}]
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: reg, namespace: reg}
      spec:
        selector: {matchLabels: {app: reg}}
        template:
          metadata:
            labels: {app: reg, sidecar.istio.io/inject: "true"}
            annotations: {sidecar.istio.io/interceptionMode: NONE}
          spec:
            containers:
            - name: registry
              image: docker.io/library/registry:3.1.2
              env:
              - {name: REGISTRY_HTTP_NET, value: unix}
              - {name: REGISTRY_HTTP_ADDR, value: /run/r.sock}
              - {name: REGISTRY_HTTP_RELATIVEURLS, value: "true"}
      """;

  @Test
  void onlyWritersPushAndOnlyOverMutualTls() throws Exception {
    apply(REGISTRY);
    String pod = readyPod("reg", "reg");
    assertEquals(201, push("writer", "ana/app"));
    assertEquals(403, push("reader", "ana/app"));
    assertEquals(403, push("writer", "bob/app"));
    RawTunnels.Stream plain = tunnels.open(new PodPort("reg", pod, 5000));
    plain
        .output()
        .write("GET /v2/ HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    assertEquals(-1, plain.input().read());
  }

  private int push(String account, String repository) throws Exception {
    RegistryLocation registry =
        new RegistryLocation("reg", "reg", 5000, new ServiceAccount("reg", account));
    try (IstiodIdentities identities = new IstiodIdentities(cluster, tunnels);
        RegistryForward forward = new RegistryForward(cluster, tunnels, identities, registry);
        HttpClient http = HttpClient.newHttpClient()) {
      int port = forward.connect(0).listening().getFirst().getPort();
      byte[] blob = "a small layer".getBytes(StandardCharsets.UTF_8);
      String digest =
          "sha256:" + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(blob));
      return http.send(
              HttpRequest.newBuilder(
                      URI.create(
                          "http://127.0.0.1:"
                              + port
                              + "/v2/"
                              + repository
                              + "/blobs/uploads/?digest="
                              + digest))
                  .POST(HttpRequest.BodyPublishers.ofByteArray(blob))
                  .build(),
              HttpResponse.BodyHandlers.discarding())
          .statusCode();
    }
  }

  @Test
  void authorityRefusesATokenForAnotherAudience() throws Exception {
    apply(REGISTRY);
    Cluster confused =
        (Cluster)
            Proxy.newProxyInstance(
                Cluster.class.getClassLoader(),
                new Class<?>[] {Cluster.class},
                (_, method, arguments) -> {
                  if (method.getName().equals("token")) {
                    return cluster.token("reg", "writer", "somebody-else", Duration.ofHours(1));
                  }
                  return method.invoke(cluster, arguments);
                });
    ServiceAccount account = new ServiceAccount("reg", "writer");
    try (IstiodIdentities wrong = new IstiodIdentities(confused, tunnels);
        IstiodIdentities right = new IstiodIdentities(cluster, tunnels)) {
      assertThrows(MooringException.class, () -> wrong.get(account));
      assertEquals("cluster.local/ns/reg/sa/writer", right.get(account).principal());
    }
  }

  @Test
  void podsThatCannotPullSayWhy() throws InterruptedException {
    apply(HELLO.replace("lab.test/hello-plain:1", "localhost:5000/none:1"));
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () ->
                cluster.list(Kind.EVENT, "demo", "").stream()
                    .anyMatch(
                        each -> each.at("message").textOrEmpty().contains("connection refused")));
  }

  @Test
  void nothingListensAfterClose() {
    int port = practice.port();
    practice.close();
    assertThrows(
        IOException.class, () -> new Socket(InetAddress.getLoopbackAddress(), port).close());
  }
}
