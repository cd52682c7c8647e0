package dev.mooring.debug;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.cluster.Quantity;
import dev.mooring.debug.cluster.ClusterDebugger;
import dev.mooring.debug.cluster.SnapshotSubject;
import dev.mooring.debug.inspect.DelvePort;
import dev.mooring.debug.inspect.Inspection;
import dev.mooring.debug.inspect.ProgramState;
import dev.mooring.debug.snapshot.Snapshot;
import dev.mooring.debug.snapshot.SnapshotStore;
import dev.mooring.debug.snapshot.SnapshotTaker;
import dev.mooring.debug.snapshot.Subject;
import dev.mooring.debug.subject.MemoryLimit;
import dev.mooring.job.Progress;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.PodPort;
import dev.mooring.tunnel.Tunnels;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// Snapshots of one program that serves, through one session. It needs the images
/// `lab.test/hello-noopt:1` and `lab.test/dlv:1.27.2`.
@Tag("cluster")
@Tag("apart")
@Tag("anywhere")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Execution(ExecutionMode.SAME_THREAD)
final class SnapshotClusterTest {
  private static final String PROBE =
      "livenessProbe: {httpGet: {path: /healthz, port: 8080}, periodSeconds: 5}";

  /// Less than Delve needs alone.
  private static final String MEMORY =
      "resources: {requests: {memory: 32Mi, cpu: 10m}, limits: {memory: 64Mi}}";

  private static final int LAST = Integer.MAX_VALUE;
  private static DebugCluster lab;
  private static KubeObject pod;
  private static ClusterDebugger debugger;
  private static DebugSession session;
  @TempDir Path home;

  @BeforeAll
  static void attach() throws Exception {
    lab = new DebugCluster();
    pod = lab.deploy("hello-noopt", "", PROBE + ", " + MEMORY);
    debugger = lab.debugger();
    session = debugger.attach(lab.target(), DebugCluster.OPTIONS, Progress.none());
  }

  @AfterAll
  static void end() throws Exception {
    try {
      debugger.close();
    } finally {
      lab.close();
    }
  }

  @Test
  void aProgramUnderLoadStandsStillAsForecastAndWhatItDidIsReadWithoutTheCluster()
      throws Exception {
    SnapshotStore store = new SnapshotStore(home.resolve("snapshots"));
    AtomicInteger cuts = new AtomicInteger();
    Snapshot taken;
    Load load = new Load();
    try (load;
        Editor _ = new Editor();
        SnapshotTaker taker = SnapshotTaker.of(subject(cutting(lab.tunnels, cuts)), store)) {
      load.awaitAnswers(20);
      assertTrue(taker.forecast().resident() > 1 << 20);
      taken = taker.take(Progress.none());
      load.awaitAnswers(load.answers.get() + 20);
    }
    assertEquals(0, load.failures.get());
    assertTrue(cuts.get() > 2, "a transfer that is cut goes on");
    Duration longest = Duration.ofNanos(load.longest.get());
    assertTrue(longest.compareTo(taken.forecast()) < 0, () -> "stood still for " + longest);
    assertTrue(taken.stood().compareTo(taken.forecast()) < 0, taken::toString);
    assertEquals(0, restarts());
    assertEquals(List.of(), left());

    try (ProgramState program = store.open(taken.name())) {
      assertTrue(
          program.goroutines(50).groups().stream()
              .anyMatch(each -> each.at().function().equals("main.main.func4")),
          "the goroutine that waits for a signal");
      assertTrue(program.stack(1).stream().anyMatch(each -> each.function().equals("main.main")));
      int main =
          program.stack(1).stream().map(each -> each.function()).toList().indexOf("main.main");
      assertEquals("\":8080\"", program.eval("server.Addr", 1, main).text());
      assertTrue(program.variables(1, main).stream().anyMatch(each -> each.name().equals("addr")));
    }
    assertEquals("ELF", new String(head(store.core(taken.name())), 1, 3, StandardCharsets.UTF_8));
    store.delete(taken.name());
    assertEquals(List.of(), files());
  }

