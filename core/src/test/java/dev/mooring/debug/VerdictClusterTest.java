package dev.mooring.debug;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.debug.cluster.ClusterDebugger;
import dev.mooring.debug.delve.DelveSources;
import dev.mooring.debug.delve.RegistryWay;
import dev.mooring.debug.subject.TargetContainer;
import dev.mooring.document.Documents;
import dev.mooring.forward.listener.LocalUsers;
import dev.mooring.identity.istiod.IstiodIdentities;
import dev.mooring.job.Progress;
import dev.mooring.mesh.PlainRegistry;
import dev.mooring.mesh.RegistryForward;
import dev.mooring.registry.ImageReference;
import dev.mooring.registry.client.HttpRegistry;
import dev.mooring.tunnel.LabProgram;
import dev.mooring.tunnel.cluster.ApiTunnels;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The verdict on pods of many kinds, each in three seconds and with nothing changed in them.
@Tag("cluster")
@Tag("apart")
@Tag("anywhere")
@Timeout(300)
final class VerdictClusterTest {
  private static final Logger LOG = LoggerFactory.getLogger(VerdictClusterTest.class);
  private static final Duration MOST = Duration.ofSeconds(3);
  private static final String RESTRICTED =
      "securityContext: {runAsNonRoot: true, runAsUser: 1000, allowPrivilegeEscalation: false,"
          + " capabilities: {drop: [ALL]}, seccompProfile: {type: RuntimeDefault}}";
  private static final String STRIPPED = "the program has no debug information";
  private static final String LISTENS =
      "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:5005";

  private final String namespace = "t-verdict-" + Long.toString(System.nanoTime() & 0xffffff, 36);
  private final String restricted = namespace + "-r";
  private final Cluster cluster = new FabricKubeconfig().connect(null);
  private final ApiTunnels tunnels = new ApiTunnels(cluster);
  private final IstiodIdentities identities = new IstiodIdentities(cluster, tunnels);
  @TempDir Path folder;

  /// @param image of those that [VerdictImages] makes, or a whole name
  /// @param runtime as the verdict names it: "Go 1.26", "JVM"
  /// @param words that a finding has; empty where nothing is found
  private record Fixture(
      String name,
      String image,
      String pod,
      String container,
      Verdict.Way way,
      String runtime,
      String words) {}

  private static Fixture attached(String name, String image, String pod, String container) {
    return new Fixture(name, image, pod, container, Verdict.Way.ATTACH, "Go 1.", "");
  }

  private static final List<Fixture> FIXTURES =
      List.of(
          attached("plain", "go", "", "command: [/plain]"),
          attached("trimpath", "go", "", "command: [/trimpath]"),
          attached("pie", "go", "", "command: [/pie]"),
          attached("cgo", "go", "", "command: [/cgo]"),
          attached("entrypoint-of-the-image", "go", "", ""),
          attached("only-on-the-node", "shell", "", ""),
          attached("read-only", "go", "", "securityContext: {readOnlyRootFilesystem: true}"),
          attached("host-pid", "go", "hostPID: true", ""),
          attached("shared-pid", "go", "shareProcessNamespace: true", ""),
          attached("restricted", "go", "", RESTRICTED),
          new Fixture(
              "stripped", "go", "", "command: [/stripped]", Verdict.Way.NONE, "Go 1.", STRIPPED),
          new Fixture(
              "not-go",
              "lab.test/tools:1",
              "",
              "command: [sleep, '3600']",
              Verdict.Way.NONE,
              "not Go",
              "isn't written in Go"),
          new Fixture("jvm", "jvm", "", "", Verdict.Way.COPY, "JVM", "JDWP"),
          new Fixture(
              "other-architecture",
              "arm64",
              "",
              "",
              Verdict.Way.NONE,
              "",
              "the image is for arm64"),
          new Fixture(
              "jvm-that-listens",
              "jvm",
              "",
              "env: [{name: JAVA_TOOL_OPTIONS, value: '" + LISTENS + "'}]",
              Verdict.Way.FORWARD,
              "JVM",
              "The JVM's debugger (JDWP) already listens on port 5005"),
          new Fixture(
              "delve",
              "lab.test/dlv:1.27.2",
              "",
              "command: [/dbg/go/bin/dlv, exec, --headless, --accept-multiclient, --continue,"
                  + " '--listen=127.0.0.1:56268', /dbg/go/bin/dlv, --, help]",
              Verdict.Way.FORWARD,
              "",
              "Delve already listens on port 56268"),
          new Fixture(
              "delve-by-a-script",
              "script",
              "",
              "",
              Verdict.Way.FORWARD,
              "Go 1.",
              "Delve already listens on port 40000"));

