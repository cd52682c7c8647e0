package dev.mooring.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mooring.forward.ProductProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A local port whose connections go on by mutual TLS: Mooring beside stunnel and Envoy, each a
/// process of its own, to the same server on loopback, in turns of one run. Prints each ratio with
/// its aim, never judges. `-Dbench.envoy=PATH` where Envoy is not on the path, `-Dbench.mib=128
/// -Dbench.rounds=2` makes it short.
@Tag("bench")
class MutualTlsBenchmark {
  private static final long SIZE = Long.getLong("bench.mib", 512) << 20;
  private static final int ROUNDS = Integer.getInteger("bench.rounds", 4);

  /// Until the compiler of a new process has little left to do.
  private static final int WARM = 4;

  private static final String MOORING = "mooring";
  private static final String STUNNEL = "stunnel";
  private static final String ENVOY = "envoy";

  private static final List<String> DIRECTIONS = List.of("push", "pull");

  private final Map<String, List<Double>> seconds = new TreeMap<>();
  private final Map<String, List<Double>> processor = new TreeMap<>();

  /// @param pid whose processor time counts
  private record Competitor(String name, int port, long pid) {}

  @Test
  @Timeout(value = 15, unit = TimeUnit.MINUTES)
  void besideStunnelAndEnvoy(@TempDir Path folder) throws Exception {
    String stunnel = TlsPeers.stunnel().orElse("");
    String envoy = TlsPeers.envoy().orElse("");
    assumeTrue(!stunnel.isEmpty(), "no stunnel");
    assumeTrue(!envoy.isEmpty(), "no Envoy");
    try (PlainServer plain = new PlainServer();
        TlsPeers peers = new TlsPeers(folder)) {
      Process server = peers.server(envoy, plain.port());
      int byStunnel = TlsPeers.freePort();
      Process first = peers.stunnel(stunnel, byStunnel);
      int byEnvoy = TlsPeers.freePort();
      Process second = peers.envoy(envoy, byEnvoy);
      try (ProductProcess mooring =
          ProductProcess.start(MutualTlsChild.class, folder.toString(), FakeMesh.NODE)) {
        List<Competitor> all =
            List.of(
                new Competitor(MOORING, mooring.port(), mooring.pid()),
                new Competitor(STUNNEL, byStunnel, first.pid()),
                new Competitor(ENVOY, byEnvoy, second.pid()));
        for (int i = 0; i < WARM; i++) {
          for (Competitor each : all) {
            PlainServer.push(each.port(), SIZE);
            PlainServer.pull(each.port(), SIZE);
          }
        }
        for (int round = 0; round < ROUNDS; round++) {
          for (int turn = 0; turn < all.size(); turn++) {
            measure(all.get((round + turn) % all.size()), server.pid());
          }
        }
      }
      assertEquals(3L * (WARM + ROUNDS) * SIZE, plain.taken());
    }
    report();
  }

  /// @param server whose processor time is shown beside, since it shares the machine
  private void measure(Competitor who, long server) throws Exception {
    for (String direction : DIRECTIONS) {
      double own = ProductProcess.processorSeconds(who.pid());
      double others = ProductProcess.processorSeconds(server);
      long start = System.nanoTime();
      if (direction.equals("push")) {
        PlainServer.push(who.port(), SIZE);
      } else {
        PlainServer.pull(who.port(), SIZE);
      }
      double took = (System.nanoTime() - start) / 1e9;
      own = ProductProcess.processorSeconds(who.pid()) - own;
      others = ProductProcess.processorSeconds(server) - others;
      String key = who.name() + " " + direction;
      seconds.computeIfAbsent(key, ignored -> new ArrayList<>()).add(took);
      processor.computeIfAbsent(key, ignored -> new ArrayList<>()).add(own);
      say(
          "%s %s: %.0f MB/s, %.2f s of processor a GB (server %.2f)",
          who.name(), direction, SIZE / 1e6 / took, own / (SIZE / 1e9), others / (SIZE / 1e9));
    }
  }

  private void report() {
    for (String direction : DIRECTIONS) {
      Map<String, Double> speed = new LinkedHashMap<>();
      Map<String, Double> cost = new LinkedHashMap<>();
      for (String each : List.of(MOORING, STUNNEL, ENVOY)) {
        String key = each + " " + direction;
        speed.put(each, SIZE / 1e6 / median(seconds.get(key)));
        cost.put(each, median(processor.get(key)) / (SIZE / 1e9));
      }
      String better = speed.get(STUNNEL) > speed.get(ENVOY) ? STUNNEL : ENVOY;
      say(
          "%s, medians: %s, ratio to %s %.2f (aim at least 1.00)",
          direction, words(speed, "%s %.0f MB/s"), better, speed.get(MOORING) / speed.get(better));
      say(
          "%s, medians: %s of processor, ratio to %s %.2f (aim at most 1.20)",
          direction, words(cost, "%s %.2f s a GB"), better, cost.get(MOORING) / cost.get(better));
    }
  }

  private static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }

  @SuppressWarnings("AnnotateFormatMethod") // that annotation is a library for one benchmark
  private static String words(Map<String, Double> values, String form) {
    return values.entrySet().stream()
        .map(each -> String.format(Locale.ROOT, form, each.getKey(), each.getValue()))
        .collect(Collectors.joining(", "));
  }

  @SuppressWarnings("AnnotateFormatMethod") // that annotation is a library for one benchmark
  private static void say(String line, Object... values) {
    System.out.println(String.format(Locale.ROOT, line, values));
  }
}
