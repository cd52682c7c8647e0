package dev.mooring.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.problem.MooringException;
import dev.mooring.tunnel.Lab;
import dev.mooring.tunnel.LabProgram;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Forwards in a process of their own, traffic that is checked byte by byte, and random faults:
/// pods deleted, workloads rolled out, a node without power, the API server restarted and frozen,
/// and the process itself stopped as by a lid that closes.
///
/// It needs the `lab` program to hurt the cluster: `-Dmooring.lab=PATH` or MOORING_LAB. It runs 20
/// minutes, or `-Dmooring.soak.minutes=N`; `-Dmooring.soak.seed=N` repeats the order of a run.
@Tag("soak")
@Timeout(value = 90, unit = TimeUnit.MINUTES)
class SuperviseSoakTest {
  private static final Logger LOG = LoggerFactory.getLogger(SuperviseSoakTest.class);
  private static final Duration RECOVERY = Duration.ofMinutes(3);
  private static final int SMALL = 2 << 20;
  private static final int LARGE = 48 << 20;

  private enum Fault {
    DELETE_POD,
    ROLLOUT,
    KILL_NODE,
    RESTART_API,
    FREEZE_API,
    SLEEP
  }

  private final List<Long> noticed = new ArrayList<>();

  @Test
  void twentyMinutesOfFaultsChangeNoByteAndLeaveNothingBehind() throws Exception {
    LabProgram lab = LabProgram.required();
    long seed = Long.getLong("mooring.soak.seed", System.nanoTime());
    Duration time = Duration.ofSeconds((long) (60 * minutes()));
    say("seed " + seed + ", " + time.toSeconds() + " s");
    try (Cluster cluster = new FabricKubeconfig().connect(null);
        Lab namespace = Lab.create(cluster, "t-soak")) {
      install(namespace);
      try (Child child =
          new Child(
              namespace.namespace(),
              List.of(
                  "service svc/api web sticky",
                  "turns svc/api 80 round-robin",
                  "deployment deploy/api http sticky",
                  "stateful sts/store 5000 sticky",
                  "pinned svc/store web pod/store-0",
                  "registry app=big http sticky"))) {
        Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> child.ports().size() == 6);
        Awaitility.await().atMost(RECOVERY).until(child::allActive);
        long[] before = child.count();
        Map<String, CheckedTraffic> traffic = new LinkedHashMap<>();
        try {
          child
              .ports()
              .forEach(
                  (name, port) ->
                      traffic.put(
                          name,
                          new CheckedTraffic(
                              port, name.equals("registry") ? LARGE : SMALL, seed + port)));
          suffer(lab, cluster, namespace, child, traffic, time, new Random(seed));
        } finally {
          heal(lab, child);
          for (CheckedTraffic each : traffic.values()) {
            each.close();
          }
        }
        judge(child, traffic, before);
      }
    }
  }

  private static double minutes() {
    return Double.parseDouble(System.getProperty("mooring.soak.minutes", "20"));
  }

  private static void install(Lab namespace) throws InterruptedException {
    namespace.registry("api", 2);
    namespace.registry("big", 1);
    namespace.namedRegistry("store");
    namespace.readyPods("api", 2);
    namespace.readyPods("big", 1);
    namespace.readyPods("store", 1);
  }

  private void suffer(
      LabProgram lab,
      Cluster cluster,
      Lab namespace,
      Child child,
      Map<String, CheckedTraffic> traffic,
      Duration time,
      Random random)
      throws Exception {
    long end = System.nanoTime() + time.toNanos();
    recovered("start", System.nanoTime(), child, traffic);
    int round = 0;
    while (System.nanoTime() < end) {
      // Each kind once, in any order, and then again.
      Fault fault = Fault.values()[order(random.nextLong() ^ round, round)];
      round++;
      TimeUnit.MILLISECONDS.sleep(random.nextInt(500, 5000));
      say("fault " + fault);
      long start = System.nanoTime();
      long over = hurt(fault, lab, cluster, namespace, child, random);
      notice(fault, start, child);
      recovered(fault.toString(), over, child, traffic);
      sayReadiness(cluster, namespace);
      traffic.forEach((name, each) -> assertEquals(List.of(), each.wrong, name));
    }
  }

  private int order(long seed, int round) {
    int count = Fault.values().length;
    if (round % count == 0) {
      turn.clear();
      for (int i = 0; i < count; i++) {
        turn.add(i);
      }
      Collections.shuffle(turn, new Random(seed));
    }
    return turn.get(round % count);
  }

  private final List<Integer> turn = new ArrayList<>();

  /// @return when the fault was over
  private long hurt(
      Fault fault, LabProgram lab, Cluster cluster, Lab namespace, Child child, Random random)
      throws Exception {
    switch (fault) {
      case DELETE_POD -> {
        List<KubeObject> pods = cluster.list(Kind.POD, namespace.namespace(), "");
        String pod = pods.get(random.nextInt(pods.size())).name();
        say("  pod " + pod);
        try {
          namespace.deletePod(pod);
        } catch (MooringException e) {
          // Right after its restart the cluster may take long to collect what it deletes.
          say("  " + e.getMessage());
        }
      }
      case ROLLOUT ->
          cluster.mergePatch(
              Kind.DEPLOYMENT,
              namespace.namespace(),
              random.nextBoolean() ? "api" : "big",
              "",
              Documents.yaml(
                      "spec: {template: {metadata: {annotations: {round: \"%d\"}}}}"
                          .formatted(random.nextInt()),
                      "patch")
                  .getFirst());
      case KILL_NODE -> {
        List<String> nodes =
            cluster.list(Kind.NODE, null, "").stream().map(KubeObject::name).toList();
        String node = nodes.get(random.nextInt(nodes.size()));
        say("  node " + node);
        lab.run("kill-node", node);
        TimeUnit.SECONDS.sleep(random.nextInt(5, 20));
        lab.run("start-node", node);
        awaitNodes(cluster);
      }
      case RESTART_API -> lab.run("restart-api");
      case FREEZE_API -> {
        lab.run("freeze-api");
        TimeUnit.SECONDS.sleep(random.nextInt(3, 15));
        lab.run("thaw-api");
      }
      case SLEEP -> {
        int seconds = random.nextInt(5, 60);
        say("  for " + seconds + " s");
        child.signal("STOP");
        TimeUnit.SECONDS.sleep(seconds);
        child.signal("CONT");
      }
    }
    return System.nanoTime();
  }

  /// How long it took until the first forward left its active state.
  private void notice(Fault fault, long start, Child child) {
    LongStream after =
        child.said().stream()
            .filter(each -> !each.active() && each.at() > start)
            .mapToLong(each -> (each.at() - start) / 1_000_000);
    after
        .min()
        .ifPresent(
            millis -> {
              say("  first loss told after " + millis + " ms");
              if (fault == Fault.FREEZE_API) {
                noticed.add(millis);
              }
            });
  }

  private void recovered(
      String fault, long over, Child child, Map<String, CheckedTraffic> traffic) {
    Map<String, Long> first = new LinkedHashMap<>();
    long[] active = new long[1];
    Awaitility.await(fault)
        .atMost(RECOVERY)
        .pollInterval(Duration.ofMillis(10))
        .conditionEvaluationListener(
            now -> {
              if (now.getRemainingTimeInMS() < 100 && !now.isSatisfied()) {
                say("  NOT RECOVERED: " + first.keySet() + " of " + traffic.keySet());
                traffic.keySet().forEach(name -> say("    " + child.last(name)));
                traffic.forEach((name, each) -> say("    " + name + ": " + each.lastBroken()));
              }
            })
        .until(
            () -> {
              traffic.forEach(
                  (name, each) -> {
                    if (each.lastGood() > over) {
                      first.putIfAbsent(name, (each.lastGood() - over) / 1_000_000);
                    }
                  });
              boolean all = child.allActive();
              if (all && active[0] == 0) {
                active[0] = System.nanoTime();
              }
              return all && first.size() == traffic.size();
            });
    say(
        "  recovered from "
            + fault
            + ": all active after "
            + (active[0] - over) / 1_000_000
            + " ms, first good exchange after (ms) "
            + first);
  }

  /// The cluster has its own time: a node that it took for lost is not ready for a minute after.
  private static void sayReadiness(Cluster cluster, Lab namespace) throws InterruptedException {
    for (KubeObject each : cluster.list(Kind.POD, namespace.namespace(), "")) {
      Document ready = each.condition("Ready");
      say(
          "    "
              + each.name()
              + " ready "
              + ready.at("status").textOrEmpty()
              + " since "
              + ready.at("lastTransitionTime").textOrEmpty());
    }
  }

  private void judge(Child child, Map<String, CheckedTraffic> traffic, long[] before)
      throws Exception {
    traffic.forEach(
        (name, each) ->
            say(
                name
                    + ": "
                    + each.good
                    + " good exchanges, "
                    + each.bytes.get() / 1_000_000
                    + " MB, "
                    + each.broken
                    + " broken connections, "
                    + each.rested.get()
                    + " ended at rest, "
                    + each.wrong.size()
                    + " wrong"));
    // Tunnels without streams are kept for two minutes.
    long[][] after = new long[1][];
    Awaitility.await("nothing is left behind")
        .atMost(Duration.ofMinutes(4))
        .pollInterval(Duration.ofSeconds(5))
        .until(
            () -> {
              after[0] = child.count();
              // The JVM's own threads come and go.
              return after[0][0] <= before[0] + 2 && after[0][1] <= before[1];
            });
    say("threads, sockets, heap before: " + Arrays.toString(before));
    say("threads, sockets, heap after: " + Arrays.toString(after[0]));
    List<String> events = child.events();
    say("events in 6 histories: " + events.size());
    events.stream().filter(e -> e.startsWith("EVENT service")).forEach(SuperviseSoakTest::say);
    say("losses of the API server were told after (ms) " + noticed);
    assertTrue(after[0][2] < before[2] + (24 << 20), () -> "heap grew to " + after[0][2]);
    assertTrue(child.allActive(), "every forward is active at the end");
    traffic.forEach((name, each) -> assertEquals(List.of(), each.wrong, name));
  }

  private static void heal(LabProgram lab, Child child) throws Exception {
    child.signal("CONT");
    lab.run("thaw-api");
  }

  private static void awaitNodes(Cluster cluster) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .ignoreExceptions()
        .until(() -> cluster.list(Kind.NODE, null, "").stream().allMatch(KubeObject::ready));
  }

  private static void say(String line) {
    LOG.warn("{}", line);
  }
}