  @AfterEach
  void remove() throws InterruptedException {
    try {
      cluster.delete(Kind.NAMESPACE, null, restricted, Duration.ofSeconds(90));
      cluster.delete(Kind.NAMESPACE, null, namespace, Duration.ofSeconds(90));
    } finally {
      identities.close();
      tunnels.close();
      cluster.close();
    }
  }

  @Test
  void eachNamesTheRuntimeTheBlockerAndTheFirstWayThatWorks() throws Exception {
    VerdictImages images = new VerdictImages(LabProgram.required(), folder);
    namespace(namespace, "privileged");
    namespace(restricted, "restricted");
    apply(namespace, "kube-registry", "docker.io/library/registry:3.1.2", "", "");
    images.make();
    for (Fixture each : FIXTURES) {
      apply(
          namespaceOf(each),
          each.name(),
          each.image().contains("/") ? each.image() : VerdictImages.name(each.image()),
          each.pod(),
          each.container());
    }
    running(namespace, "kube-registry");
    try (HttpRegistry registry = registry()) {
      for (String each : List.of("go", "jvm", "arm64", "script")) {
        registry.push(
            images.archive(each),
            ImageReference.parse("localhost/" + VerdictImages.repository(each) + ":1"),
            Progress.none());
      }
    }
    for (Fixture each : FIXTURES) {
      if (!each.name().equals("other-architecture")) {
        running(namespaceOf(each), each.name());
      }
    }
    List<Executable> all = new ArrayList<>();
    try (ClusterDebugger debugger =
        new ClusterDebugger(
            cluster, tunnels, LocalUsers.owner(), new DelveSources(folder, this::way), folder)) {
      for (Fixture each : FIXTURES) {
        long asked = System.nanoTime();
        Verdict verdict =
            debugger.judge(new DebugTarget(namespaceOf(each), "pod/" + each.name(), ""));
        Duration took = Duration.ofNanos(System.nanoTime() - asked);
        LOG.info(
            "{} in {} ms: {} {} {}",
            each.name(),
            took.toMillis(),
            verdict.way(),
            verdict.runtime(),
            verdict.lines());
        all.add(() -> assertTrue(took.compareTo(MOST) < 0, () -> each.name() + " took " + took));
        all.add(() -> assertEquals(each.way(), verdict.way(), verdict::toString));
        all.add(() -> assertTrue(verdict.runtime().startsWith(each.runtime()), verdict::toString));
        all.add(
            () ->
                assertTrue(
                    String.join("\n", verdict.lines()).contains(each.words()), verdict::toString));
        all.add(() -> assertUntouched(each));
      }
      // A JVM serves one at a time: twice, because it listens again only when the first has gone.
      all.add(() -> forwards(debugger, "jvm-that-listens"));
      all.add(() -> forwards(debugger, "jvm-that-listens"));
      all.add(() -> copies(debugger, "jvm"));
      assertAll(all);
    }
  }

