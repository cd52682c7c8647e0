package dev.mooring.debug;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.NeedsIstio;
import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.debug.cluster.ClusterDebugger;
import dev.mooring.debug.container.DebugContainer;
import dev.mooring.debug.container.DebugImage;
import dev.mooring.debug.container.DebugImages;
import dev.mooring.debug.container.NodeImages;
import dev.mooring.debug.container.Supervisor;
import dev.mooring.debug.delve.DelveSources;
import dev.mooring.debug.delve.RegistryWay;
import dev.mooring.debug.image.Images;
import dev.mooring.debug.judge.Preflight;
import dev.mooring.debug.program.Programs;
import dev.mooring.debug.subject.Attempts;
import dev.mooring.debug.subject.Privileges;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.forward.listener.LocalUsers;
import dev.mooring.identity.istiod.IstiodIdentities;
import dev.mooring.job.Progress;
import dev.mooring.mesh.PlainRegistry;
import dev.mooring.mesh.RegistryForward;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.registry.client.HttpRegistry;
import dev.mooring.tunnel.cluster.ApiTunnels;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/// Attaching with no setting, by the Go of this machine and by images that the nodes have.
@Tag("cluster")
@Tag("apart")
@Timeout(300)
final class DelveSourceClusterTest {
  private static final DebugOptions NO_SETTING = new DebugOptions("", 0, "/home/ana/hello");
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String RESTRICTED =
      "securityContext: {runAsNonRoot: true, runAsUser: 1000, allowPrivilegeEscalation: false,"
          + " readOnlyRootFilesystem: true, capabilities: {drop: [ALL]},"
          + " seccompProfile: {type: RuntimeDefault}}";
  private final String namespace = "t-delve-" + Long.toString(System.nanoTime() & 0xffffff, 36);
  private final Cluster cluster = new FabricKubeconfig().connect(null);
  private final ApiTunnels tunnels = new ApiTunnels(cluster);
  private final IstiodIdentities identities = new IstiodIdentities(cluster, tunnels);
  private final List<String> steps = new CopyOnWriteArrayList<>();
  private final Progress progress =
      new Progress() {
        @Override
        public void step(String sentence) {
          steps.add(sentence);
        }

        @Override
        public void advance(String part, long done, long total, Unit unit) {}
      };

  @TempDir Path folder;

  @AfterEach
  void remove() throws InterruptedException {
    try {
      cluster.delete(Kind.NAMESPACE, null, namespace, Duration.ofSeconds(90));
    } finally {
      identities.close();
      tunnels.close();
      cluster.close();
    }
  }

  @Test
  void goBuildsDelveOnceAndThenItIsThereInSeconds() throws Exception {
    namespace(Map.of());
    KubeObject before = deploy("hello-noopt", "");
    attach("ana", Optional::empty);
    assertTrue(said("built Delve 1.27.2 in "), steps::toString);
    steps.clear();
    Duration warm = attach("ana", Optional::empty);
    // Other tests use the machine at the same time.
    for (int i = 0; i < 2 && warm.compareTo(Duration.ofSeconds(10)) >= 0; i++) {
      warm = attach("ana", Optional::empty);
    }
    LoggerFactory.getLogger(getClass()).info("attached in {} ms", warm.toMillis());
    assertTrue(warm.compareTo(Duration.ofSeconds(10)) < 0, warm::toString);
    assertTrue(said("sending Delve 1.27.2, built with Go 1"), steps::toString);
    assertTrue(!said("building"), steps::toString);
    assertUntouched(before);
  }

  @Test
  void underRestrictedPodSecurityBesideAReadOnlyProgram() throws Exception {
    namespace(Map.of("pod-security.kubernetes.io/enforce", "restricted"));
    KubeObject before = deploy("hello-trimpath", RESTRICTED);
    attach("ana", Optional::empty);
    assertUntouched(before);
  }

  @Test
  @NeedsIstio
  void besideAnIstioSidecar() throws Exception {
    namespace(Map.of("istio-injection", "enabled"));
    KubeObject before = deploy("hello-noopt", "");
    attach("ana", Optional::empty);
    assertUntouched(before);
  }

  @Test
  void whatOneLaptopBuiltAnotherOneGetsFromTheRegistry() throws Exception {
    namespace(Map.of());
    apply("kube-registry", "docker.io/library/registry:3.1.2", "");
    KubeObject before = deploy("hello-noopt", "");
    ready("kube-registry");
    attach("ana", this::registry);
    assertTrue(said("built Delve"), steps::toString);
    assertTrue(said("stored Delve in the cluster's registry as mooring/delve:1.27.2-"));
    steps.clear();
    attach("bob", this::registry);
    assertTrue(said("sending Delve 1.27.2 from the cluster's registry"), steps::toString);
    assertUntouched(before);
  }

  /// Whoever adds a name to the list claims something of an image; here is what the nodes have.
  @Test
  void imagesThatAreTakenToHaveAShellHaveWhatTheScriptNeeds() throws Exception {
    namespace(Map.of());
    deploy("hello-noopt", "");
    Preflight.Judged judged = preflight().judge(target());
    List<DebugImage> all = new NodeImages(cluster).of(judged.target());
    assertEquals("lab.test/hello-noopt:1", all.getLast().image());
    assertTrue(all.size() > 1, all::toString);
    Privileges least = judged.security().privileges(judged.target()).getFirst();
    for (DebugImage each : all.subList(0, all.size() - 1)) {
      DebugContainer container = new DebugContainer(cluster, judged.target(), each);
      container.add(least, Duration.ofSeconds(30), Duration.ofSeconds(60));
      container.awaitRunning();
      try (Supervisor supervisor =
          new Supervisor(
              () -> tunnels.attach(namespace, judged.target().pod().name(), container.name()))) {
        List<String> tools = supervisor.ask("tools", SOON);
        assertEquals(List.of("place /tmp", "has gunzip", "has sha256sum"), tools, each.image());
        quit(supervisor);
        assertTrue(container.awaitEnded(SOON), each.image());
      }
    }
  }

