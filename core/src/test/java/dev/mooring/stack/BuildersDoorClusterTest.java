package dev.mooring.stack;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.WithoutIstio;
import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.identity.ServiceAccount;
import dev.mooring.identity.istiod.IstiodIdentities;
import dev.mooring.job.Progress;
import dev.mooring.mesh.RegistryForward;
import dev.mooring.stack.config.BuildSetup;
import dev.mooring.stack.config.BuildTool;
import dev.mooring.stack.config.Configuration;
import dev.mooring.stack.options.Builder;
import dev.mooring.stack.options.Protection;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.tunnel.cluster.ApiTunnels;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Jobs push by their account's token where there is no mesh, as the printed configuration has them
/// do it; with or without a mesh in the cluster.
@Tag("cluster")
@Tag("apart")
@WithoutIstio
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BuildersDoorClusterTest {
  private static final StackOptions OPTIONS =
      StackOptions.defaults().named("t-bdoor").withNodePort(5073).withProtection(Protection.TOKENS);
  private static final String BUILD = "t-bdoor-build";
  private static final ServiceAccount KANIKO = new ServiceAccount(BUILD, "kaniko");
  private static final ServiceAccount OTHER = new ServiceAccount(BUILD, "other");
  private static final Builder BUILDER = new Builder(KANIKO, List.of("app/*"));
  private static final Kind JOB = new Kind("batch", "v1", "Job", "jobs", true);

  /// Each job's image is its own: crane writes nothing where the tag names the same image already.
  private static final String PUSHES =
      """
      hostname > /tmp/file && tar -C /tmp -cf /tmp/layer.tar file
      for each in app/web other/web; do
        crane append -f /tmp/layer.tar -t localhost:5073/$each:1 > /tmp/said 2>&1
        echo "$each $? $(grep -o '403 Forbidden' /tmp/said | head -1)"
      done
      ls /run/mooring-token /var/run/secrets/kubernetes.io 2>/dev/null | grep -c token
      true
      """;

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
    stack.install(OPTIONS, Progress.none());
    for (Document each :
        Documents.yaml(
            """
            {apiVersion: v1, kind: Namespace, metadata: {name: t-bdoor-build}}
            ---
            {apiVersion: v1, kind: ServiceAccount, metadata: {name: kaniko, namespace: t-bdoor-build}}
            ---
            {apiVersion: v1, kind: ServiceAccount, metadata: {name: other, namespace: t-bdoor-build}}
            """,
            "test")) {
      cluster.apply(new KubeObject(each));
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
    cluster.delete(Kind.NAMESPACE, null, BUILD, Duration.ofMinutes(1));
    stack.uninstall(OPTIONS, Stack.DataFate.DELETE, Progress.none());
  }

  /// The printed Job, but for what it runs.
  private void start(String name, ServiceAccount account) throws InterruptedException {
    Document job =
        Documents.yaml(
                Configuration.of(
                    BuildTool.KANIKO, new BuildSetup(OPTIONS, "app/web", account, true)),
                "kaniko.yaml")
            .getFirst();
    Map<String, Object> container =
        Map.of(
            "name",
            "build",
            "image",
            "lab.test/tools:1",
            "command",
            List.of("sh", "-c"),
            "args",
            List.of(PUSHES));
    cluster.apply(
        new KubeObject(
            job.without("metadata", "generateName")
                .with(name, "metadata", "name")
                .with(List.of(container), "spec", "template", "spec", "containers")));
  }

  private String said(String name) throws InterruptedException {
    await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () ->
                cluster.get(JOB, BUILD, name).orElseThrow().at("status", "conditions").stream()
                    .anyMatch(
                        each ->
                            List.of("Complete", "Failed").contains(each.at("type").textOrEmpty())));
    KubeObject pod = cluster.list(Kind.POD, BUILD, "job-name=" + name).getFirst();
    return cluster.log(BUILD, pod.name(), "build", 100);
  }

  @Test
  void jobsPushWhereTheyMayByTheirTokenWhichTheyNeverSee() throws InterruptedException {
    String refused = "app/web 1 403 Forbidden\nother/web 1 403 Forbidden\n0\n";
    stack.allowBuilder(OPTIONS, BUILDER);
    assertEquals(1, stack.builders(OPTIONS).size());
    assertTrue(stack.builders(OPTIONS).getFirst().open());
    assertTrue(stack.writers(OPTIONS).stream().noneMatch(each -> each.account().equals("kaniko")));
    // An install keeps builders as it keeps writers.
    stack.install(OPTIONS, Progress.none());
    start("builder", KANIKO);
    start("stranger", OTHER);
    assertEquals("app/web 0 \nother/web 1 403 Forbidden\n0\n", said("builder"));
    assertEquals(refused, said("stranger"));

    stack.allowBuilder(OPTIONS, new Builder(OTHER, List.of("none/*")));
    stack.removeBuilder(OPTIONS, KANIKO);
    assertEquals(1, stack.builders(OPTIONS).size());
    // A kubelet brings the changed rule to the proxy: within seconds, at worst within a minute.
    String told = "";
    long begun = System.nanoTime();
    // The job that is started last may still meet the old rule.
    Duration most = Duration.ofSeconds(75);
    for (int i = 0; !told.equals(refused) && System.nanoTime() - begun < most.toNanos(); i++) {
      start("removed-" + i, KANIKO);
      told = said("removed-" + i);
    }
    assertEquals(refused, told);
    stack.removeBuilder(OPTIONS, OTHER);
    assertTrue(cluster.get(Kind.CONFIG_MAP, BUILD, "mooring-builder-t-bdoor").isEmpty());
  }
}
