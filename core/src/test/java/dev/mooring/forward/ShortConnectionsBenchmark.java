package dev.mooring.forward;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.tunnel.Lab;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Many clients at once, each with a new connection for each request, through Mooring and through
/// `kubectl port-forward` in turns of one run. Prints, never judges. Decision 1267.
@Tag("bench")
class ShortConnectionsBenchmark {
  private static final int CLIENTS = Integer.getInteger("bench.clients", 200);
  private static final int ROUNDS = Integer.getInteger("bench.rounds", 4);
  private static final Duration TURN = Duration.ofSeconds(Integer.getInteger("bench.seconds", 6));
  private static final int MOST = 1 << 14;
  private static final byte[] REQUEST = "GET /v2/ HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII);

  private final Map<String, List<Long>> times = new TreeMap<>();
  private final Map<String, Double> seconds = new TreeMap<>();
  private final Map<String, Integer> failures = new TreeMap<>();

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void besideKubectl() throws Exception {
    try (Cluster cluster = new FabricKubeconfig().connect(null);
        Lab lab = Lab.create(cluster, "t-short-bench")) {
      lab.registry("registry", 1);
      lab.readyPods("registry", 1);
      String target = "deploy/registry";
      try (KubectlForward kubectl = KubectlForward.start(lab.namespace(), target, 5000);
          ProductProcess mooring = ForwardChild.start(lab.namespace(), target, 5000, false, 1)) {
        for (int round = -1; round < ROUNDS; round++) {
          for (int turn = 0; turn < 2; turn++) {
            if ((round + turn) % 2 == 0) {
              turn(round, "mooring", mooring.port(), mooring.pid());
            } else {
              turn(round, "kubectl", kubectl.port(), kubectl.pid());
            }
          }
        }
      }
      times.keySet().forEach(this::report);
    }
  }

  /// The first round warms up.
  private void turn(int round, String who, int port, long pid) throws Exception {
    double processor = ProductProcess.processorSeconds(pid);
    long end = System.nanoTime() + TURN.toNanos();
    List<Long> all = new ArrayList<>();
    int failed = 0;
    long start = System.nanoTime();
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Times>> results = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        results.add(clients.submit(() -> client(port, end)));
      }
      for (Future<Times> each : results) {
        all.addAll(each.get().nanos());
        failed += each.get().failed();
      }
    }
    double took = (System.nanoTime() - start) / 1e9;
    processor = ProductProcess.processorSeconds(pid) - processor;
    if (round >= 0) {
      times.computeIfAbsent(who, ignored -> new ArrayList<>()).addAll(all);
      seconds.merge(who, took, Double::sum);
      failures.merge(who, failed, Integer::sum);
    }
    long[] sorted = sorted(all);
    say(
        "round %d %s: %.0f/s, p50 %.0f ms, p99 %.0f ms, %d failed, %.2f cores, %.2f ms a request",
        round,
        who,
        sorted.length / took,
        at(sorted, 50),
        at(sorted, 99),
        failed,
        processor / took,
        processor * 1000 / Math.max(1, sorted.length));
  }

  private record Times(List<Long> nanos, int failed) {}

  private static Times client(int port, long end) {
    List<Long> nanos = new ArrayList<>();
    int failed = 0;
    while (System.nanoTime() - end < 0 && nanos.size() < MOST) {
      long start = System.nanoTime();
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.setSoTimeout(10_000);
        socket.getOutputStream().write(REQUEST);
        answer(socket.getInputStream());
        nanos.add(System.nanoTime() - start);
      } catch (IOException e) {
        failed++;
      }
    }
    return new Times(nanos, failed);
  }

  /// The answer's body is `{}`.
  private static void answer(InputStream input) throws IOException {
    byte[] answer = new byte[1024];
    int length = 0;
    while (length < 2 || answer[length - 1] != '}') {
      int read = input.read(answer, length, answer.length - length);
      if (read < 0) {
        throw new EOFException();
      }
      length += read;
    }
  }

  private void report(String who) {
    long[] sorted = sorted(times.getOrDefault(who, List.of()));
    say(
        "%s, %d clients: %.0f requests/s, p50 %.0f ms, p99 %.0f ms, %d failed",
        who,
        CLIENTS,
        sorted.length / seconds.getOrDefault(who, 1.0),
        at(sorted, 50),
        at(sorted, 99),
        failures.getOrDefault(who, 0));
  }

  private static long[] sorted(List<Long> all) {
    return all.stream().mapToLong(Long::longValue).sorted().toArray();
  }

  private static double at(long[] sorted, int percent) {
    return sorted.length == 0 ? 0 : sorted[(sorted.length - 1) * percent / 100] / 1e6;
  }

  @SuppressWarnings("AnnotateFormatMethod") // that annotation is a library for one benchmark
  private static void say(String line, Object... values) {
    System.out.println(String.format(Locale.ROOT, line, values));
  }
}
