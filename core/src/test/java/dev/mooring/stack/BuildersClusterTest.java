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
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.identity.ServiceAccount;
import dev.mooring.identity.istiod.IstiodIdentities;
import dev.mooring.job.Concurrently;
import dev.mooring.job.Progress;
import dev.mooring.mesh.RegistryForward;
import dev.mooring.registry.TagChange;
import dev.mooring.registry.TagLog;
import dev.mooring.registry.tags.TagHistories;
import dev.mooring.stack.options.Builder;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.tunnel.cluster.ApiTunnels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Jobs push with crane, whose library Kaniko and ko push with, and end; what else their namespace
/// calls is called as before.
@NeedsIstio
@Tag("cluster")
@Tag("apart")
@UsualRegistry
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BuildersClusterTest {
  private static final StackOptions OPTIONS = StackOptions.defaults();
  private static final String BUILD = "t-builders";
  private static final String THEIRS = "t-builders-theirs";
  private static final String OUTSIDE = "t-builders-plain";
  private static final String MESH = "t-builders-mesh";
  private static final List<String> NAMESPACES = List.of(BUILD, THEIRS, OUTSIDE, MESH);
  private static final String LABEL = "mooring.dev/builder: 'true'";

  private static final String WORLD =
      """
      apiVersion: v1
      kind: Namespace
      metadata: {name: t-builders-mesh, labels: {istio-injection: enabled}}
      ---
      apiVersion: v1
      kind: Namespace
      metadata: {name: t-builders-plain}
      ---
      apiVersion: security.istio.io/v1
      kind: PeerAuthentication
      metadata: {name: strict, namespace: t-builders-mesh}
      spec: {mtls: {mode: STRICT}}
      """;

  private static final String BUILDERS =
      """
      apiVersion: v1
      kind: Namespace
      metadata: {name: NS, labels: {istio-injection: enabled}}
      ---
      apiVersion: v1
      kind: ServiceAccount
      metadata: {name: kaniko, namespace: NS}
      ---
      apiVersion: v1
      kind: ServiceAccount
      metadata: {name: other, namespace: NS}
      """;

  /// Somebody's own for a whole namespace, that keeps it from what has no sidecar.
  private static final String SIDECAR =
      """
      apiVersion: networking.istio.io/v1
      kind: Sidecar
      metadata: {name: theirs, namespace: t-builders-theirs}
      spec:
        outboundTrafficPolicy: {mode: REGISTRY_ONLY}
        egress: [{hosts: ["./*", "t-builders-mesh/*", "istio-system/*"]}]
      """;

  private static final String HELLO =
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: hello, namespace: NS, labels: {app: hello}}
      spec:
        containers: [{name: hello, image: "lab.test/hello-plain:1", ports: [{containerPort: 8080}]}]
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: hello, namespace: NS}
      spec: {selector: {app: hello}, ports: [{name: http, port: 80, targetPort: 8080}]}
      """;

  /// What a build does beside pushing: a service of the mesh, one without a sidecar, the API
  /// server.
  private static final String CALLS =
      """
      for each in hello.t-builders-mesh:80 hello.t-builders-plain:80 kubernetes.default:443; do
        echo "$each $(crane --insecure catalog $each 2>&1 | grep -oE 'invalid character|403' | head -1)"
      done
      """;

  private static final String PUSHES =
      """
      hostname > /tmp/file && tar -C /tmp -cf /tmp/layer.tar file
      for each in app/web other/web; do
        crane append -f /tmp/layer.tar -t localhost:5000/$each:1 > /tmp/said 2>&1
        echo "$each $? $(grep -o '403 Forbidden' /tmp/said | head -1)"
      done
      """;

  @TempDir Path state;

  private final Cluster cluster = new FabricKubeconfig().connect(null);
  private final ApiTunnels tunnels = new ApiTunnels(cluster);
  private final IstiodIdentities identities = new IstiodIdentities(cluster, tunnels);
  private final Stack stack =
      new ClusterStack(
          cluster,
          tunnels,
          location -> new RegistryForward(cluster, tunnels, identities, location));

  @BeforeAll
  void install() throws InterruptedException {
    leave();
    apply(WORLD);
    apply(HELLO.replace("NS", MESH));
    apply(HELLO.replace("NS", OUTSIDE));
    apply(BUILDERS.replace("NS", BUILD));
    apply(BUILDERS.replace("NS", THEIRS));
    apply(SIDECAR);
    start(BUILD, "before", "kaniko", LABEL, CALLS);
    start(THEIRS, "before", "kaniko", "app: web", CALLS);
    stack.install(OPTIONS, Progress.none());
    for (String each : List.of(MESH, OUTSIDE)) {
      await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> cluster.get(Kind.POD, each, "hello").orElseThrow().ready());
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
    List<Callable<Object>> all = new ArrayList<>();
    for (String each : NAMESPACES) {
      all.add(() -> cluster.delete(Kind.NAMESPACE, null, each, Duration.ofMinutes(1)));
    }
    all.add(() -> stack.uninstall(OPTIONS, Stack.DataFate.DELETE, Progress.none()));
    Concurrently.all(all);
  }

  private void apply(String yaml) throws InterruptedException {
    for (Document each : Documents.yaml(yaml, "test")) {
      cluster.apply(new KubeObject(each));
    }
  }

  private static final Kind JOB = new Kind("batch", "v1", "Job", "jobs", true);

  private void start(String namespace, String name, String account, String labels, String script)
      throws InterruptedException {
    apply(
        """
        apiVersion: batch/v1
        kind: Job
        metadata: {name: %s, namespace: %s}
        spec:
          backoffLimit: 0
          template:
            metadata: {labels: {%s}}
            spec:
              serviceAccountName: %s
              restartPolicy: Never
              containers:
              - name: build
                image: lab.test/tools:1
                command: [sh, -c]
                args:
                - |
        %s
        """
            .formatted(name, namespace, labels, account, script.indent(10)));
  }

  /// What a Job said, once it is complete.
  private String said(String namespace, String name) throws InterruptedException {
    await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () ->
                cluster
                    .get(JOB, namespace, name)
                    .orElseThrow()
                    .condition("Complete")
                    .at("status")
                    .textOrEmpty()
                    .equals("True"));
    KubeObject pod = cluster.list(Kind.POD, namespace, "job-name=" + name).getFirst();
    return cluster.log(namespace, pod.name(), "build", 100);
  }

  private static Builder kaniko(String namespace) {
    return new Builder(new ServiceAccount(namespace, "kaniko"), List.of("app/*"));
  }

  /// As the log of the registry's sidecar has it.
  private Set<String> whoPushed(String repository) throws InterruptedException {
    TagLog history = new TagHistories(state).of("lab");
    NotedTags noted = new NotedTags(history, cluster, OPTIONS.namespace());
    List<TagChange> changes = noted.changes(repository);
    assertEquals(Optional.empty(), noted.unknown());
    return changes.stream().map(each -> each.principal().orElse("?")).collect(Collectors.toSet());
  }

  @Test
  void jobsPushWhereTheyMayAndEndAndCallTheRestAsBefore() throws InterruptedException {
    String pushed = "app/web 0 \nother/web 1 403 Forbidden\n";
    String refused = "app/web 1 403 Forbidden\nother/web 1 403 Forbidden\n";
    String before = said(BUILD, "before");
    String narrow = said(THEIRS, "before");
    assertTrue(before.startsWith("hello.t-builders-mesh:80 invalid character"), before);
    assertTrue(before.contains("hello.t-builders-plain:80 invalid character"), before);
    assertFalse(narrow.contains("hello.t-builders-plain:80 invalid character"), narrow);
    Document theirs = cluster.get(Kind.SIDECAR, THEIRS, "theirs").orElseThrow().at("spec");

    assertEquals(
        List.of("Sidecar t-builders/mooring-builders"),
        stack.allowBuilder(OPTIONS, kaniko(BUILD)).ways());
    assertEquals(
        List.of("Sidecar t-builders-theirs/theirs"),
        stack.allowBuilder(OPTIONS, kaniko(THEIRS)).ways());
    start(BUILD, "builder", "kaniko", LABEL, PUSHES + CALLS);
    start(BUILD, "stranger", "other", LABEL, PUSHES);
    start(BUILD, "unlabelled", "kaniko", "app: web", CALLS);
    start(THEIRS, "builder", "kaniko", "app: web", PUSHES + CALLS);
    assertEquals(pushed + before, said(BUILD, "builder"));
    assertEquals(refused, said(BUILD, "stranger"));
    assertEquals(before, said(BUILD, "unlabelled"));
    assertEquals(pushed + narrow, said(THEIRS, "builder"));
    // Envoy writes its log every ten seconds.
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertEquals(Set.of(BUILD + "/kaniko", THEIRS + "/kaniko"), whoPushed("app/web")));
    assertEquals(Set.of(), whoPushed("other/web"));

    for (String each : List.of(BUILD, THEIRS)) {
      stack.removeBuilder(OPTIONS, kaniko(each).account());
    }
    assertEquals(List.of(), cluster.list(Kind.SIDECAR, BUILD, ""));
    KubeObject after = cluster.get(Kind.SIDECAR, THEIRS, "theirs").orElseThrow();
    assertEquals(theirs, after.at("spec"));
    assertTrue(after.annotations().isEmpty(), after.annotations()::toString);
  }
}
