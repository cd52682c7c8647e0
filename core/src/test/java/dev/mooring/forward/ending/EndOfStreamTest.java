package dev.mooring.forward.ending;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.KubeObject;
import dev.mooring.cluster.Watched;
import dev.mooring.document.Documents;
import dev.mooring.forward.ForwardSpec;
import dev.mooring.forward.Target;
import dev.mooring.forward.running.ClusterForwards;
import dev.mooring.job.Subscription;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.PodPort;
import dev.mooring.tunnel.Tunnels;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A forward whose pod ends its side in order, while the cluster says what the test says.
@Timeout(60)
class EndOfStreamTest {
  private static final String RUNNING = "running: {}";

  private final BlockingQueue<Pod> dialled = new LinkedBlockingQueue<>();
  private final AtomicInteger reads = new AtomicInteger();
  private volatile Consumer<Watched> watch = ignored -> {};
  private volatile Callable<Optional<KubeObject>> read = () -> Optional.of(pod("", RUNNING));
  private volatile boolean mayGet = true;
  private ClusterForwards forwards;
  private int port;

  @BeforeEach
  void start() throws InterruptedException {
    forwards = new ClusterForwards(cluster(), new Pods());
    Target target = new Target.Pod("shop", "a", "8080");
    port = forwards.start(ForwardSpec.of("a", target, 0)).listening().getFirst().getPort();
  }

  @AfterEach
  void stop() {
    forwards.close();
  }

  @Test
  void theEndFromALivePodIsAnEndAndCostsOneRead() throws Exception {
    try (Socket socket = connect();
        Pod pod = dialled.take()) {
      pod.say("all of it");
      pod.end();
      assertEquals("all of it", new String(socket.getInputStream().readAllBytes(), US_ASCII));
    }
    assertEquals(1, reads.get());
  }

  @Test
  void whatCameIsDeliveredWhileTheEndIsInQuestion() throws Exception {
    CountDownLatch answer = new CountDownLatch(1);
    read =
        () -> {
          answer.await();
          return Optional.of(pod("", RUNNING));
        };
    try (Socket socket = connect();
        Pod pod = dialled.take()) {
      pod.say("now");
      pod.end();
      assertEquals("now", new String(socket.getInputStream().readNBytes(3), US_ASCII));
      answer.countDown();
      assertEquals(-1, socket.getInputStream().read());
    }
  }

  @Test
  void theEndFromAPodThatIsBeingDeletedIsAReset() throws Exception {
    try (Socket socket = connect();
        Pod pod = dialled.take()) {
      tell(pod("deletionTimestamp: 2026-01-01T00:00:00Z,", RUNNING));
      cut(socket, pod);
    }
    assertEquals(0, reads.get(), "the watch had said it");
    assertTrue(
        forwards.events("a").stream().anyMatch(e -> e.words().contains("is being deleted")),
        () -> forwards.events("a").toString());
  }

  @Test
  void aDeletionThatTheWatchDoesNotTellYetIsReadFresh() throws Exception {
    read = () -> Optional.of(pod("deletionTimestamp: 2026-01-01T00:00:00Z,", RUNNING));
    try (Socket socket = connect();
        Pod pod = dialled.take()) {
      cut(socket, pod);
    }
  }

  @Test
  void theEndFromAPodThatIsGoneOrReplacedIsAReset() throws Exception {
    read = Optional::empty;
    try (Socket socket = connect();
        Pod pod = dialled.take()) {
      cut(socket, pod);
    }
    read = () -> Optional.of(object("metadata: {name: a, namespace: shop, uid: a-2}"));
    try (Socket socket = connect();
        Pod pod = dialled.take()) {
      cut(socket, pod);
    }
  }

  @Test
  void theEndFromAContainerThatCrashedIsAReset() throws Exception {
    String ended = "terminated: {containerID: c1, exitCode: 137, reason: OOMKilled}";
    read = () -> Optional.of(pod("", ended));
    try (Socket socket = connect();
        Pod pod = dialled.take()) {
      cut(socket, pod);
    }
    assertTrue(
        forwards.events("a").stream()
            .anyMatch(e -> e.words().contains("main exited with code 137 (OOMKilled)")),
        () -> forwards.events("a").toString());
  }

  @Test
  void anApiServerThatDoesNotAnswerShowsNothingToBeComplete() throws Exception {
    read =
        () -> {
          new CountDownLatch(1).await();
          return Optional.empty();
        };
    try (Socket socket = connect();
        Pod pod = dialled.take()) {
      long start = System.nanoTime();
      cut(socket, pod);
      assertTrue(System.nanoTime() - start < Duration.ofSeconds(5).toNanos());
    }
  }

