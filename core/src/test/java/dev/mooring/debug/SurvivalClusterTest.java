package dev.mooring.debug;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.debug.DebugSession.Phase;
import dev.mooring.debug.cluster.ClusterDebugger;
import dev.mooring.debug.inspect.Breakpoint;
import dev.mooring.debug.inspect.DelvePort;
import dev.mooring.debug.inspect.Inspection;
import dev.mooring.debug.subject.TargetContainer;
import dev.mooring.job.Progress;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.PodPort;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Sessions outlive the pods they began in. It needs the images `lab.test/hello-noopt:1` and
/// `lab.test/dlv:1.27.2`.
@Tag("cluster")
@Tag("apart")
@Tag("anywhere")
final class SurvivalClusterTest {
  private static final String GREET = "main.(*greeter).greet";
  private static final int OTHER_LINE = 38;

  /// As the kernel writes addresses and ports.
  private static final String LOOPBACK = "0100007F:";

  private static final String APPLICATIONS_PORT = "1F90";

  private static final Duration AT_MOST = Duration.ofSeconds(10);

  private DebugCluster lab;

  @BeforeEach
  void begin() throws InterruptedException {
    lab = new DebugCluster();
  }

  @AfterEach
  void end() throws InterruptedException {
    lab.close();
  }

  @Test
  void aSessionFollowsItsContainerThroughARestartAndAReplacementOfThePod() throws Exception {
    KubeObject first = lab.deploy("hello-noopt", "", "");
    try (ClusterDebugger debugger = lab.debugger();
        DebugSession session =
            debugger.attach(lab.target(), DebugCluster.OPTIONS, Progress.none())) {
      InetSocketAddress address = session.address();
      plantTwo(address);
      assertDelveListensOnLoopbackOnly(first);

      lab.see(first, "kill", "-TERM", "1");
      awaitPhase(session, Phase.WAITING);
      assertTrue(
          session.state().get().words().startsWith("waiting for the pod to come back"),
          session.state().get().words());
      awaitAttachedAgain(session, 1);
      assertEquals(first.name(), session.verdict().pod());
      assertTwoPlanted(session);

      lab.cluster.delete(Kind.POD, lab.namespace, first.name(), DebugCluster.SOON);
      awaitPhase(session, Phase.WAITING);
      awaitAttachedAgain(session, 0);
      assertNotEquals(first.name(), session.verdict().pod());
      assertEquals(address, session.address());
      assertTwoPlanted(session);
      assertEquals(List.of(session), debugger.sessions());
      assertHit(session);
    }
  }

  @Test
  void aBarePodThatIsDeletedEndsTheSessionWithTheReason() throws Exception {
    lab.apply(
        "{apiVersion: v1, kind: Pod, metadata: {name: hello, namespace: %s, labels: {app: hello}},"
                .formatted(lab.namespace)
            + " spec: {terminationGracePeriodSeconds: 2, containers: [{name: hello, image:"
            + " 'lab.test/hello-noopt:1', imagePullPolicy: IfNotPresent}]}}");
    lab.ready();
    try (ClusterDebugger debugger = lab.debugger()) {
      DebugTarget target = new DebugTarget(lab.namespace, "pod/hello", "");
      DebugSession session = debugger.attach(target, DebugCluster.OPTIONS, Progress.none());
      lab.cluster.delete(Kind.POD, lab.namespace, "hello", DebugCluster.SOON);
      awaitPhase(session, Phase.ENDED);
      Problem why = session.state().get().problem();
      assertEquals(Code.POD_GONE, why == null ? null : why.code());
      assertTrue(why.why().contains("hello was deleted"), why::why);
      assertEquals(List.of(session), debugger.sessions(), "until somebody has read why");
      session.close();
      assertEquals(List.of(), debugger.sessions());
    }
  }