  @Test
  void aSnapshotThatIsCancelledLeavesNothingAndTheProgramRunning() throws Exception {
    SnapshotStore store = new SnapshotStore(home.resolve("snapshots"));
    Thread taking =
        Thread.ofVirtual()
            .unstarted(
                () -> {
                  try (SnapshotTaker taker = SnapshotTaker.of(subject(lab.tunnels), store)) {
                    assertThrows(
                        InterruptedException.class,
                        () -> taker.take(new CancelAtFirstBytes(Thread.currentThread())));
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                });
    taking.start();
    taking.join();
    assertEquals(List.of(), files());
    assertEquals(List.of(), left());
    try (Inspection inspection = new Inspection(new DelvePort(session.address()))) {
      assertTrue(!inspection.state().stopped());
    }
    assertEquals(0, restarts());
  }

  @Test
  @Order(LAST)
  void aLimitThatDelveWouldMeetIsRaisedInThePodWhileItIsAttachedAndPutBack() throws Exception {
    Optional<Long> raised = Optional.of((64 << 20) + MemoryLimit.ADDED);
    assertEquals(raised, limit("spec", "containers"));
    assertEquals(raised, limit("status", "containerStatuses"));
    assertTrue(now().annotations().containsKey(MemoryLimit.MARK));
    session.close();
    Awaitility.await()
        .atMost(DebugCluster.SOON)
        .until(
            () -> limit("status", "containerStatuses"),
            each -> each.equals(Optional.of(64L << 20)));
    assertEquals(Optional.of(64L << 20), limit("spec", "containers"));
    assertEquals("Burstable", now().at("status", "qosClass").textOrEmpty());
    assertTrue(!now().annotations().containsKey(MemoryLimit.MARK));
    assertEquals(pod.uid(), now().uid());
    assertEquals(0, restarts());
  }

  private static Optional<Long> limit(String part, String list) throws InterruptedException {
    return Quantity.bytes(
        now().at(part, list).items().getFirst().at("resources", "limits", "memory").textOrEmpty());
  }

  private static KubeObject now() throws InterruptedException {
    return lab.cluster.get(Kind.POD, lab.namespace, pod.name()).orElseThrow();
  }

  /// Interrupts the thread that takes the snapshot while the program stands still.
  private record CancelAtFirstBytes(Thread taking) implements Progress {
    @Override
    public void step(String sentence) {}

    @Override
    public void advance(String part, long done, long total, Unit unit) {
      taking.interrupt();
    }
  }

  private static Subject subject(Tunnels tunnels) throws InterruptedException {
    return SnapshotSubject.of(
        lab.cluster, tunnels, lab.namespace, pod.name(), "hello", new DelvePort(session.address()));
  }

  /// What snapshots left in the debug container.
  private static List<String> left() throws Exception {
    Subject subject = subject(lab.tunnels);
    try (ByteStream said =
        lab.tunnels.run(
            subject.namespace(), subject.pod(), subject.debugger(), List.of("ls", "-A", "/tmp"))) {
      return new String(said.input().readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(each -> each.contains("snapshot"))
          .toList();
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.list(home.resolve("snapshots"))) {
      return all.toList();
    }
  }

  private static byte[] head(Path file) throws IOException {
    try (InputStream input = Files.newInputStream(file)) {
      return input.readNBytes(4);
    }
  }

  private static long restarts() throws InterruptedException {
    return now()
        .at("status", "containerStatuses")
        .items()
        .getFirst()
        .at("restartCount")
        .integer()
        .orElse(-1L);
  }

  /// Two of the streams that bring files are lost after a megabyte.
  private static Tunnels cutting(Tunnels tunnels, AtomicInteger cuts) {
    return (Tunnels)
        Proxy.newProxyInstance(
            Tunnels.class.getClassLoader(),
            new Class<?>[] {Tunnels.class},
            (proxy, method, arguments) -> {
              try {
                Object result = method.invoke(tunnels, arguments);
                return result instanceof ByteStream whole
                        && method.getName().equals("run")
                        && arguments[3].toString().contains("dd if=")
                        && cuts.incrementAndGet() <= 2
                    ? cut(whole)
                    : result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static ByteStream cut(ByteStream whole) throws IOException {
    InputStream input =
        new FilterInputStream(whole.input()) {
          private int left = 1 << 20;

          @Override
          public int read(byte[] bytes, int from, int length) throws IOException {
            if (left <= 0) {
              throw new IOException("the connection was lost");
            }
            int read = super.read(bytes, from, Math.min(left, length));
            left -= Math.max(0, read);
            return read;
          }
        };
    return new PipeStream(input, whole.output(), whole);
  }

  /// Somebody who asks Delve all the time, also while it writes.
  private static final class Editor implements AutoCloseable {
    private final AtomicBoolean over = new AtomicBoolean();
    private final Thread thread = Thread.ofVirtual().start(this::ask);

    private void ask() {
      try (Inspection inspection = new Inspection(new DelvePort(session.address()))) {
        while (!over.get()) {
          inspection.awaitStop(Duration.ofMillis(500));
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void close() throws InterruptedException {
      over.set(true);
      thread.join();
    }
  }

  /// Somebody who asks the program all the time.
  private static final class Load implements AutoCloseable {
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger answers = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicLong longest = new AtomicLong();
    private final Thread thread = Thread.ofVirtual().start(this::ask);

    /// Over one connection, so that only the program's own time counts.
    private void ask() {
      try (ByteStream stream = lab.tunnels.open(new PodPort(lab.namespace, pod.name(), 8080))) {
        InputStream input = stream.input();
        while (!over.get()) {
          long asked = System.nanoTime();
          stream
              .output()
              .write("GET / HTTP/1.1\r\nHost: hello\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
          stream.output().flush();
          StringBuilder answer = new StringBuilder();
          // Head and one line.
          while (!answer.toString().matches("(?s).*\r\n\r\n.*\n")) {
            int next = input.read();
            if (next < 0) {
              throw new IOException("the program ended the connection");
            }
            answer.append((char) next);
          }
          longest.accumulateAndGet(System.nanoTime() - asked, Math::max);
          (answer.toString().startsWith("HTTP/1.1 200") ? answers : failures).incrementAndGet();
        }
      } catch (IOException e) {
        failures.incrementAndGet();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    void awaitAnswers(int wanted) {
      Awaitility.await().atMost(DebugCluster.SOON).until(() -> answers.get() >= wanted);
    }

    @Override
    public void close() throws InterruptedException {
      over.set(true);
      thread.join();
    }
  }
}
