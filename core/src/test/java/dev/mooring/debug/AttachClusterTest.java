package dev.mooring.debug;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.NeedsIstio;
import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.debug.DebugSession.Phase;
import dev.mooring.debug.attach.AttachedSession;
import dev.mooring.debug.cluster.ClusterDebugger;
import dev.mooring.debug.container.Patience;
import dev.mooring.debug.delve.DelveSources;
import dev.mooring.debug.inspect.DelveClient;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.forward.listener.LocalUsers;
import dev.mooring.job.Progress;
import dev.mooring.platform.AnotherUser;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.PodPort;
import dev.mooring.tunnel.Tunnels;
import dev.mooring.tunnel.cluster.ApiTunnels;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Uses no image that other tests push: a kubelet that pulled an image once by another name checks
/// anew whether it may (KEP-2535), and the lab has nowhere to ask.
///
/// On a real cluster that has the images `lab.test/hello-*`, `lab.test/tools:1` and
/// `lab.test/dlv:1.27.2`.
@Tag("cluster")
@Tag("apart")
@Tag("anywhere")
final class AttachClusterTest {
  private static final DebugOptions OPTIONS =
      new DebugOptions("lab.test/dlv:1.27.2", 0, "/home/ana/hello");
  private static final Duration CALL = Duration.ofSeconds(10);
  private static final Duration SOON = Duration.ofSeconds(60);

  private final String namespace = "t-debug-" + Long.toString(System.nanoTime() & 0xffffff, 36);
  @TempDir Path cache;
  private Cluster cluster;
  private Tunnels tunnels;

  @BeforeEach
  void connect() {
    cluster = new FabricKubeconfig().connect(null);
    tunnels = new ApiTunnels(cluster);
  }

  @AfterEach
  void remove() throws InterruptedException {
    try {
      cluster.delete(Kind.NAMESPACE, null, namespace, Duration.ofSeconds(90));
    } finally {
      tunnels.close();
      cluster.close();
    }
  }

  @Test
  void attachesStopsAtABreakpointContinuesAndEndsWithoutARestart() throws Exception {
    namespace(Map.of());
    KubeObject before = deploy("hello-noopt", "");
    try (ClusterDebugger debugger =
        new ClusterDebugger(
            cluster,
            tunnels,
            LocalUsers.owner(),
            new DelveSources(cache, Optional::empty),
            cache)) {
      long asked = System.nanoTime();
      Verdict verdict = debugger.judge(target());
      assertTrue(verdict.possible(), verdict.toString());
      assertTrue(verdict.facts().contains(new Verdict.Fact("runs as", "uid 1000, gid 0")));
      assertTrue(System.nanoTime() - asked < Duration.ofSeconds(3).toNanos());

      DebugSession session = debugger.attach(target(), OPTIONS, Progress.none());
      assertEquals(List.of(session), debugger.sessions());
      assertTrue(
          session.binary().matches("Go 1\\.\\d+.*, DWARF 5, not optimized"), session.binary());
      assertTrue(
          session.handovers().toString().contains("\"to\" : \"/src/hello\""),
          session.handovers().toString());

      breakAndHit(session, before);
      session.clearAndResume();
      awaitPhase(session, Phase.RUNNING);
      closeAnEditorThatEndsPrograms(session);
      session.resume();
      awaitPhase(session, Phase.RUNNING);
      session.close();
      assertEquals(Phase.ENDED, session.state().get().phase());
      assertEquals(null, session.state().get().problem());
      assertEquals(List.of(), debugger.sessions());
    }
    assertUntouched(before);
  }

  @Test
  void endingAtABreakpointLetsTheProgramRunOn() throws Exception {
    namespace(Map.of());
    KubeObject before = deploy("hello-noopt", "");
    try (ClusterDebugger debugger =
        new ClusterDebugger(
            cluster,
            tunnels,
            LocalUsers.owner(),
            new DelveSources(cache, Optional::empty),
            cache)) {
      DebugSession session = debugger.attach(target(), OPTIONS, Progress.none());
      assertTrue(session.binary().endsWith("not optimized"), session.binary());
      breakAndHit(session, before);
    }
    assertUntouched(before);
  }

  @Test
  void silenceOfMooringDetachesInThePodThoughABreakpointIsPlanted() throws Exception {
    namespace(Map.of());
    KubeObject before = deploy("hello-noopt", "");
    Patience hasty =
        new Patience(
            Duration.ofSeconds(5),
            Duration.ofSeconds(60),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofMinutes(2));
    AttachedSession session;
    try (ClusterDebugger debugger =
        new ClusterDebugger(
            cluster,
            tunnels,
            LocalUsers.owner(),
            new DelveSources(cache, Optional::empty),
            cache,
            hasty)) {
      session = (AttachedSession) debugger.attach(target(), OPTIONS, Progress.none());
      breakAndHit(session, before);
      session.abandon();
    }
    Awaitility.await().atMost(SOON).until(() -> debugContainersEnded(before));
    assertUntouched(before);
  }

