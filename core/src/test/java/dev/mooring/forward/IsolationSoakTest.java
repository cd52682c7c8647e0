package dev.mooring.forward;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.forward.listener.Guard;
import dev.mooring.forward.listener.LoopbackListener;
import dev.mooring.forward.reach.Reach;
import dev.mooring.tunnel.Lab;
import dev.mooring.tunnel.cluster.ApiTunnels;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Many connections through one forward, on the cluster of the current kubeconfig: what they do to
/// each other, and what they leave. Prints what depends on the machine.
@Tag("soak")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class IsolationSoakTest {
  private static final int OPEN = 200;
  private static final int STALLED = 5;
  private static final int ROUNDS = 10;
  private static final int SEED = 77;

  private static Cluster cluster;
  private static Lab lab;
  private static ApiTunnels tunnels;
  private static Reach pods;
  private static LoopbackListener forward;

  @TempDir private Path folder;

  @BeforeAll
  static void forwardToARegistry() throws Exception {
    cluster = new FabricKubeconfig().connect(null);
    lab = Lab.create(cluster, "t-tunnel-many");
    lab.registry("registry", 1);
    lab.readyPods("registry", 1);
    tunnels = new ApiTunnels(cluster);
    pods = new Reach(cluster, Target.parse("deploy/registry", lab.namespace(), "5000"));
    forward =
        LoopbackListener.listen(
            List.of(InetAddress.getLoopbackAddress()),
            0,
            Guard.none(),
            () -> pods.reach(pod -> tunnels.open(pod.port())),
            failure -> say("failed: %s", failure.problem()));
  }

  @AfterAll
  static void clean() throws Exception {
    forward.close();
    pods.close();
    tunnels.close();
    lab.close();
    cluster.close();
  }

  @Test
  void stalledConnectionsHoldUpNoOther() throws Exception {
    BlobTransfer blob = new BlobTransfer(64 << 20);
    String digest = blob.digest(SEED);
    blob.push(forward.port(), SEED, digest);
    List<Connection> open = new ArrayList<>();
    for (int i = 0; i < OPEN; i++) {
      open.add(new Connection());
      open.getLast().ask();
    }
    List<Connection> rest = open.subList(STALLED, OPEN);
    percentiles(rest);
    long[] unstalled = percentiles(rest);
    for (Connection each : open.subList(0, STALLED)) {
      each.send("GET /v2/ana/bench/blobs/" + digest + " HTTP/1.1\r\nHost: x\r\n\r\n");
      assertEquals('H', each.input.read());
    }
    awaitStandstill();
    long[] stalled = percentiles(rest);
    say(
        "%d open, %d stalled: p50 %.1f ms, p99 %.1f ms; unstalled p50 %.1f ms, p99 %.1f ms;"
            + " p99 ratio %.2f, %d hang, %d tunnels",
        OPEN,
        STALLED,
        stalled[0] / 1e6,
        stalled[1] / 1e6,
        unstalled[0] / 1e6,
        unstalled[1] / 1e6,
        (double) stalled[1] / unstalled[1],
        rest.stream().filter(each -> each.hangs).count(),
        tunnels.tunnelCount());
    for (Connection each : open) {
      each.close();
    }
  }

  /// Until nothing moves any more: filling what lies between takes the processor from the others.
  private static void awaitStandstill() {
    long[] last = {-1};
    Awaitility.await()
        .pollInterval(Duration.ofMillis(500))
        .until(
            () -> {
              long before = last[0];
              last[0] = forward.received();
              return before == last[0];
            });
  }

  @Test
  void fiveHundredConnectionsAtOnceAreAllServed() throws Exception {
    CountDownLatch all = new CountDownLatch(500);
    long start = System.nanoTime();
    inParallel(
        500,
        i -> {
          all.countDown();
          all.await();
          try (Connection connection = new Connection()) {
            connection.ask();
          }
          return null;
        });
    say("500 connections at once were served within %.1f s", (System.nanoTime() - start) / 1e9);
  }

  @Test
  void tenThousandShortConnectionsLeaveNothing() throws Exception {
    shortOnes(500);
    long[] before = settled();
    shortOnes(10_000);
    long[] after = settled();
    say(
        "10000 short connections, then 2 s: descriptors %d -> %d, threads %d -> %d, heap %d -> %d KiB",
        before[0], after[0], before[1], after[1], before[2] / 1024, after[2] / 1024);
    assertTrue(after[0] <= before[0] + 2, "sockets are left");
    assertTrue(after[1] <= before[1] + 5, "threads are left");
    assertTrue(after[2] <= before[2] + (5 << 20), "heap is left");
  }

  private static void shortOnes(int count) throws Exception {
    inParallel(
        10,
        client -> {
          for (int i = 0; i < count / 10; i++) {
            try (Connection connection = new Connection()) {
              connection.ask();
            }
          }
          return null;
        });
  }

  /// Descriptors, threads and heap, 2 s after the last connection.
  private long[] settled() throws Exception {
    TimeUnit.SECONDS.sleep(2);
    UnixOperatingSystemMXBean system =
        (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    Path dump = folder.resolve(System.nanoTime() + ".txt");
    ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
        .dumpThreads(dump.toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.TEXT_PLAIN);
    long threads;
    try (Stream<String> lines = Files.lines(dump)) {
      threads = lines.filter(each -> each.startsWith("#")).count();
    }
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return new long[] {
      system.getOpenFileDescriptorCount(), threads, runtime.totalMemory() - runtime.freeMemory()
    };
  }

  /// p50 and p99 of requests on kept connections, eight at a time.
  private static long[] percentiles(List<Connection> connections) throws Exception {
    List<List<Long>> all =
        inParallel(
            8,
            worker -> {
              List<Long> nanos = new ArrayList<>();
              for (int round = 0; round < ROUNDS; round++) {
                for (int i = worker; i < connections.size(); i += 8) {
                  long start = System.nanoTime();
                  connections.get(i).askOrHang();
                  nanos.add(System.nanoTime() - start);
                }
              }
              return nanos;
            });
    long[] sorted = all.stream().flatMap(List::stream).mapToLong(each -> each).toArray();
    Arrays.sort(sorted);
    return new long[] {sorted[sorted.length / 2], sorted[sorted.length * 99 / 100]};
  }

  /// Work of one of several.
  @FunctionalInterface
  private interface Part<T> {
    T of(int index) throws Exception;
  }

  private static <T> List<T> inParallel(int count, Part<T> part) throws Exception {
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<T>> parts =
          IntStream.range(0, count)
              .mapToObj(i -> executor.submit((Callable<T>) () -> part.of(i)))
              .toList();
      List<T> results = new ArrayList<>();
      for (Future<T> each : parts) {
        results.add(each.get());
      }
      return results;
    }
  }

  /// A kept connection to the registry.
  private static final class Connection implements AutoCloseable {
    private final Socket socket;
    private final InputStream input;
    private volatile boolean hangs;

    Connection() throws IOException {
      socket = new Socket(InetAddress.getLoopbackAddress(), forward.port());
      input = socket.getInputStream();
    }

    void send(String request) throws IOException {
      socket.getOutputStream().write(request.getBytes(US_ASCII));
    }

    void ask() throws IOException {
      send("GET /v2/ HTTP/1.1\r\nHost: x\r\n\r\n");
      StringBuilder answer = new StringBuilder();
      while (answer.indexOf("\r\n\r\n{}") < 0) {
        int next = input.read();
        assertTrue(next >= 0, () -> "cut after " + answer);
        answer.append((char) next);
      }
    }

    /// A request that hangs counts with the time it was given, once.
    void askOrHang() throws IOException {
      if (hangs) {
        return;
      }
      socket.setSoTimeout(10_000);
      try {
        ask();
      } catch (SocketTimeoutException e) {
        hangs = true;
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  @SuppressWarnings("AnnotateFormatMethod") // that annotation is a library for one test
  private static void say(String line, Object... values) {
    System.out.println(String.format(Locale.ROOT, line, values));
  }
}