  /// One as `mooring debug break` does, and one as VS Code does, which then goes.
  private static void plantTwo(InetSocketAddress address) throws Exception {
    try (Inspection inspection = new Inspection(new DelvePort(address))) {
      inspection.addBreakpoint(GREET, "name == \"ana\"");
    }
    try (RawDap editor = new RawDap(address)) {
      editor.attach("/home/ana/hello", "/src/hello");
      editor.setBreakpoints("/home/ana/hello/main.go", OTHER_LINE);
      editor.begin();
    }
  }

  /// Whatever reaches the pod's own address finds nothing there.
  private void assertDelveListensOnLoopbackOnly(KubeObject pod) throws Exception {
    List<String> listening =
        lab.see(pod, "cat", "/proc/net/tcp", "/proc/net/tcp6")
            .lines()
            .map(line -> line.strip().split(" +"))
            .filter(fields -> fields.length > 3 && fields[3].equals("0A"))
            .map(fields -> fields[1])
            .toList();
    List<String> notTheApplications =
        listening.stream().filter(each -> !each.endsWith(":" + APPLICATIONS_PORT)).toList();
    assertEquals(1, notTheApplications.size(), listening::toString);
    assertTrue(notTheApplications.getFirst().startsWith(LOOPBACK), listening::toString);
    int port = Integer.parseInt(notTheApplications.getFirst().split(":", 2)[1], 16);
    String ip = pod.at("status", "podIP").textOrEmpty();
    String connected =
        lab.see(
            pod,
            "sh",
            "-c",
            "timeout 5 nc -w 2 %s %d </dev/null 2>&1 && echo connected || echo $?"
                .formatted(ip, port));
    assertEquals("1", connected.strip().lines().toList().getLast(), connected);
  }

  private static void assertTwoPlanted(DebugSession session) throws Exception {
    assertTrue(
        session.state().get().words().endsWith("2 breakpoints set again"),
        session.state().get().words());
    try (Inspection inspection = new Inspection(new DelvePort(session.address()))) {
      List<Breakpoint> now = inspection.breakpoints();
      assertEquals(
          List.of("main.(*greeter).greet name == \"ana\"", OTHER_LINE + " "),
          now.stream()
              .sorted(Comparator.comparing(Breakpoint::condition).reversed())
              .map(
                  each ->
                      (each.condition().isEmpty() ? each.line() : each.function())
                          + " "
                          + each.condition())
              .toList());
    }
  }

  private void assertHit(DebugSession session) throws Exception {
    KubeObject pod = lab.ready();
    try (ByteStream request = lab.tunnels.open(new PodPort(lab.namespace, pod.name(), 8080))) {
      request.output().write("GET /?name=ana HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      request.output().flush();
      awaitPhase(session, Phase.STOPPED);
      Awaitility.await()
          .atMost(Duration.ofSeconds(2))
          .until(() -> session.state().get().words().contains("no editor is connected"));
      session.clearAndResume();
      assertTrue(
          new String(request.input().readAllBytes(), StandardCharsets.US_ASCII)
              .contains("hello ana"));
    }
  }

  /// Within ten seconds of the container being ready.
  private void awaitAttachedAgain(DebugSession session, int restarts) {
    Awaitility.await()
        .atMost(DebugCluster.SOON)
        .until(
            () ->
                lab.cluster.list(Kind.POD, lab.namespace, "app=hello").stream()
                    .filter(pod -> !pod.deleting())
                    .map(pod -> new TargetContainer(pod, "hello"))
                    .anyMatch(each -> each.ready() && each.restarts() == restarts));
    long ready = System.nanoTime();
    Awaitility.await().atMost(AT_MOST).until(() -> session.state().get().phase() == Phase.RUNNING);
    System.out.printf(
        "attached again %d ms after ready: %s%n",
        Duration.ofNanos(System.nanoTime() - ready).toMillis(), session.state().get().words());
  }

  private static void awaitPhase(DebugSession session, Phase phase) {
    Awaitility.await()
        .atMost(DebugCluster.SOON)
        .until(() -> session.state().get().phase() == phase);
  }
}
