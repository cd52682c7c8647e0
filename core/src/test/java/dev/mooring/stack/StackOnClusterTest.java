package dev.mooring.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.NeedsIstio;
import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.document.Documents;
import dev.mooring.identity.ServiceAccount;
import dev.mooring.identity.istiod.IstiodIdentities;
import dev.mooring.job.Job;
import dev.mooring.job.Jobs;
import dev.mooring.job.Progress;
import dev.mooring.mesh.RegistryForward;
import dev.mooring.problem.Finding;
import dev.mooring.stack.options.Rehearsed;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.options.Writer;
import dev.mooring.stack.render.Ownership;
import dev.mooring.stack.render.Rendering;
import dev.mooring.stack.render.Surroundings;
import dev.mooring.tunnel.cluster.ApiTunnels;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

@NeedsIstio
@Tag("cluster")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class StackOnClusterTest {
  private static final StackOptions OPTIONS = StackOptions.defaults();

  private Set<String> before = Set.of();
  private final Cluster cluster = new FabricKubeconfig().connect(null);
  private final ApiTunnels tunnels = new ApiTunnels(cluster.endpoint());
  private final IstiodIdentities identities = new IstiodIdentities(cluster, tunnels);
  private final Stack stack =
      new ClusterStack(
          cluster, tunnels, each -> new RegistryForward(cluster, tunnels, identities, each));

  /// Keeps the steps for the messages of failed assertions.
  private static final class Steps implements Progress {
    private final List<String> steps = new ArrayList<>();

    @Override
    public synchronized void step(String sentence) {
      steps.add(sentence);
    }

    @Override
    public void advance(String part, long done, long total, Unit unit) {}

    @Override
    public synchronized String toString() {
      return String.join("\n", steps);
    }
  }

  @BeforeAll
  void startClean() throws Exception {
    stack.uninstall(OPTIONS, Stack.DataFate.DELETE, Progress.none());
    before = AllObjects.names(cluster.context());
  }

  @AfterAll
  void leaveNothing() throws InterruptedException {
    stack.uninstall(OPTIONS, Stack.DataFate.DELETE, Progress.none());
    identities.close();
    tunnels.close();
    cluster.close();
  }

  @Test
  @Order(1)
  void theDoctorFindsNoBlockerAndAnswersSoon() throws InterruptedException {
    long start = System.nanoTime();
    List<Finding> findings = stack.examine(OPTIONS, 5000, ignored -> {});
    assertTrue(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start) < 5);
    assertTrue(findings.size() >= 12, findings::toString);
    assertTrue(
        findings.stream().noneMatch(each -> each.level() == Finding.Level.BLOCKER),
        findings::toString);
    assertEquals(
        findings.size(), findings.stream().map(Finding::id).distinct().count(), "ids are unique");
  }

  @Test
  @Order(2)
  void anInstallCutOffInTheMiddleIsCompletedByTheNext() throws Exception {
    CountDownLatch half = new CountDownLatch(8);
    try (Jobs jobs = new Jobs()) {
      Job<Stack.Installation> job =
          jobs.start(
              "Install",
              progress ->
                  stack.install(
                      OPTIONS,
                      new Progress() {
                        @Override
                        public void step(String sentence) {
                          half.countDown();
                        }

                        @Override
                        public void advance(String part, long done, long total, Unit unit) {}
                      }));
      assertTrue(half.await(60, TimeUnit.SECONDS));
      job.cancel();
      assertThrows(RuntimeException.class, job::await);
    }
    Stack.Installation second = stack.install(OPTIONS, Progress.none());
    assertTrue(second.created() > 0, "the rest was created: " + second);
    StackStatus status = stack.status(OPTIONS);
    assertTrue(status.ready(), status.why());
    assertEquals(cluster.list(Kind.NODE, null, "").size(), status.nodes().size());
  }

  @Test
  @Order(3)
  void aSecondInstallWritesNothing() throws InterruptedException {
    Steps steps = new Steps();
    assertEquals(0, stack.install(OPTIONS, steps).written(), steps::toString);
  }

  @Test
  @Order(5)
  void everyNodePullsAFreshImageAndVerifyLeavesNothing() throws InterruptedException {
    Steps steps = new Steps();
    Verification verification = stack.verify(OPTIONS, steps);
    assertTrue(verification.passed(), steps::toString);
    assertEquals(cluster.list(Kind.NODE, null, "").size(), verification.pulls().size());
    assertTrue(cluster.list(Kind.POD, null, NodePulls.PROBE).isEmpty());
    assertTrue(cluster.get(Kind.SERVICE_ACCOUNT, OPTIONS.namespace(), "mooring-verify").isEmpty());
  }

  @Test
  @Order(6)
  void writersComeAndGo() throws InterruptedException {
    Writer ana = new Writer("ana", "dev-ana", "builder", List.of("ana/*", "shared/app"));
    String rights = stack.addWriter(OPTIONS, ana, "ana@example.test").yaml();
    assertTrue(stack.writers(OPTIONS).contains(ana), () -> stack.toString());
    assertEquals(5, Documents.yaml(rights, "rights").size());
    stack.removeWriter(OPTIONS, "ana", "dev-ana");
    assertFalse(stack.writers(OPTIONS).contains(ana));
    assertThrows(RuntimeException.class, () -> stack.removeWriter(OPTIONS, "ana", "dev-ana"));
  }

  @Test
  @Order(7)
  void imagesOutliveAnUninstallThatKeepsThem() throws InterruptedException {
    String tag = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    ProbeImage image = new ProbeImage(tag, new java.util.TreeSet<>(List.of("amd64")));
    ProbeSession.use(cluster, tunnels, identities, OPTIONS, push -> push.push(image, tag));
    stack.uninstall(OPTIONS, Stack.DataFate.KEEP, Progress.none());
    assertEquals(
        List.of("Namespace kube-registry", "PersistentVolumeClaim kube-registry/kube-registry"),
        labelled());
    stack.install(OPTIONS, Progress.none());
    ProbeSession.use(cluster, tunnels, identities, OPTIONS, push -> assertTrue(push.has(tag)));
  }

  @Test
  @Order(8)
  void anUninstallWithTheDataLeavesNothing() throws Exception {
    ServiceAccount own = OPTIONS.firstWriter();
    stack.rehearse(
        OPTIONS, new Rehearsed(own.namespace(), own.name(), List.of("app/*"), Instant.now()));
    List<String> plan =
        stack.planUninstall(OPTIONS, Stack.DataFate.DELETE).steps().stream()
            .map(Plan.Step::object)
            .toList();
    assertEquals(plan, stack.uninstall(OPTIONS, Stack.DataFate.DELETE, Progress.none()));
    assertEquals(List.of(), labelled());
    assertFalse(stack.status(OPTIONS).installed());
    AllObjects.await(cluster.context(), before);
  }

  @Test
  @Order(9)
  void anImageThatNoNodeHasIsNamedInTheProblem() throws InterruptedException {
    StackOptions wrong = OPTIONS.withRegistryImage("localhost:1/none:1").withStorageSize("1Gi");
    dev.mooring.problem.MooringException failed =
        assertThrows(
            dev.mooring.problem.MooringException.class,
            () -> stack.install(wrong, Progress.none()));
    assertTrue(failed.problem().why().contains("localhost:1/none:1"), failed::getMessage);
    stack.uninstall(OPTIONS, Stack.DataFate.DELETE, Progress.none());
  }

  private List<String> labelled() throws InterruptedException {
    List<KubeObject> found = new ArrayList<>();
    for (KubeObject each : new Rendering(OPTIONS, Surroundings.usual()).objects()) {
      Kind kind = Kind.of(each);
      for (KubeObject object : cluster.list(kind, null, Ownership.selector(OPTIONS))) {
        found.add(object);
      }
    }
    found.addAll(cluster.list(Kind.POD, null, Ownership.selector(OPTIONS)));
    return found.stream().map(KubeObject::words).distinct().sorted().toList();
  }
}
