package dev.mooring.forward;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.tunnel.Lab;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Forwards to a plain registry through Mooring and through `kubectl port-forward`, each a process
/// of its own, in turns of one run. Prints each figure with its aim, never judges.
/// `-Dbench.mib=128 -Dbench.rounds=2` makes it short.
@Tag("bench")
class TunnelBenchmark {
  private static final long BLOB = Long.getLong("bench.mib", 512) << 20;
  private static final int ROUNDS = Integer.getInteger("bench.rounds", 4);
  private static final int CONNECTIONS = 150;
  private static final int STREAMS = 4;

  /// Until the compiler of a process that does nothing has little left to do, in seconds.
  private static final int SETTLE = 180;

  /// Who may be the bound when an aim is missed.
  private static final List<String> OTHERS =
      List.of("kube-apiserver", "kubelet", "containerd", "registry");

  private final Map<String, Double> sums = new TreeMap<>();
  private int seed;

  @Test
  @Timeout(value = 25, unit = TimeUnit.MINUTES)
  void besideKubectl() throws Exception {
    try (Cluster cluster = new FabricKubeconfig().connect(null);
        Lab lab = Lab.create(cluster, "t-tunnel-bench")) {
      lab.registry("registry", 1);
      lab.readyPods("registry", 1);
      String target = "deploy/registry";
      try (KubectlForward kubectl = KubectlForward.start(lab.namespace(), target, 5000);
          ProductProcess mooring = ForwardChild.start(lab.namespace(), target, 5000, false, 1);
          ProductProcess spare = ForwardChild.start(lab.namespace(), target, 5000, true, 1)) {
        BlobTransfer warm = new BlobTransfer(64 << 20);
        for (int port :
            new int[] {
              mooring.port(), spare.port(), kubectl.port(), mooring.port(), spare.port()
            }) {
          String digest = warm.digest(--seed);
          warm.push(port, seed, digest);
          warm.pull(port, seed, digest);
          connections(port, 0);
        }
        for (int round = 0; round < ROUNDS; round++) {
          for (int turn = 0; turn < 2; turn++) {
            if ((round + turn) % 2 == 0) {
              measure("mooring", mooring.port(), mooring.pid());
              shortOnes("mooring, spare", spare.port());
            } else {
              measure("kubectl", kubectl.port(), kubectl.pid());
              shortOnes("kubectl", kubectl.port());
            }
          }
        }
      }
      report();
      idle(lab.namespace(), target);
    }
  }

  private void measure(String who, int port, long pid) throws Exception {
    BlobTransfer blob = new BlobTransfer(BLOB);
    String digest = blob.digest(++seed);
    int present = seed;
    double own = ProductProcess.processorSeconds(pid);
    Map<String, Double> others = others();
    add(who, "push MB/s", blob.megabytesPerSecond(() -> blob.push(port, present, digest)));
    more(who, "push", others);
    others = others();
    add(who, "pull MB/s", blob.megabytesPerSecond(() -> blob.pull(port, present, digest)));
    more(who, "pull", others);
    add(who, "CPU s/GB", (ProductProcess.processorSeconds(pid) - own) / (2 * BLOB / 1e9));
    add(who, "4 pulls MB/s", together(blobs -> blobs.pull(port, present, digest)));
    String[] digests = new String[STREAMS];
    for (int i = 0; i < STREAMS; i++) {
      digests[i] = blob.digest(seed + 1 + i);
    }
    AtomicInteger next = new AtomicInteger();
    int first = seed + 1;
    seed += STREAMS;
    add(
        who,
        "4 pushes MB/s",
        together(
            blobs -> {
              int which = next.getAndIncrement();
              blobs.push(port, first + which, digests[which]);
            }));
    add(who, "kept-alive p50 ms", kept(port));
    if (who.equals("mooring")) {
      shortOnes(who, port);
    }
  }

  private void shortOnes(String who, int port) throws Exception {
    for (int pause : new int[] {0, 20}) {
      double[] times = connections(port, pause);
      String what = "new connection" + (pause == 0 ? "" : ", " + pause + " ms apart,");
      add(who, what + " p50 ms", times[0]);
      add(who, what + " p95 ms", times[1]);
    }
  }

  /// What one of several streams at once does.
  @FunctionalInterface
  private interface Transfer {
    void run(BlobTransfer blob) throws Exception;
  }