  @Test
  void anotherUserOfThisMachineIsRefusedAndNamedByTheSession() throws Exception {
    AnotherUser.isNeeded();
    namespace(Map.of());
    KubeObject before = deploy("hello-noopt", "");
    try (ClusterDebugger debugger =
        new ClusterDebugger(
            cluster,
            tunnels,
            LocalUsers.owner(),
            new DelveSources(cache, Optional::empty),
            cache)) {
      DebugSession session = debugger.attach(target(), OPTIONS, Progress.none());
      assertEquals(List.of(), session.refusals().get());
      int port = session.address().getPort();
      AnotherUser.output("exec 3<>/dev/tcp/127.0.0.1/" + port + "; cat <&3");
      List<Problem> refused =
          Awaitility.await().atMost(CALL).until(session.refusals()::get, each -> !each.isEmpty());
      assertEquals(List.of(Code.LOCAL_USER_REFUSED), refused.stream().map(Problem::code).toList());
      assertTrue(refused.getFirst().what().contains(AnotherUser.NAME), refused::toString);
      breakAndHit(session, before);
    }
    assertUntouched(before);
  }

  @Test
  void worksBesideASidecarAndUnderRestrictedPodSecurity() throws Exception {
    namespace(Map.of("pod-security.kubernetes.io/enforce", "restricted"));
    KubeObject before = deploy("hello-trimpath", RESTRICTED);
    try (ClusterDebugger debugger =
        new ClusterDebugger(
            cluster,
            tunnels,
            LocalUsers.owner(),
            new DelveSources(cache, Optional::empty),
            cache)) {
      DebugSession session = debugger.attach(target(), OPTIONS, Progress.none());
      assertTrue(session.binary().contains("-trimpath"), session.binary());
      assertTrue(
          session.handovers().toString().contains("\"to\" : \"lab.test/hello\""),
          session.handovers().toString());
      breakAndHit(session, before);
      session.close();
    }
    assertUntouched(before);
  }

  @Test
  @NeedsIstio
  void worksBesideAnIstioSidecar() throws Exception {
    namespace(Map.of("istio-injection", "enabled"));
    KubeObject before = deploy("hello-noopt", "");
    assertTrue(before.at("status").toString().contains("istio-proxy"), "no sidecar was injected");
    try (ClusterDebugger debugger =
        new ClusterDebugger(
            cluster,
            tunnels,
            LocalUsers.owner(),
            new DelveSources(cache, Optional::empty),
            cache)) {
      DebugSession session = debugger.attach(target(), OPTIONS, Progress.none());
      assertEquals("hello", session.verdict().container());
      breakAndHit(session, before);
      session.close();
    }
    assertUntouched(before);
  }

  @Test
  void programsThatCannotBeDebuggedGetTheReasonAndAreNotTouched() throws Exception {
    namespace(Map.of());
    KubeObject stripped = deploy("hello-stripped", "");
    assertTrue(refusal(OPTIONS).contains("no debug information"), "stripped");
    assertUntouched(stripped);
    DebugOptions nowhere = new DebugOptions("lab.test/there-is-none:1", 0, "");
    assertTrue(refusal(nowhere).contains("ImagePull"), "no helper image");
    deploy("tools", "command: [sleep, \"3600\"]");
    assertTrue(refusal(OPTIONS).contains("isn't written in Go"), "not Go");
  }

  private static final String RESTRICTED =
      "securityContext: {runAsNonRoot: true, runAsUser: 1000, allowPrivilegeEscalation: false,"
          + " capabilities: {drop: [ALL]}, seccompProfile: {type: RuntimeDefault}}";

  private String refusal(DebugOptions options) throws InterruptedException {
    try (ClusterDebugger debugger =
        new ClusterDebugger(
            cluster,
            tunnels,
            LocalUsers.owner(),
            new DelveSources(cache, Optional::empty),
            cache)) {
      return assertThrows(
              MooringException.class,
              () -> debugger.attach(target(), options, Progress.none()).close())
          .problem()
          .why();
    }
  }

  private DebugTarget target() {
    return new DebugTarget(namespace, "deploy/hello", "");
  }

