package dev.mooring.practice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.identity.Identity;
import dev.mooring.identity.ServiceAccount;
import dev.mooring.identity.istiod.IstiodIdentities;
import dev.mooring.tunnel.PodPort;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Both entrances as plain objects: what a Sidecar, a ServiceEntry and policies make of a proxy.
final class EntrancesTest {
  private static final String NAME = "kube-registry.registry.mooring.internal";
  @TempDir static Path directory;
  private static PracticeCluster practice;
  private static Cluster cluster;
  private static RawTunnels tunnels;

  @BeforeAll
  static void start() throws Exception {
    practice = PracticeCluster.start();
    cluster =
        new FabricKubeconfig(List.of(practice.writeKubeconfig(directory))).connect("practice");
    tunnels = new RawTunnels(cluster.endpoint());
    try (InputStream yaml = EntrancesTest.class.getResourceAsStream("entrances.yaml")) {
      apply(new String(yaml.readAllBytes(), StandardCharsets.UTF_8));
    }
    ready("kube-registry", "app=kube-registry", 1);
    ready("mooring-node", "app=mooring-node-entrance", 2);
    ready("mooring-entrance", "app=mooring-entrance", 1);
    // A Service answers once its endpoints are known.
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> fromNode("node-a", get("/v2/", "localhost:5000")).contains(" 200 "));
  }

  @AfterAll
  static void stop() {
    tunnels.close();
    cluster.close();
    practice.close();
  }

  private static void apply(String yaml) throws InterruptedException {
    for (Document each : Documents.yaml(yaml, "the test")) {
      cluster.apply(new KubeObject(each));
    }
  }

  private static List<KubeObject> ready(String namespace, String selector, int count) {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                cluster.list(Kind.POD, namespace, selector).stream()
                    .filter(KubeObject::ready)
                    .toList(),
            pods -> pods.size() >= count);
  }

  private static KubeObject entrance(String node) {
    return ready("mooring-node", "app=mooring-node-entrance", 2).stream()
        .filter(each -> each.at("spec", "nodeName").textOrEmpty().equals(node))
        .findFirst()
        .orElseThrow();
  }

  private static String address(KubeObject pod) {
    return pod.at("status", "podIP").textOrEmpty();
  }

  private static String get(String path, String host) {
    return "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
  }

  private static String fromNode(String node, String request) throws IOException {
    return answer(practice.dialFromNode(node, 5000), request);
  }

  private static String answer(Socket socket, String request) throws IOException {
    try (socket) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void theProxyOfAnEntranceIsTheOrdinaryContainerOfItsPod() {
    KubeObject pod = entrance("node-a");
    Document container = pod.at("spec", "containers").items().getFirst();
    assertEquals("istio-proxy", container.at("name").textOrEmpty());
    assertTrue(container.at("image").textOrEmpty().contains("/proxyv2:"));
    assertEquals(5000L, container.at("ports").items().getFirst().at("hostPort").integer().get());
    assertEquals(List.of(), pod.at("spec", "initContainers").items());
    assertTrue(
        pod.annotations()
            .get("sidecar.istio.io/status")
            .contains("\"containers\":[\"istio-proxy\"]"));
  }

  private static String refusingEscapedSlashes(String name, String app) {
    return """
        apiVersion: networking.istio.io/v1alpha3
        kind: EnvoyFilter
        metadata: {name: %s, namespace: mooring-node}
        spec:
          workloadSelector: {labels: {app: %s}}
          configPatches:
          - applyTo: NETWORK_FILTER
            patch:
              operation: MERGE
              value:
                name: envoy.filters.network.http_connection_manager
                typed_config: {path_with_escaped_slashes_action: REJECT_REQUEST}
        """
        .formatted(name, app);
  }

  @Test
  void anEscapedSlashIsRefusedWhereAFilterOfTheWorkloadSaysSo() throws Exception {
    String escaped = get("/v2/ana%2fapp/tags/list", "localhost:5000");
    String written = "HTTP/1.1 400 ";
    try {
      apply(refusingEscapedSlashes("another", "something-else"));
      String before = fromNode("node-a", escaped);
      assertFalse(before.startsWith(written), before);

      apply(refusingEscapedSlashes("ours", "mooring-node-entrance"));
      assertTrue(fromNode("node-a", escaped).startsWith(written));
      assertTrue(
          fromNode("node-b", get("/v2/ana%5Capp/tags/list", "localhost:5000")).startsWith(written));
      String query = fromNode("node-a", get("/v2/?n=a%2fb", "localhost:5000"));
      assertTrue(query.startsWith("HTTP/1.1 200 "), query);
    } finally {
      for (String each : List.of("another", "ours")) {
        cluster.delete(Kind.ENVOY_FILTER, "mooring-node", each, Duration.ofSeconds(5));
      }
    }
    String after = fromNode("node-a", escaped);
    assertFalse(after.startsWith(written), after);
  }

  @Test
  void aKubeletReadsThroughItsNodesEntranceAndWritesNothing() throws IOException {
    for (String node : List.of("node-a", "node-b")) {
      assertTrue(fromNode(node, get("/v2/", "localhost:5000")).startsWith("HTTP/1.1 200 "));
      assertTrue(fromNode(node, get("/v2/", "LOCALHOST")).startsWith("HTTP/1.1 200 "));
      String write =
          fromNode(
              node, get("/v2/ana/app/blobs/uploads/", "localhost:5000").replace("GET", "POST"));
      assertTrue(write.startsWith("HTTP/1.1 403 "), write);
      assertTrue(write.endsWith("RBAC: access denied"), write);
    }
  }

  @Test
  void onlyTheNodesOwnNamesAreTakenWithTheirPort() throws IOException {
    assertTrue(fromNode("node-a", get("/v2/", "127.0.0.1:5000")).contains(" 200 "));
    assertTrue(fromNode("node-a", get("/v2/", "localhost:5001")).contains(" 403 "));
    assertTrue(fromNode("node-a", get("/v2/", "evil.example:5000")).contains(" 403 "));
  }

  @Test
  void aBrowsersHeaderIsDeniedWhateverItsValue() throws IOException {
    for (String header : List.of("Origin: http://a.example", "sec-fetch-site: none")) {
      String request =
          get("/v2/", "localhost:5000").replace("Connection:", header + "\r\nConnection:");
      assertTrue(fromNode("node-a", request).startsWith("HTTP/1.1 403 "), header);
    }
  }

  @Test
  void otherPodsReachTheEntranceButNotTheListenerBehindIt() throws IOException {
    String there = address(entrance("node-a"));
    String other = entrance("node-b").name();
    assertTrue(
        answer(
                practice.dialFromPod("mooring-node", other, there, 5001),
                get("/v2/", "localhost:5000"))
            .startsWith("HTTP/1.1 200 "));
    assertThrows(
        ConnectException.class, () -> practice.dialFromPod("mooring-node", other, there, 5000));
    assertThrows(
        ConnectException.class,
        () -> practice.dialFromPod("mooring-node", other, "10.98.0.11", 5000));
  }

  @Test
  void aPortForwardComesFromTheLoopbackOfThePod() throws Exception {
    try (RawTunnels.Stream stream =
        tunnels.open(new PodPort("mooring-node", entrance("node-a").name(), 5000))) {
      stream
          .output()
          .write("GET /v2/ HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      assertEquals(
          "HTTP/1.1 200 OK", new String(stream.input().readNBytes(15), StandardCharsets.US_ASCII));
    }
  }

  @Test
  void addressesNamedByThePolicyTellNodesFromPods() throws Exception {
    apply(
        """
        apiVersion: security.istio.io/v1
        kind: AuthorizationPolicy
        metadata: {name: sources, namespace: mooring-node}
        spec:
          selector: {matchLabels: {app: mooring-node-entrance}}
          action: DENY
          rules:
          - from: [{source: {notIpBlocks: ["10.244.0.1", "10.244.1.1/32"]}}]
        """);
    try {
      String there = address(entrance("node-a"));
      String request = get("/v2/", "localhost:5000");
      assertTrue(fromNode("node-a", request).startsWith("HTTP/1.1 200 "));
      assertTrue(fromNode("node-b", request).startsWith("HTTP/1.1 200 "));
      assertTrue(
          answer(
                  practice.dialFromPod("mooring-node", entrance("node-b").name(), there, 5001),
                  request)
              .startsWith("HTTP/1.1 403 "));
    } finally {
      cluster.delete(Kind.AUTHORIZATION_POLICY, "mooring-node", "sources", Duration.ofSeconds(10));
    }
  }

  @Test
  void aNodePullsWhatAWriterPushed() throws Exception {
    String image = push("ana/app");
    apply(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: puller, namespace: default}
        spec:
          restartPolicy: Never
          containers: [{name: a, image: "localhost:5000/ana/app@DIGEST"}]
        """
            .replace("DIGEST", image));
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                cluster
                    .get(Kind.POD, "default", "puller")
                    .orElseThrow()
                    .at("status", "phase")
                    .textOrEmpty()
                    .equals("Succeeded"));
  }

  /// Pushes an image without layers through the laptops' entrance.
  private static String push(String repository) throws Exception {
    byte[] config =
        "{\"architecture\":\"amd64\",\"os\":\"linux\"}".getBytes(StandardCharsets.UTF_8);
    String blob = digest(config);
    String manifest =
        "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\","
            + "\"config\":{\"mediaType\":\"application/vnd.oci.image.config.v1+json\",\"digest\":\""
            + blob
            + "\",\"size\":"
            + config.length
            + "},\"layers\":[]}";
    String upload =
        "POST /v2/"
            + repository
            + "/blobs/uploads/?digest="
            + blob
            + " HTTP/1.1\r\n"
            + "Host: localhost\r\nConnection: close\r\nContent-Length: "
            + config.length
            + "\r\n\r\n"
            + new String(config, StandardCharsets.UTF_8);
    assertTrue(laptop("mooring", upload).startsWith("HTTP/1.1 201 "));
    String put =
        "PUT /v2/"
            + repository
            + "/manifests/1 HTTP/1.1\r\nHost: localhost\r\n"
            + "Content-Type: application/vnd.oci.image.manifest.v1+json\r\nConnection: close\r\n"
            + "Content-Length: "
            + manifest.length()
            + "\r\n\r\n"
            + manifest;
    assertTrue(laptop("mooring", put).startsWith("HTTP/1.1 201 "));
    return digest(manifest.getBytes(StandardCharsets.UTF_8));
  }

  private static String digest(byte[] bytes) throws Exception {
    return "sha256:" + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  private static String laptop(String account, String request) throws Exception {
    try (IstiodIdentities identities = new IstiodIdentities(cluster, tunnels)) {
      Identity me = identities.get(new ServiceAccount("kube-registry", account));
      return answer(throughEntrance(context(me), NAME), request);
    }
  }

  private static Socket throughEntrance(SSLContext context, String serverName) throws Exception {
    KubeObject entrance = ready("mooring-entrance", "app=mooring-entrance", 1).getFirst();
    KubeObject other = entrance("node-b");
    Socket plain = practice.dialFromPod("mooring-node", other.name(), address(entrance), 9443);
    SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket(plain, serverName, 9443, true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setServerNames(List.of(new SNIHostName(serverName)));
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  private static SSLContext context(Identity me) throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    keys.setKeyEntry(
        "me", me.key(), new char[0], me.chain().toArray(new java.security.cert.Certificate[0]));
    KeyManagerFactory mine = KeyManagerFactory.getInstance("PKIX");
    mine.init(keys, new char[0]);
    KeyStore roots = KeyStore.getInstance("PKCS12");
    roots.load(null, null);
    roots.setCertificateEntry("root", me.roots().getFirst());
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(roots);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(mine.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  @Test
  void aLaptopKeepsItsOwnIdentityThroughTheEntrance() throws Exception {
    String upload = get("/v2/ana/app/blobs/uploads/", "localhost").replace("GET", "POST");
    assertTrue(laptop("mooring", upload).startsWith("HTTP/1.1 202 "));
    assertTrue(laptop("reader", upload).startsWith("HTTP/1.1 403 "));
    assertTrue(laptop("reader", get("/v2/", "localhost")).startsWith("HTTP/1.1 200 "));
  }

  @Test
  void theNameThatAClientAsksForDecidesWhereItGets() throws Exception {
    try (IstiodIdentities identities = new IstiodIdentities(cluster, tunnels)) {
      SSLContext context = context(identities.get(new ServiceAccount("kube-registry", "mooring")));
      try (SSLSocket istiod = (SSLSocket) throughEntrance(context, "istiod.istio-system.svc")) {
        assertTrue(
            istiod
                .getSession()
                .getPeerCertificates()[0]
                .toString()
                .contains("istiod.istio-system"));
      }
      assertThrows(IOException.class, () -> throughEntrance(context, "other.example"));
      assertThrows(
          IOException.class, () -> throughEntrance(context, "kube-registry.kube-registry.svc"));
    }
  }

  @Test
  void anEntranceWithoutARegistryAnswersThatItIsUnavailable() throws Exception {
    apply(
        """
        apiVersion: v1
        kind: Service
        metadata: {name: kube-registry, namespace: kube-registry}
        spec: {selector: {app: nobody}, ports: [{name: http-registry, port: 5000}]}
        """);
    try {
      Awaitility.await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> fromNode("node-a", get("/v2/", "localhost")).startsWith("HTTP/1.1 503 "));
    } finally {
      apply(
          """
          apiVersion: v1
          kind: Service
          metadata: {name: kube-registry, namespace: kube-registry}
          spec: {selector: {app: kube-registry}, ports: [{name: http-registry, port: 5000}]}
          """);
      Awaitility.await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> fromNode("node-a", get("/v2/", "localhost")).startsWith("HTTP/1.1 200 "));
    }
  }

  @Test
  void aForeignServiceEntryOfTheSameNameChangesNothing() throws Exception {
    apply(
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: eve}
        ---
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: {name: a, namespace: eve}
        spec:
          hosts: [other.example, kube-registry.registry.mooring.internal]
          ports: [{number: 9443, name: tls, protocol: TLS, targetPort: 15012}]
          resolution: DNS
          endpoints: [{address: istiod.istio-system.svc.cluster.local}]
        """);
    assertTrue(laptop("reader", get("/v2/", "localhost")).startsWith("HTTP/1.1 200 "));
  }

  @Test
  void aSecondPodForAPortOfANodeWaitsUntilTheFirstIsGone() throws Exception {
    String pod =
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: NAME, namespace: default}
        spec:
          nodeSelector: {kubernetes.io/hostname: node-a}
          containers:
          - name: hello
            image: lab.test/hello-plain:1
            ports: [{containerPort: 8080, hostPort: 7000, hostIP: 127.0.0.1}]
        """;
    apply(pod.replace("NAME", "first"));
    Awaitility.await().until(() -> phase("first").equals("Running"));
    apply(pod.replace("NAME", "second"));
    Awaitility.await()
        .until(
            () ->
                cluster
                    .get(Kind.POD, "default", "second")
                    .orElseThrow()
                    .condition("PodScheduled")
                    .at("message")
                    .textOrEmpty()
                    .contains("didn't have free ports"));
    assertEquals("Pending", phase("second"));
    assertTrue(
        answer(practice.dialFromNode("node-a", 7000), get("/", "x")).startsWith("HTTP/1.1 200 "));
    cluster.delete(Kind.POD, "default", "first", Duration.ofSeconds(10));
    Awaitility.await().until(() -> phase("second").equals("Running"));
  }

  private static String phase(String pod) throws InterruptedException {
    return cluster.get(Kind.POD, "default", pod).orElseThrow().at("status", "phase").textOrEmpty();
  }
}
