package dev.mooring.forward.ending;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.forward.Target;
import dev.mooring.forward.http.HttpView;
import dev.mooring.forward.http.HttpView.Completeness;
import dev.mooring.forward.reach.Reach;
import dev.mooring.forward.reach.ReadyPod;
import dev.mooring.forward.running.ForwardLog;
import dev.mooring.tunnel.Lab;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What judging the ends of streams costs: the wait at the end of a stream from a live pod, and the
/// look at the bytes that pass. Prints, never judges.
@Tag("bench")
class EndOfStreamBenchmark {
  private static final int ENDS = 300;
  private static final int AT_ONCE = 200;
  private static final int REQUESTS = 200_000;

  @Test
  void theWaitAtTheEndOfAStreamFromALivePod() throws Exception {
    try (Cluster cluster = new FabricKubeconfig().connect(null);
        Lab lab = Lab.create(cluster, "t-end-bench")) {
      lab.registry("registry", 1);
      String name = lab.readyPods("registry", 1).getFirst();
      try (Reach pods = new Reach(cluster, new Target.Pod(lab.namespace(), name, "5000"))) {
        pods.awaitFirst(Duration.ofSeconds(10));
        ReadyPod pod = pods.standing().pods().getFirst();
        PodRun run = PodRun.of(pod, pods.known(pod.uid()));
        EndOfStream ends = new EndOfStream(pods, new PodReads(cluster));
        for (int round = 0; round < 3; round++) {
          for (int pause : new int[] {0, 100}) {
            List<Long> waits = new ArrayList<>();
            for (int i = 0; i < (pause == 0 ? ENDS : 50); i++) {
              waits.add(wait(ends, run));
              TimeUnit.MILLISECONDS.sleep(pause);
            }
            say("round " + round + ", ends one after the other, " + pause + " ms apart", waits);
          }
          say("round " + round + ", " + AT_ONCE + " ends at once", atOnce(ends, run));
        }
      }
    }
  }

  @Test
  void theLookAtTheBytes() {
    byte[] request =
        "GET /v2/ HTTP/1.1\r\nHost: localhost:5000\r\nUser-Agent: bench\r\nAccept: */*\r\n\r\n"
            .getBytes(US_ASCII);
    byte[] answer =
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Type: application/json\r\n\r\n{}"
            .getBytes(US_ASCII);
    for (int round = 0; round < 3; round++) {
      long start = System.nanoTime();
      for (int i = 0; i < REQUESTS; i++) {
        HttpView view = view();
        view.sent(request, 0, request.length);
        view.received(answer, 0, answer.length);
        if (view.completeness() != Completeness.WHOLE) {
          throw new IllegalStateException();
        }
      }
      System.out.println(
          String.format(
              Locale.ROOT,
              "a connection with one request: %.2f us",
              (System.nanoTime() - start) / 1e3 / REQUESTS));
      HttpView view = view();
      view.sent(request, 0, request.length);
      byte[] head = "HTTP/1.1 200 OK\r\nContent-Length: 999999999999\r\n\r\n".getBytes(US_ASCII);
      view.received(head, 0, head.length);
      byte[] piece = new byte[64 * 1024];
      start = System.nanoTime();
      for (int i = 0; i < (1 << 30) / piece.length; i++) {
        view.received(piece, 0, piece.length);
      }
      System.out.println(
          String.format(Locale.ROOT, "a GiB of body: %.2f ms", (System.nanoTime() - start) / 1e6));
    }
  }

  private static HttpView view() {
    return new ForwardLog(Clock.systemUTC()).view(false);
  }

  private static long wait(EndOfStream ends, PodRun run) throws Exception {
    long start = System.nanoTime();
    ends.judge(run, Completeness.UNKNOWN);
    return System.nanoTime() - start;
  }

  private static List<Long> atOnce(EndOfStream ends, PodRun run) throws Exception {
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Long>> all = new ArrayList<>();
      for (int i = 0; i < AT_ONCE; i++) {
        all.add(executor.submit(() -> wait(ends, run)));
      }
      List<Long> waits = new ArrayList<>();
      for (Future<Long> each : all) {
        waits.add(each.get());
      }
      return waits;
    }
  }

  private static void say(String what, List<Long> nanos) {
    long[] sorted = nanos.stream().mapToLong(Long::longValue).toArray();
    Arrays.sort(sorted);
    System.out.println(
        String.format(
            Locale.ROOT,
            "%s: p50 %.1f ms, p95 %.1f ms",
            what,
            sorted[sorted.length / 2] / 1e6,
            sorted[sorted.length * 95 / 100] / 1e6));
  }
}