  /// The answer may go with the process that says it.
  private static void quit(Supervisor supervisor) throws InterruptedException {
    try {
      supervisor.ask("quit", SOON);
    } catch (MooringException e) {
      assertEquals(Code.DEBUG_CONTAINER_FAILED, e.problem().code());
    }
  }

  @Test
  void anImageWithoutAShellIsPassedOver() throws Exception {
    namespace(Map.of());
    deploy("hello-noopt", "");
    Preflight.Judged judged = preflight().judge(target());
    Privileges least = judged.security().privileges(judged.target()).getFirst();
    List<DebugImage> both =
        List.of(
            DebugImage.onNode("lab.test/hello-noopt:1"),
            new NodeImages(cluster).of(judged.target()).getFirst());
    DebugImages images = new DebugImages(both);
    DebugContainer started =
        images.first(
            image -> {
              DebugContainer next = new DebugContainer(cluster, judged.target(), image);
              next.add(least, Duration.ofSeconds(2), Duration.ofSeconds(2));
              next.awaitRunning();
              return next;
            },
            progress);
    assertEquals(both.getLast(), images.now());
    assertTrue(said("image lab.test/hello-noopt:1 can't be used"), steps::toString);
    assertTrue(started.awaitEnded(SOON));
  }

  private Preflight preflight() {
    return new Preflight(
        cluster, new Attempts(), new Programs(cluster, tunnels, new Images(Optional::empty)));
  }

  private boolean said(String start) {
    return steps.stream().anyMatch(each -> each.startsWith(start));
  }

  /// Attaches by somebody's laptop and ends it, with what is stored meanwhile.
  ///
  /// @return how long it took until Delve was attached
  private Duration attach(String user, RegistryWay way) throws Exception {
    long began = System.nanoTime();
    try (ClusterDebugger debugger =
        new ClusterDebugger(
            cluster,
            tunnels,
            LocalUsers.owner(),
            new DelveSources(folder.resolve(user), way),
            folder)) {
      DebugSession session = debugger.attach(target(), NO_SETTING, progress);
      Duration took = Duration.ofNanos(System.nanoTime() - began);
      assertTrue(session.binary().contains("DWARF 5"), session.binary());
      assertEquals(DebugSession.Phase.RUNNING, session.state().get().phase());
      if (said("built Delve") && way.open().isPresent()) {
        Awaitility.await().atMost(SOON).until(() -> said("stored Delve"));
      }
      session.close();
      assertEquals(null, session.state().get().problem());
      return took;
    }
  }

  private Optional<RegistryWay.Opened> registry() throws InterruptedException {
    RegistryForward forward =
        new RegistryForward(
            cluster, tunnels, identities, new PlainRegistry(namespace, "kube-registry", 5000));
    int port = forward.connect(0).listening().getFirst().getPort();
    HttpRegistry registry = new HttpRegistry(URI.create("http://localhost:" + port), null);
    return Optional.of(
        new RegistryWay.Opened(
            registry,
            () -> {
              registry.close();
              forward.close();
            }));
  }

  private DebugTarget target() {
    return new DebugTarget(namespace, "deploy/hello", "");
  }

  private void assertUntouched(KubeObject before) throws InterruptedException {
    KubeObject after = cluster.get(Kind.POD, namespace, before.name()).orElseThrow();
    assertEquals(before.uid(), after.uid());
    for (Document each : after.at("status", "containerStatuses").items()) {
      assertEquals(0L, each.at("restartCount").integer().orElse(-1L));
    }
    for (Document each : after.at("status", "ephemeralContainerStatuses").items()) {
      assertTrue(!each.at("state", "terminated").isNothing(), each::toString);
    }
  }

  private void namespace(Map<String, String> labels) throws InterruptedException {
    Map<String, Object> metadata = Map.of("name", namespace, "labels", labels);
    cluster.apply(
        new KubeObject(
            Document.of(Map.of("apiVersion", "v1", "kind", "Namespace", "metadata", metadata))));
  }

  private KubeObject deploy(String image, String more) throws InterruptedException {
    apply("hello", "lab.test/" + image + ":1", more);
    return ready("hello");
  }

  private void apply(String name, String image, String more) throws InterruptedException {
    String text =
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: %1$s, namespace: %2$s}
        spec:
          selector: {matchLabels: {app: %1$s}}
          template:
            metadata: {labels: {app: %1$s}}
            spec:
              terminationGracePeriodSeconds: 2
              containers:
              - name: %1$s
                image: %3$s
                imagePullPolicy: IfNotPresent
                %4$s
        """
            .formatted(name, namespace, image, more);
    cluster.apply(new KubeObject(Documents.yaml(text, "the test").getFirst()));
  }

  private KubeObject ready(String app) {
    return Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .until(
            () -> cluster.list(Kind.POD, namespace, "app=" + app).stream().findFirst(),
            pod -> pod.filter(DelveSourceClusterTest::isReady).isPresent())
        .orElseThrow();
  }

  private static boolean isReady(KubeObject pod) {
    return pod.at("status", "conditions").stream()
        .anyMatch(
            each ->
                each.at("type").textOrEmpty().equals("Ready")
                    && each.at("status").textOrEmpty().equals("True"));
  }
}