  private void breakAndHit(DebugSession session, KubeObject pod) throws Exception {
    try (Socket socket = new Socket(session.address().getAddress(), session.address().getPort());
        DelveClient editor =
            new DelveClient(
                new PipeStream(socket.getInputStream(), socket.getOutputStream(), socket))) {
      editor.halt(CALL);
      editor.call(
          "CreateBreakpoint",
          Map.of("Breakpoint", Map.of("functionName", "main.(*greeter).greet")),
          CALL);
      Future<Document> _ = editor.resume();
      awaitPhase(session, Phase.RUNNING);
      ByteStream request = request(pod);
      awaitPhase(session, Phase.STOPPED);
      assertTrue(session.state().get().words().contains("main.go"), session.state().get().words());
      request.close();
    }
  }

  /// As nvim-dap does when it's closed. Delve kills a program that it was attached to then.
  private static void closeAnEditorThatEndsPrograms(DebugSession session) throws IOException {
    try (Socket socket = new Socket(session.address().getAddress(), session.address().getPort())) {
      for (String each :
          List.of(
              "{'seq': 1, 'type': 'request', 'command': 'initialize', 'arguments': {}}",
              "{'seq': 2, 'type': 'request', 'command': 'attach', 'arguments': {'mode': 'remote'}}",
              "{'seq': 3, 'type': 'request', 'command': 'disconnect',"
                  + " 'arguments': {'terminateDebuggee': true}}")) {
        byte[] body = each.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        OutputStream output = socket.getOutputStream();
        output.write(
            ("Content-Length: " + body.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        output.write(body);
      }
      String answers = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(answers.contains("\"command\":\"disconnect\""), answers);
    }
  }

  private static void awaitPhase(DebugSession session, Phase phase) {
    Awaitility.await().atMost(SOON).until(() -> session.state().get().phase() == phase);
  }

  private ByteStream request(KubeObject pod) throws IOException, InterruptedException {
    ByteStream stream = tunnels.open(new PodPort(namespace, pod.name(), 8080));
    stream.output().write("GET /?name=ana HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    stream.output().flush();
    return stream;
  }

  private boolean debugContainersEnded(KubeObject pod) throws InterruptedException {
    Document statuses =
        cluster
            .get(Kind.POD, namespace, pod.name())
            .orElseThrow()
            .at("status", "ephemeralContainerStatuses");
    return statuses.stream().allMatch(s -> !s.at("state", "terminated").isNothing());
  }

  /// The same pod, no restart, and it answers the request that a breakpoint would have held.
  private void assertUntouched(KubeObject before) throws Exception {
    Awaitility.await().atMost(SOON).until(() -> debugContainersEnded(before));
    try (ByteStream stream = request(before)) {
      byte[] answer = stream.input().readNBytes(15);
      assertEquals("HTTP/1.0 200 OK", new String(answer, StandardCharsets.US_ASCII));
    }
    KubeObject after = cluster.get(Kind.POD, namespace, before.name()).orElseThrow();
    assertEquals(before.uid(), after.uid());
    for (Document each : after.at("status", "containerStatuses").items()) {
      assertEquals(0L, each.at("restartCount").integer().orElse(-1L));
    }
  }

  private void namespace(Map<String, String> labels) throws InterruptedException {
    cluster.apply(
        new KubeObject(
            Document.of(
                Map.of(
                    "apiVersion",
                    "v1",
                    "kind",
                    "Namespace",
                    "metadata",
                    Map.of("name", namespace, "labels", labels)))));
  }

  /// Deploys, and waits for the one pod of that image to be ready.
  private KubeObject deploy(String image, String more) throws InterruptedException {
    String text =
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: hello, namespace: %s}
        spec:
          strategy: {type: Recreate}
          selector: {matchLabels: {app: hello}}
          template:
            metadata: {labels: {app: hello}}
            spec:
              terminationGracePeriodSeconds: 2
              containers:
              - name: hello
                image: lab.test/%s:1
                imagePullPolicy: IfNotPresent
                %s
        """
            .formatted(namespace, image, more);
    cluster.apply(new KubeObject(Documents.yaml(text, "the test").getFirst()));
    KubeObject[] ready = new KubeObject[1];
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .until(
            () -> {
              List<KubeObject> pods = cluster.list(Kind.POD, namespace, "app=hello");
              ready[0] = pods.isEmpty() ? null : pods.getFirst();
              return pods.size() == 1 && isReady(pods.getFirst(), image);
            });
    assertFalse(ready[0].deleting());
    return ready[0];
  }

  private static boolean isReady(KubeObject pod, String image) {
    return !pod.deleting()
        && pod.at("spec").toString().contains("lab.test/" + image + ":1")
        && pod.at("status", "conditions").stream()
            .anyMatch(
                c ->
                    c.at("type").textOrEmpty().equals("Ready")
                        && c.at("status").textOrEmpty().equals("True"));
  }
}
