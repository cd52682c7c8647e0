package dev.mooring.tunnel.cluster;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.problem.MooringException;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.Lab;
import dev.mooring.tunnel.PodPort;
import dev.mooring.tunnel.StreamException;
import dev.mooring.tunnel.Tunnels;
import dev.mooring.tunnel.flow.Timing;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Against the cluster of the current kubeconfig.
@Tag("cluster")
@Tag("anywhere")
class TunnelClusterTest {
  private static Lab lab;
  private static Cluster cluster;
  private static ApiTunnels tunnels;
  private static String pod;

  @BeforeAll
  static void startARegistry() throws InterruptedException {
    cluster = new FabricKubeconfig().connect(null);
    lab = Lab.create(cluster, "t-tunnel-wire");
    lab.registry("registry", 1);
    pod = lab.readyPods("registry", 1).getFirst();
    tunnels = new ApiTunnels(cluster);
  }

  @AfterAll
  static void clean() throws InterruptedException {
    tunnels.close();
    lab.close();
    cluster.close();
  }

  @Test
  void aRequestIsAnsweredThroughTheTunnel() throws Exception {
    assertAnswered(tunnels);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void everyDialectIsServed(Dialect dialect) throws Exception {
    try (ApiTunnels through = new ApiTunnels(cluster.endpoint(), Timing.DEFAULT, dialect)) {
      assertAnswered(through);
      assertEquals(dialect, through.dialect());
      try (ByteStream stream = through.open(new PodPort(lab.namespace(), pod, 5999))) {
        StreamException refused = assertThrows(StreamException.class, () -> stream.input().read());
        assertEquals(StreamException.Kind.REFUSED, refused.kind());
      }
      MooringException missing =
          assertThrows(
              MooringException.class,
              () -> through.open(new PodPort(lab.namespace(), "no-such-pod", 80)));
      assertTrue(missing.problem().why().contains("no-such-pod"));
      assertEquals(dialect, through.dialect());
    }
  }

  @Test
  void aPortWhereNothingListensSaysSoAndTheNextConnectionWorks() throws Exception {
    try (ByteStream stream = tunnels.open(new PodPort(lab.namespace(), pod, 5999))) {
      StreamException refused = assertThrows(StreamException.class, () -> stream.input().read());
      assertEquals(StreamException.Kind.REFUSED, refused.kind());
      assertTrue(refused.problem().why().contains("nothing is listening on port 5999"));
      assertTrue(stream.lost());
    }
    assertAnswered(tunnels);
  }

  @Test
  void aPodThatIsNotThereIsNamed() {
    MooringException missing =
        assertThrows(
            MooringException.class,
            () -> tunnels.open(new PodPort(lab.namespace(), "no-such-pod", 80)));
    assertEquals(
        "pod no-such-pod doesn't exist in namespace " + lab.namespace(), missing.problem().why());
  }

  @Test
  void fiftyConnectionsAtOnceAreAllAnswered() throws Exception {
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> answers =
          java.util.stream.IntStream.range(0, 50)
              .mapToObj(
                  i ->
                      executor.submit(
                          () -> {
                            try (ByteStream stream =
                                tunnels.open(new PodPort(lab.namespace(), pod, 5000))) {
                              return get(stream);
                            }
                          }))
              .toList();
      for (Future<String> each : answers) {
        assertTrue(each.get().startsWith("HTTP/1.1 200 OK"));
      }
    }
    assertTrue(tunnels.tunnelCount() <= 50);
  }

  @Test
  void anAttachedShellAnswers() throws Exception {
    lab.apply(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: shell, labels: {app: shell}}
        spec:
          terminationGracePeriodSeconds: 1
          containers:
          - name: shell
            image: lab.test/tools:1
            imagePullPolicy: IfNotPresent
            command: [sh]
            stdin: true
            stdinOnce: true
        """);
    lab.readyPods("shell", 1);
    try (ByteStream shell = tunnels.attach(lab.namespace(), "shell", "shell")) {
      shell.output().write("echo one-$((40 + 2)); cat /nonexistent; echo two\n".getBytes(US_ASCII));
      // Output and errors are channels of their own: which comes first is not said.
      StringBuilder said = new StringBuilder();
      while (!Stream.of("one-42", "two", "nonexistent").allMatch(word -> said.indexOf(word) >= 0)) {
        int next = shell.input().read();
        assertTrue(next >= 0, said::toString);
        said.append((char) next);
      }
      shell.output().write("exit\n".getBytes(US_ASCII));
      assertEquals(-1, skipToEnd(shell));
    }
  }

  private static void assertAnswered(Tunnels through) throws Exception {
    try (ByteStream stream = through.open(new PodPort(lab.namespace(), pod, 5000))) {
      assertTrue(get(stream).startsWith("HTTP/1.1 200 OK"));
    }
  }

  private static int skipToEnd(ByteStream stream) throws IOException {
    int next = stream.input().read();
    while (next >= 0) {
      next = stream.input().read();
    }
    return next;
  }

  private static String get(ByteStream stream) throws IOException {
    stream.output().write("GET /v2/ HTTP/1.1\r\nHost: registry\r\n\r\n".getBytes(US_ASCII));
    byte[] answer = new byte[4096];
    int read = stream.input().read(answer);
    return read < 0 ? "" : new String(answer, 0, read, US_ASCII);
  }
}