  @Test
  void whoMayNotGetPodsIsToldByTheWatch() throws Exception {
    mayGet = false;
    read =
        () -> {
          throw new Problem(Code.GENERAL, "Cannot get pods", "no right", new Remedy.Advice("Ask"))
              .raise();
        };
    try (Socket socket = connect();
        Pod pod = dialled.take()) {
      pod.say("whole");
      pod.end();
      assertEquals("whole", new String(socket.getInputStream().readAllBytes(), US_ASCII));
    }
  }

  @Test
  void aWholeHttpAnswerFromAPodThatGoesIsAnEnd() throws Exception {
    try (Socket socket = connect();
        Pod pod = dialled.take()) {
      String answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
      ask(socket, pod);
      pod.say(answer);
      tell(pod("deletionTimestamp: 2026-01-01T00:00:00Z,", RUNNING));
      pod.end();
      assertEquals(answer, new String(socket.getInputStream().readAllBytes(), US_ASCII));
    }
    assertEquals(0, reads.get());
  }

  @Test
  void anHttpAnswerThatWasCutIsAResetWhateverThePodDoes() throws Exception {
    try (Socket socket = connect();
        Pod pod = dialled.take()) {
      ask(socket, pod);
      pod.say("HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\nok");
      pod.end();
      assertThrows(SocketException.class, () -> socket.getInputStream().readAllBytes());
    }
    assertEquals(0, reads.get());
  }

  @Test
  void twoHundredEndsAtOnceAreAnsweredByAFewReads() throws Exception {
    List<Socket> sockets = new ArrayList<>();
    List<Pod> pods = new ArrayList<>();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 200; i++) {
        sockets.add(connect());
        pods.add(dialled.take());
      }
      List<Future<Integer>> ends = new ArrayList<>();
      for (Socket each : sockets) {
        ends.add(executor.submit(() -> each.getInputStream().read()));
      }
      for (Pod each : pods) {
        each.end();
      }
      for (Future<Integer> each : ends) {
        assertEquals(-1, each.get());
      }
    } finally {
      for (Socket each : sockets) {
        each.close();
      }
    }
    assertTrue(reads.get() <= 20, () -> reads + " reads");
  }

  private Socket connect() throws IOException {
    return new Socket(InetAddress.ofLiteral("127.0.0.1"), port);
  }

  private static void cut(Socket socket, Pod pod) throws IOException {
    pod.say("half of");
    assertEquals("half of", new String(socket.getInputStream().readNBytes(7), US_ASCII));
    pod.end();
    assertThrows(SocketException.class, () -> socket.getInputStream().read());
  }

  private static void ask(Socket socket, Pod pod) throws Exception {
    socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(US_ASCII));
    assertTrue(pod.asked.await(10, TimeUnit.SECONDS));
  }

  private void tell(KubeObject pod) {
    watch.accept(new Watched(List.of(pod), null));
  }

  private static KubeObject object(String yaml) {
    return new KubeObject(Documents.yaml(yaml, "test").getFirst());
  }

  private static KubeObject pod(String metadata, String state) {
    return object(
        """
        metadata: {%s name: a, namespace: shop, uid: a-1}
        spec: {containers: [{name: main}]}
        status:
          phase: Running
          conditions: [{type: Ready, status: "True"}]
          containerStatuses: [{name: main, containerID: c1, state: {%s}}]
        """
            .formatted(metadata, state));
  }

  private Cluster cluster() {
    return (Cluster)
        Proxy.newProxyInstance(
            Cluster.class.getClassLoader(),
            new Class<?>[] {Cluster.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "watch" -> {
                    @SuppressWarnings("unchecked")
                    Consumer<Watched> consumer = (Consumer<Watched>) arguments[3];
                    watch = consumer;
                    tell(pod("", RUNNING));
                    yield (Subscription) () -> {};
                  }
                  case "get" -> {
                    reads.incrementAndGet();
                    yield read.call();
                  }
                  case "allowed" -> !arguments[0].toString().contains("get") || mayGet;
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  private final class Pods implements Tunnels {
    @Override
    public ByteStream open(PodPort port) {
      Pod pod = new Pod();
      dialled.add(pod);
      return pod;
    }

    @Override
    public ByteStream attach(String namespace, String pod, String container) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }

  /// The pod's end of a connection.
  private static final class Pod implements ByteStream {
    private final PipedInputStream input = new PipedInputStream(64 * 1024);
    private final PipedOutputStream said = new PipedOutputStream();
    private final CountDownLatch asked = new CountDownLatch(1);

    Pod() {
      try {
        said.connect(input);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    void say(String words) throws IOException {
      said.write(words.getBytes(US_ASCII));
      said.flush();
    }

    void end() throws IOException {
      said.close();
    }

    @Override
    public InputStream input() {
      return input;
    }

    @Override
    public OutputStream output() {
      return new OutputStream() {
        @Override
        public void write(int one) {
          asked.countDown();
        }
      };
    }

    @Override
    public void close() {
      try {
        said.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public boolean lost() {
      return false;
    }
  }
}
