package dev.mooring.stack;

import static org.awaitility.Awaitility.await;
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
import dev.mooring.forward.ForwardSpec;
import dev.mooring.forward.Target;
import dev.mooring.forward.running.ClusterForwards;
import dev.mooring.identity.istiod.IstiodIdentities;
import dev.mooring.job.Progress;
import dev.mooring.mesh.RegistryForward;
import dev.mooring.problem.Code;
import dev.mooring.problem.Finding;
import dev.mooring.problem.MooringException;
import dev.mooring.registry.Archives;
import dev.mooring.registry.ImageReference;
import dev.mooring.registry.client.HttpRegistry;
import dev.mooring.registry.remote.TokenServer;
import dev.mooring.registry.remote.UpstreamLogin;
import dev.mooring.stack.options.Additions;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.options.Writer;
import dev.mooring.stack.render.PullThrough;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.Lab;
import dev.mooring.tunnel.cluster.ApiTunnels;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A cache of a registry that asks for a login, in whichever way suits the cluster; and those who
/// would push to it.
@Tag("cluster")
@Tag("apart")
final class PullThroughClusterTest {
  private static final String IMAGE = "library/app";

  /// The same images twice: for who has the login, and on a port of the pod for who fills it.
  private static final String UPSTREAM =
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: users}
      data: {htpasswd: "ana:$2a$04$6nhFM/Cx3x6dGs1p9UwKduUzpCoe5OpXegHsHUpof1HsRS7GI7cmG\\n"}
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: upstream}
      spec:
        replicas: 1
        selector: {matchLabels: {app: upstream}}
        template:
          metadata: {labels: {app: upstream}}
          spec:
            terminationGracePeriodSeconds: 1
            volumes:
            - {name: data, emptyDir: {}}
            - {name: users, configMap: {name: users}}
            containers:
            - name: asks
              image: docker.io/library/registry:3.1.2
              imagePullPolicy: IfNotPresent
              env:
              - {name: OTEL_TRACES_EXPORTER, value: none}
              - {name: REGISTRY_AUTH_HTPASSWD_REALM, value: upstream}
              - {name: REGISTRY_AUTH_HTPASSWD_PATH, value: /users/htpasswd}
              ports: [{name: asks, containerPort: 5000}]
              readinessProbe: {tcpSocket: {port: 5000}, periodSeconds: 1}
              volumeMounts:
              - {name: data, mountPath: /var/lib/registry}
              - {name: users, mountPath: /users}
            - name: fills
              image: docker.io/library/registry:3.1.2
              imagePullPolicy: IfNotPresent
              env:
              - {name: OTEL_TRACES_EXPORTER, value: none}
              - {name: REGISTRY_HTTP_ADDR, value: ":5002"}
              - {name: REGISTRY_HTTP_DEBUG_ADDR, value: ":5003"}
              ports: [{name: fills, containerPort: 5002}]
              readinessProbe: {tcpSocket: {port: 5002}, periodSeconds: 1}
              volumeMounts: [{name: data, mountPath: /var/lib/registry}]
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: upstream}
      spec:
        selector: {app: upstream}
        ports:
        - {name: asks, port: 5000, targetPort: asks}
        - {name: fills, port: 5002, targetPort: fills}
      """;

  @TempDir Path folder;
  private final Cluster cluster = new FabricKubeconfig().connect(null);
  private final ApiTunnels tunnels = new ApiTunnels(cluster);
  private final IstiodIdentities identities = new IstiodIdentities(cluster, tunnels);
  private final Stack stack =
      new ClusterStack(
          cluster, tunnels, each -> new RegistryForward(cluster, tunnels, identities, each));
  private Lab lab;
  private StackOptions options;

  @BeforeEach
  void upstream() throws InterruptedException {
    lab = Lab.create(cluster, "t-upstream");
    lab.apply(UPSTREAM);
    options =
        StackOptions.defaults()
            .named("t-cache")
            .withNodePort(5077)
            .withStorageSize("1Gi")
            .withProtection(new SuitableProtection(cluster).find())
            .withAdditions(
                Additions.NONE.withPullThrough("http://upstream." + lab.namespace() + ".svc:5000"));
  }

  @AfterEach
  void leaveNothing() throws InterruptedException {
    stack.uninstall(options, Stack.DataFate.DELETE, Progress.none());
    lab.close();
    identities.close();
    tunnels.close();
    cluster.close();
  }

  private void fill() throws Exception {
    lab.readyPods("upstream", 1);
    try (ClusterForwards forwards = new ClusterForwards(cluster, tunnels)) {
      Target target = new Target.Service(lab.namespace(), "upstream", "fills");
      int port =
          forwards.start(ForwardSpec.of("fills", target, 0)).listening().getFirst().getPort();
      try (HttpRegistry filling = new HttpRegistry(URI.create("http://localhost:" + port), null)) {
        Archives.Layout layout = new Archives.Layout();
        // Another one each time: nodes keep for a while what they pulled, and ask for none of it.
        byte[] layer = Archives.layer((int) System.nanoTime(), 300_000);
        Map<String, Object> image = layout.image("amd64", List.of(layer));
        filling.push(
            layout.write(folder.resolve("app.tar"), List.of(image)),
            ImageReference.parse(IMAGE + ":1"),
            Progress.none());
      }
    }
  }

  private static UpstreamLogin login() {
    return new UpstreamLogin(
        "upstream",
        Documents.json(
            Document.of(Map.of("Username", TokenServer.USER, "Secret", TokenServer.PASSWORD))));
  }

  @Test
  void nodesPullThroughItAndGoOnWithoutTheUpstreamAndNobodyPushes() throws Exception {
    Stack.Proven made = stack.showing(login()).installProven(options, Progress.none(), done -> {});
    Verification proof = made.verification();
    assertTrue(proof.passed(), proof.rows()::toString);
    assertEquals(new NodePulls(cluster, options, Progress.none()).nodes().size(), proof.nodes());
    assertEquals(Finding.Level.OK, level(proof, "verify.upstream"), proof.rows()::toString);
    fill();
    assertPulls("first");
    kept();
    stop();
    assertPulls("second");
    try (RegistryForward forward =
        new RegistryForward(cluster, tunnels, identities, options.location())) {
      int port = forward.connect(0).listening().getFirst().getPort();
      assertKeepsAndRefuses(port);
    }
    assertStaysWhatItIs();
  }

  private static Finding.Level level(Verification proof, String id) {
    return proof.rows().stream()
        .filter(each -> each.finding().id().equals(id))
        .findFirst()
        .orElseThrow()
        .finding()
        .level();
  }

  private void assertPulls(String id) throws InterruptedException {
    NodePulls pulls = new NodePulls(cluster, options, Progress.none());
    List<Verification.Pull> pulled =
        pulls.pull("localhost:" + options.nodePort() + "/" + IMAGE + ":1", id, pulls.nodes());
    assertTrue(pulled.stream().allMatch(Verification.Pull::worked), pulled::toString);
    pulls.clean();
  }

  /// The registry program answers first and stores then: manifest, configuration and layer.
  private void kept() throws InterruptedException {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              KubeObject pod = cluster.list(Kind.POD, options.namespace(), "").getFirst();
              List<String> count =
                  List.of(
                      "sh",
                      "-c",
                      "ls -d /var/lib/registry/docker/registry/v2/blobs/*/*/*/data | wc -l");
              try (ByteStream out =
                  tunnels.run(options.namespace(), pod.name(), "registry", count)) {
                byte[] said = out.input().readAllBytes();
                return Integer.parseInt(new String(said, StandardCharsets.UTF_8).strip()) >= 3;
              }
            });
  }

  private void stop() throws InterruptedException {
    cluster.delete(Kind.DEPLOYMENT, lab.namespace(), "upstream", Duration.ofSeconds(30));
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> cluster.list(Kind.POD, lab.namespace(), "app=upstream").isEmpty());
  }

  private void assertKeepsAndRefuses(int port) throws Exception {
    try (HttpRegistry here = new HttpRegistry(URI.create("http://localhost:" + port), null)) {
      assertEquals(List.of(IMAGE), here.repositories());
      assertEquals(List.of(), here.incomplete(IMAGE));
    }
    try (ProbePush way = new ProbePush(new InetSocketAddress("localhost", port))) {
      Finding gone = new CacheChecks(options, way).upstream("0123456789abcdef").finding();
      assertEquals(Finding.Level.WARNING, gone.level(), gone::words);
    }
    HttpRequest push =
        HttpRequest.newBuilder(
                URI.create("http://localhost:" + port + "/v2/" + IMAGE + "/blobs/uploads/"))
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> refused = client.send(push, HttpResponse.BodyHandlers.ofString());
      assertEquals(403, refused.statusCode());
      assertEquals(
          "this registry is a cache of upstream."
              + lab.namespace()
              + ".svc:5000 and takes no pushes",
          Documents.json(refused.body(), "the refusal")
              .at("errors")
              .items()
              .getFirst()
              .at("message")
              .textOrEmpty());
    }
  }

  private void assertStaysWhatItIs() throws InterruptedException {
    Writer ana = new Writer("ana", lab.namespace(), "ana", List.of("*"));
    assertCode(Code.CACHE_TAKES_NO_PUSHES, () -> stack.addWriter(options, ana, "ana"));
    assertCode(Code.CACHE_FIXED, () -> stack.plan(options.withAdditions(Additions.NONE)));
    assertEquals(0, stack.install(options, Progress.none()).written());
    KubeObject secret =
        cluster.get(Kind.SECRET, options.namespace(), PullThrough.LOGIN).orElseThrow();
    assertFalse(secret.at("data").isNothing());
  }

  private interface Call {
    Object call() throws InterruptedException;
  }

  private static void assertCode(Code code, Call call) {
    assertEquals(code, assertThrows(MooringException.class, call::call).problem().code());
  }
}