  private void forwards(ClusterDebugger debugger, String pod) throws Exception {
    DebugTarget target = new DebugTarget(namespace, "pod/" + pod, "");
    DebugOptions options = new DebugOptions("", 0, "");
    try (DebugSession session = debugger.attach(target, options, Progress.none())) {
      assertEquals(DebugProtocol.JDWP, session.protocol());
      Awaitility.await()
          .ignoreExceptionsInstanceOf(IOException.class)
          .until(() -> speaksJdwp(session.address()));
    }
    KubeObject after = cluster.get(Kind.POD, namespace, pod).orElseThrow();
    assertTrue(after.at("spec", "ephemeralContainers").isNothing(), pod);
    assertEquals(0, new TargetContainer(after, "app").restarts());
  }

  /// Its JVM waits for an editor, which is the first that connects.
  private void copies(ClusterDebugger debugger, String pod) throws Exception {
    DebugTarget target = new DebugTarget(namespace, "pod/" + pod, "");
    DebugOptions options = new DebugOptions("", 0, "").with(Mode.copy());
    String copy;
    try (DebugSession session = debugger.attach(target, options, Progress.none())) {
      copy = session.verdict().pod();
      assertEquals(DebugProtocol.JDWP, session.protocol());
      assertEquals("JVM", session.binary());
      assertTrue(speaksJdwp(session.address()));
    }
    assertNotEquals(pod, copy);
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> cluster.get(Kind.POD, namespace, copy).isEmpty());
    assertEquals(
        0,
        new TargetContainer(cluster.get(Kind.POD, namespace, pod).orElseThrow(), "app").restarts());
  }

  private static boolean speaksJdwp(InetSocketAddress address) throws IOException {
    byte[] greeting = "JDWP-Handshake".getBytes(StandardCharsets.US_ASCII);
    try (Socket editor = new Socket(address.getAddress(), address.getPort())) {
      editor.getOutputStream().write(greeting);
      return Arrays.equals(greeting, editor.getInputStream().readNBytes(greeting.length));
    }
  }

  private void assertUntouched(Fixture each) throws InterruptedException {
    KubeObject pod = cluster.get(Kind.POD, namespaceOf(each), each.name()).orElseThrow();
    assertTrue(pod.at("spec", "ephemeralContainers").isNothing(), each.name());
  }

  private String namespaceOf(Fixture each) {
    return each.name().equals("restricted") ? restricted : namespace;
  }

  private Optional<RegistryWay.Opened> way() throws InterruptedException {
    HttpRegistry registry = registry();
    return Optional.of(new RegistryWay.Opened(registry, registry::close));
  }

  private HttpRegistry registry() throws InterruptedException {
    RegistryForward forward =
        new RegistryForward(
            cluster, tunnels, identities, new PlainRegistry(namespace, "kube-registry", 5000));
    int port = forward.connect(0).listening().getFirst().getPort();
    return new HttpRegistry(URI.create("http://localhost:" + port), null);
  }

  private void namespace(String name, String level) throws InterruptedException {
    apply(
        "{apiVersion: v1, kind: Namespace, metadata: {name: %s, labels:".formatted(name)
            + " {pod-security.kubernetes.io/enforce: %s}}}".formatted(level));
  }

  private void apply(String in, String name, String image, String pod, String container)
      throws InterruptedException {
    apply(
        """
        {apiVersion: v1, kind: Pod, metadata: {name: %1$s, namespace: %2$s, labels: {app: %1$s}},
        spec: {terminationGracePeriodSeconds: 0, %3$s containers: [{name: app, image: '%4$s',
        imagePullPolicy: IfNotPresent, %5$s}]}}
        """
            .formatted(name, in, pod.isEmpty() ? "" : pod + ",", image, container)
            .replace("\n", " "));
  }

  private void apply(String yaml) throws InterruptedException {
    cluster.apply(new KubeObject(Documents.yaml(yaml, "the test").getFirst()));
  }

  private void running(String in, String name) {
    Awaitility.await(name)
        .atMost(Duration.ofMinutes(2))
        .until(
            () ->
                cluster
                    .get(Kind.POD, in, name)
                    .filter(pod -> new TargetContainer(pod, "app").running())
                    .isPresent());
  }
}
