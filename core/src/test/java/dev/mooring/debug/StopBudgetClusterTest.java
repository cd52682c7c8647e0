package dev.mooring.debug;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.NeedsIstio;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.debug.DebugSession.Phase;
import dev.mooring.debug.cluster.ClusterDebugger;
import dev.mooring.debug.inspect.DelvePort;
import dev.mooring.debug.inspect.Inspection;
import dev.mooring.debug.inspect.Logpoint;
import dev.mooring.debug.subject.TargetContainer;
import dev.mooring.job.Progress;
import dev.mooring.problem.MooringException;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.PodPort;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What a stop costs the application that is debugged: never its container. It needs the images
/// `lab.test/hello-noopt:1` and `lab.test/dlv:1.27.2`.
@Tag("cluster")
@Tag("apart")
@Tag("anywhere")
final class StopBudgetClusterTest {
  private static final String GREET = "main.(*greeter).greet";
  private static final String PROBE =
      "livenessProbe: {httpGet: {path: /healthz, port: 8080}, periodSeconds: 5, failureThreshold: 3}";

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
  void aStopThatNobodyEndsIsEndedBeforeTheLivenessProbeRestartsTheContainer() throws Exception {
    KubeObject pod = lab.deploy("hello-noopt", "", PROBE);
    try (ClusterDebugger debugger = lab.debugger();
        DebugSession session =
            debugger.attach(lab.target(), DebugCluster.OPTIONS, Progress.none());
        Inspection inspection = new Inspection(new DelvePort(session.address()))) {
      inspection.addBreakpoint(GREET, "");
      ByteStream held = request(pod);
      assertTrue(inspection.awaitStop(DebugCluster.SOON).stopped());
      Awaitility.await()
          .atMost(DebugCluster.SOON)
          .until(() -> session.state().get().words().contains("let it continue"));
      assertTrue(answer(held).contains("hello ana"));
      assertEquals(1, inspection.breakpoints().size());
    }
    assertEquals(0, restarts(pod));
  }

  @Test
  void aLogpointWhoseOwnerIsGoneHoldsNobody() throws Exception {
    KubeObject pod = lab.deploy("hello-noopt", "", "");
    try (ClusterDebugger debugger = lab.debugger();
        DebugSession session =
            debugger.attach(lab.target(), DebugCluster.OPTIONS, Progress.none());
        Inspection inspection = new Inspection(new DelvePort(session.address()))) {
      AtomicReference<ByteStream> line = new AtomicReference<>();
      AtomicReference<String> written = new AtomicReference<>("");
      Logpoint.plant(
          () -> {
            line.set(new DelvePort(session.address()).dial());
            return line.get();
          },
          inspection.place(GREET),
          "here is {name}",
          "",
          each -> written.set(each.text()));
      assertTrue(answer(request(pod)).contains("visit 1"));
      Awaitility.await().atMost(DebugCluster.SOON).until(() -> !written.get().isEmpty());
      assertEquals("here is \"ana\"", written.get());

      line.get().close();
      // Delve may learn only after some hits that nobody reads its lines any more.
      Awaitility.await()
          .atMost(DebugCluster.SOON)
          .until(
              () ->
                  answer(request(pod)).contains("hello ana") && inspection.breakpoints().isEmpty());
      Awaitility.await()
          .atMost(DebugCluster.SOON)
          .until(() -> session.state().get().phase() == Phase.RUNNING);
    }
    assertEquals(0, restarts(pod));
  }

  @Test
  @NeedsIstio
  void whatCallersInTheMeshWillSeeIsToldBeforehandAndTrue() throws Exception {
    lab.apply(
        "{apiVersion: v1, kind: Namespace, metadata: {name: %s, labels: {istio-injection: enabled}}}"
            .formatted(lab.namespace));
    lab.apply(
        "{apiVersion: v1, kind: Service, metadata: {name: hello, namespace: %s}, spec: {selector: {app: hello}, ports: [{name: http, port: 8080}]}}"
            .formatted(lab.namespace));
    lab.apply(
        """
        {apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {name: hello, namespace: %s},
        spec: {hosts: [hello], http: [{timeout: 2s, route: [{destination: {host: hello}}]}]}}
        """
            .formatted(lab.namespace));
    lab.apply(
        "{apiVersion: v1, kind: Pod, metadata: {name: caller, namespace: %s}, spec: {terminationGracePeriodSeconds: 1, containers: [{name: caller, image: 'lab.test/tools:1', imagePullPolicy: IfNotPresent, command: [sleep, '3600']}]}}"
            .formatted(lab.namespace));
    lab.deploy("hello-noopt", "", "livenessProbe: {tcpSocket: {port: 8080}, periodSeconds: 2}");
    assertTrue(calls().contains("hello ana"));
    try (ClusterDebugger debugger = lab.debugger();
        DebugSession session =
            debugger.attach(lab.target(), DebugCluster.OPTIONS, Progress.none());
        Inspection inspection = new Inspection(new DelvePort(session.address()))) {
      String told = String.join("\n", session.verdict().lines());
      assertTrue(told.contains("callers get 504 after 2 s"), told);
      assertFalse(told.contains("restarts the container"), "the kernel answers its probe");
      inspection.addBreakpoint(GREET, "");
      assertTrue(calls().contains("504"));
      String words = session.state().get().words();
      assertTrue(words.contains("; callers get 504 after 2 s"), words);
      // By now the probe would have failed three times.
      Awaitility.await()
          .pollDelay(Duration.ofSeconds(6))
          .until(() -> session.state().get().phase() == Phase.STOPPED);
      session.clearAndResume();
    }
    assertEquals(0, restarts(lab.ready()));
  }

  private String calls() throws Exception {
    return Awaitility.await()
        .atMost(DebugCluster.SOON)
        .until(
            () -> {
              try (ByteStream output =
                  lab.tunnels.run(
                      lab.namespace,
                      "caller",
                      "caller",
                      List.of(
                          "sh", "-c", "wget -q -O- 'http://hello:8080/?name=ana' 2>&1 || true"))) {
                return new String(output.input().readAllBytes(), StandardCharsets.UTF_8);
              } catch (MooringException e) {
                return ""; // not ready yet
              }
            },
            answer -> answer.contains("hello") || answer.contains("504"));
  }

  private ByteStream request(KubeObject pod) throws Exception {
    ByteStream stream = lab.tunnels.open(new PodPort(lab.namespace, pod.name(), 8080));
    stream.output().write("GET /?name=ana HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    stream.output().flush();
    return stream;
  }

  private static String answer(ByteStream stream) throws Exception {
    try (stream) {
      return new String(stream.input().readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  private long restarts(KubeObject pod) throws InterruptedException {
    KubeObject now = lab.cluster.get(Kind.POD, lab.namespace, pod.name()).orElseThrow();
    return new TargetContainer(now, "hello").restarts();
  }
}
