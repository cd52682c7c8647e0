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
import dev.mooring.stack.options.Additions;
import dev.mooring.stack.options.Builder;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.render.BuilderListener;
import dev.mooring.stack.render.EgressProxy;
import dev.mooring.tunnel.cluster.ApiTunnels;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A builder goes out by the proxy and not past it. The API server is the host: its address is
/// outside of the mesh and it speaks TLS with a certificate that no builder believes, so that
/// "unknown authority" says that the builder spoke with it.
@NeedsIstio
@Tag("cluster")
@Tag("apart")
final class EgressClusterTest {
  private static final String HOST = "kubernetes.default.svc.cluster.local";
  private static final String OTHER = "istiod.istio-system.svc.cluster.local";
  private static final StackOptions OPTIONS =
      StackOptions.defaults()
          .named("t-egress")
          .withNodePort(5079)
          .withStorageSize("1Gi")
          .withAdditions(Additions.NONE.withEgress(List.of(HOST + "/private")));
  private static final String BUILD = "t-egress-build";
  private static final String STRANGER = "t-egress-stranger";

  private static final String NAMESPACE =
      """
      apiVersion: v1
      kind: Namespace
      metadata: {name: NS, labels: {istio-injection: enabled}}
      ---
      apiVersion: v1
      kind: ServiceAccount
      metadata: {name: kaniko, namespace: NS}
      """;

  /// Go's client leaves no proxy out for names below the cluster's domain unless told to.
  private static final String ASKS =
      """
      ask() {
        echo "$1 $(crane catalog $2 2>&1 | grep -oE 'unknown authority|an HTTP request to an HTTPS|Forbidden|reset|EOF|refused|timeout' | head -1)"
      }
      ask direct DIRECT
      export HTTPS_PROXY=PROXY
      ask listed HOST:443
      ask other OTHER:443
      ask address DIRECT
      """;

  private static final Kind JOB = new Kind("batch", "v1", "Job", "jobs", true);

  private final Cluster cluster = new FabricKubeconfig().connect(null);
  private final ApiTunnels tunnels = new ApiTunnels(cluster);
  private final IstiodIdentities identities = new IstiodIdentities(cluster, tunnels);
  private final Stack stack =
      new ClusterStack(
          cluster, tunnels, each -> new RegistryForward(cluster, tunnels, identities, each));

  @BeforeEach
  void install() throws InterruptedException {
    leave();
    for (String each : List.of(BUILD, STRANGER)) {
      apply(NAMESPACE.replace("NS", each));
    }
    start(BUILD, "before");
    stack.install(OPTIONS, Progress.none());
  }

  @AfterEach
  void end() throws InterruptedException {
    leave();
    identities.close();
    tunnels.close();
    cluster.close();
  }

  private void leave() throws InterruptedException {
    List<Callable<Object>> all = new ArrayList<>();
    for (String each : List.of(BUILD, STRANGER)) {
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

  private void start(String namespace, String name) throws InterruptedException {
    String script =
        ASKS.replace("DIRECT", direct())
            .replace("=PROXY", "=" + EgressProxy.address(OPTIONS))
            .replace("HOST", HOST)
            .replace("OTHER", OTHER);
    apply(
        """
        apiVersion: batch/v1
        kind: Job
        metadata: {name: %s, namespace: %s}
        spec:
          backoffLimit: 0
          template:
            metadata: {labels: {mooring.dev/builder: 'true'}}
            spec:
              serviceAccountName: kaniko
              restartPolicy: Never
              containers:
              - name: build
                image: lab.test/tools:1
                command: [sh, -c]
                args:
                - |
        %s
        """
            .formatted(name, namespace, script.indent(10)));
  }

  /// The API server past its Service, which the mesh knows.
  private String direct() throws InterruptedException {
    Kind endpoints = new Kind("", "v1", "Endpoints", "endpoints", true);
    Document subset =
        cluster
            .get(endpoints, "default", "kubernetes")
            .orElseThrow()
            .at("subsets")
            .items()
            .getFirst();
    return subset.at("addresses").items().getFirst().at("ip").textOrEmpty()
        + ":"
        + subset.at("ports").items().getFirst().at("port").integer().orElseThrow();
  }

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

  @Test
  void aBuilderReachesTheListedHostByTheProxyAndNothingElse() throws InterruptedException {
    String before = said(BUILD, "before");
    assertTrue(before.startsWith("direct unknown authority\n"), before);
    stack.allowBuilder(OPTIONS, new Builder(new ServiceAccount(BUILD, "kaniko"), List.of("app/*")));
    start(BUILD, "after");
    start(STRANGER, "stranger");
    String after = said(BUILD, "after");
    List<String> lines = after.lines().toList();
    assertFalse(lines.getFirst().contains("unknown authority"), after);
    assertEquals("listed unknown authority", lines.get(1), after);
    assertEquals("other Forbidden", lines.get(2), after);
    assertFalse(lines.get(3).contains("HTTP") || lines.get(3).contains("authority"), after);
    String stranger = said(STRANGER, "stranger");
    assertFalse(stranger.contains("listed unknown authority"), stranger);
    assertEquals(0, stack.install(OPTIONS, Progress.none()).written());
    stack.install(OPTIONS.withAdditions(Additions.NONE), Progress.none());
    KubeObject sidecar = cluster.get(Kind.SIDECAR, BUILD, BuilderListener.SIDECAR).orElseThrow();
    assertFalse(BuilderListener.closed(sidecar));
    assertEquals(
        List.of(),
        cluster.list(Kind.POD, OPTIONS.egressNamespace(), "").stream()
            .filter(each -> !each.deleting())
            .toList());
  }
}
