package dev.mooring.forward;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.tunnel.ApiTunnels;
import dev.mooring.tunnel.Lab;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A blob pushed to and pulled from a plain registry through Mooring and through
/// `kubectl port-forward`, in turns of one run; then new connections. Prints, never judges.
@Tag("bench")
class TunnelBenchmark {
  private static final int MIB = 1 << 20;
  private static final int BLOB = Integer.getInteger("bench.mib", 512) * MIB;
  private static final int ROUNDS = 3;
  private static final int CONNECTIONS = 300;
  private static final Pattern LISTENS = Pattern.compile("Forwarding from 127\\.0\\.0\\.1:(\\d+)");

  private final byte[] block = new byte[MIB];

  TunnelBenchmark() {
    new Random(3).nextBytes(block);
  }

  @Test
  void besideKubectl() throws Exception {
    try (Cluster cluster = new FabricKubeconfig().connect(null);
        Lab lab = Lab.create(cluster, "t-tunnel-bench");
        ApiTunnels tunnels = new ApiTunnels(cluster)) {
      lab.registry("registry", 1);
      lab.readyPods("registry", 1);
      Target target = Target.parse("deploy/registry", lab.namespace(), "5000");
      Process kubectl =
          new ProcessBuilder(
                  "kubectl", "-n", lab.namespace(), "port-forward", "deploy/registry", ":5000")
              .redirectErrorStream(true)
              .start();
      try (TargetPods pods = new TargetPods(cluster, target);
          LoopbackListener mooring =
              LoopbackListener.listen(0, () -> pods.reach(pod -> tunnels.open(pod.port())))) {
        int kubectlPort = listening(kubectl);
        transfers(mooring.port(), kubectlPort);
        connections("kubectl", kubectlPort);
        connections("mooring", mooring.port());
      } finally {
        kubectl.destroy();
        kubectl.waitFor();
      }
    }
  }

  private void transfers(int mooring, int kubectl) throws Exception {
    long heap = heap();
    double[][] totals = new double[2][2];
    for (int round = 0; round < ROUNDS; round++) {
      for (int who = 0; who < 2; who++) {
        int port = who == 0 ? mooring : kubectl;
        int seed = round * 2 + who;
        String digest = digest(seed);
        double push = megabytesPerSecond(() -> push(port, seed, digest));
        double pull = megabytesPerSecond(() -> pull(port, seed, digest));
        totals[who][0] += push / ROUNDS;
        totals[who][1] += pull / ROUNDS;
        say("round %d %s: push %.0f MB/s, pull %.0f MB/s", round + 1, name(who), push, pull);
      }
    }
    say(
        "ratio to kubectl: push %.2f, pull %.2f; heap after GC %+d KiB",
        totals[0][0] / totals[1][0], totals[0][1] / totals[1][1], (heap() - heap) / 1024);
  }

  private static String name(int who) {
    return who == 0 ? "mooring" : "kubectl";
  }

  private static void connections(String name, int port) throws IOException {
    long[] nanos = new long[CONNECTIONS];
    for (int i = 0; i < CONNECTIONS; i++) {
      long start = System.nanoTime();
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.getOutputStream().write("GET /v2/ HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII));
        assertTrue(socket.getInputStream().read() == 'H');
      }
      nanos[i] = System.nanoTime() - start;
    }
    Arrays.sort(nanos);
    say(
        "%s: connection to first byte p50 %.1f ms, p95 %.1f ms",
        name, nanos[CONNECTIONS / 2] / 1e6, nanos[CONNECTIONS * 95 / 100] / 1e6);
  }

  private void push(int port, int seed, String digest) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      InputStream input = socket.getInputStream();
      request(socket, "POST /v2/bench/blobs/uploads/ HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n");
      String started = head(input);
      Matcher location =
          Pattern.compile("(?im)^location: (?:http://[^/]+)?(\\S+)").matcher(started);
      assertTrue(location.find(), started);
      String path = location.group(1);
      request(
          socket,
          "PUT "
              + path
              + (path.contains("?") ? "&" : "?")
              + "digest="
              + digest
              + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/octet-stream\r\nContent-Length: "
              + BLOB
              + "\r\n");
      for (int i = 0; i < BLOB / MIB; i++) {
        mark(i, seed);
        socket.getOutputStream().write(block);
      }
      String answer = head(input);
      assertTrue(answer.startsWith("HTTP/1.1 201"), answer);
    }
  }

  private void pull(int port, int seed, String digest) throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      InputStream input = socket.getInputStream();
      request(socket, "GET /v2/bench/blobs/" + digest + " HTTP/1.1\r\nHost: x\r\n");
      String answer = head(input);
      assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
      byte[] buffer = new byte[MIB];
      for (int i = 0; i < BLOB / MIB; i++) {
        assertTrue(input.readNBytes(buffer, 0, MIB) == MIB);
        mark(i, seed);
        assertTrue(Arrays.equals(buffer, block), "block " + i);
      }
    }
  }

  /// Every block differs, and every blob.
  private void mark(int index, int seed) {
    ByteBuffer.wrap(block).putInt(seed).putInt(index);
  }

  private String digest(int seed) throws NoSuchAlgorithmException {
    MessageDigest hash = MessageDigest.getInstance("SHA-256");
    for (int i = 0; i < BLOB / MIB; i++) {
      mark(i, seed);
      hash.update(block);
    }
    return "sha256:" + HexFormat.of().formatHex(hash.digest());
  }

  private static void request(Socket socket, String head) throws IOException {
    socket.getOutputStream().write((head + "\r\n").getBytes(US_ASCII));
  }

  private static String head(InputStream input) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = input.read();
      assertTrue(next >= 0, () -> "cut after " + head);
      head.append((char) next);
    }
    return head.toString();
  }

  private static int listening(Process kubectl) throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(kubectl.getInputStream(), US_ASCII));
    Matcher matcher = LISTENS.matcher(String.valueOf(lines.readLine()));
    assertTrue(matcher.find(), "kubectl port-forward did not start");
    Thread.ofVirtual().start(() -> lines.lines().forEach(ignored -> {}));
    return Integer.parseInt(matcher.group(1));
  }

  @FunctionalInterface
  private interface Transfer {
    void run() throws Exception;
  }

  private static double megabytesPerSecond(Transfer transfer) throws Exception {
    long start = System.nanoTime();
    transfer.run();
    return BLOB / 1e6 / ((System.nanoTime() - start) / 1e9);
  }

  private static long heap() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  @SuppressWarnings("AnnotateFormatMethod") // that annotation is a library for one benchmark
  private static void say(String line, Object... values) {
    System.out.println(String.format(Locale.ROOT, line, values));
  }
}