  private static double together(Transfer transfer) throws Exception {
    return new BlobTransfer(STREAMS * BLOB)
        .megabytesPerSecond(
            () -> {
              try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<?>> all = new ArrayList<>();
                for (int i = 0; i < STREAMS; i++) {
                  all.add(
                      executor.submit(
                          () -> {
                            transfer.run(new BlobTransfer(BLOB));
                            return null;
                          }));
                }
                for (Future<?> each : all) {
                  each.get();
                }
              }
            });
  }

  private static double[] connections(int port, int pause) throws Exception {
    long[] nanos = new long[CONNECTIONS];
    for (int i = 0; i < CONNECTIONS; i++) {
      long start = System.nanoTime();
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        ask(socket);
      }
      nanos[i] = System.nanoTime() - start;
      TimeUnit.MILLISECONDS.sleep(pause);
    }
    Arrays.sort(nanos);
    return new double[] {nanos[CONNECTIONS / 2] / 1e6, nanos[CONNECTIONS * 95 / 100] / 1e6};
  }

  private static double kept(int port) throws IOException {
    long[] nanos = new long[10 * CONNECTIONS];
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setTcpNoDelay(true);
      for (int i = 0; i < nanos.length; i++) {
        long start = System.nanoTime();
        ask(socket);
        nanos[i] = System.nanoTime() - start;
      }
    }
    Arrays.sort(nanos);
    return nanos[nanos.length / 2] / 1e6;
  }

  /// One read is one small answer.
  private static void ask(Socket socket) throws IOException {
    socket.getOutputStream().write("GET /v2/ HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII));
    InputStream input = socket.getInputStream();
    byte[] answer = new byte[1024];
    int length = 0;
    while (length < 2 || answer[length - 2] != '{') {
      int read = input.read(answer, length, answer.length - length);
      assertTrue(read > 0);
      length += read;
    }
  }

  private void idle(String namespace, String target) throws Exception {
    try (ProductProcess twenty = ForwardChild.start(namespace, target, 5000, false, 20)) {
      connections(twenty.port(), 0);
      TimeUnit.SECONDS.sleep(SETTLE);
      double before = ProductProcess.processorSeconds(twenty.pid());
      TimeUnit.SECONDS.sleep(40);
      say(
          "20 idle forwards: %.0f MiB resident (aim under 150), %.2f %% of a core (aim under 0.5)",
          ProductProcess.residentKib(twenty.pid()) / 1024.0,
          (ProductProcess.processorSeconds(twenty.pid()) - before) / 40 * 100);
    }
  }

  private void report() {
    ratio("push MB/s", "mooring", 1.3, true);
    ratio("pull MB/s", "mooring", 1.25, true);
    ratio("4 pulls MB/s", "mooring", 1.3, true);
    ratio("4 pushes MB/s", "mooring", 1.3, true);
    ratio("CPU s/GB", "mooring", 1.0, false);
    ratio("kept-alive p50 ms", "mooring", 1.1, false);
    for (String pause : List.of("", ", 20 ms apart,")) {
      for (String part : List.of(" p50 ms", " p95 ms")) {
        ratio("new connection" + pause + part, "mooring", 0.8, false);
        ratio("new connection" + pause + part, "mooring, spare", 0.4, false);
      }
    }
    sums.forEach(
        (key, sum) -> {
          if (key.contains(" CPU of ")) {
            say("%s: %.2f s a GB", key, sum / ROUNDS / (BLOB / 1e9));
          }
        });
  }

  private void ratio(String what, String who, double aim, boolean atLeast) {
    double ours = sums.getOrDefault(who + ": " + what, 0.0) / ROUNDS;
    double theirs = sums.getOrDefault("kubectl: " + what, 0.0) / ROUNDS;
    say(
        "%s %s: %.2f, kubectl %.2f, ratio %.2f (aim at %s %.2f)",
        who, what, ours, theirs, ours / theirs, atLeast ? "least" : "most", aim);
  }

  private void add(String who, String what, double value) {
    sums.merge(who + ": " + what, value, Double::sum);
    say("%s: %s %.2f", who, what, value);
  }

  private void more(String who, String what, Map<String, Double> before) throws IOException {
    Map<String, Double> now = others();
    now.forEach(
        (name, seconds) ->
            sums.merge(
                who + ": " + what + " CPU of " + name,
                seconds - before.getOrDefault(name, 0.0),
                Double::sum));
  }

  /// Processor seconds of those who carry the bytes on, where this machine runs them.
  private static Map<String, Double> others() throws IOException {
    Map<String, Double> all = new TreeMap<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path each : processes) {
        try {
          String name = name(each);
          if (OTHERS.contains(name)) {
            all.merge(
                name,
                ProductProcess.processorSeconds(Long.parseLong(each.getFileName().toString())),
                Double::sum);
          }
        } catch (IOException e) {
          // It has ended meanwhile.
        }
      }
    }
    return all;
  }

  /// The program's name; that of the part where one program holds all of Kubernetes.
  private static String name(Path process) throws IOException {
    String name = Files.readString(process.resolve("comm")).strip();
    String[] command = Files.readString(process.resolve("cmdline")).split("\0", -1);
    return name.equals("kube") && command.length > 1 ? command[1] : name;
  }

  @SuppressWarnings("AnnotateFormatMethod") // that annotation is a library for one benchmark
  private static void say(String line, Object... values) {
    System.out.println(String.format(Locale.ROOT, line, values));
  }
}
