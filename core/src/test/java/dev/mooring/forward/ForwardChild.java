package dev.mooring.forward;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.tunnel.ApiTunnels;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Mooring's forwards in a process of their own, with the launcher's flags, as the command line
/// keeps them: so that their processor time and memory can be told from the benchmark's.
final class ForwardChild implements AutoCloseable {
  private static final List<String> FLAGS =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:+UseCompactObjectHeaders",
          "-Xms32m",
          "-Xmx768m",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  private final Process process;
  private final int port;

  private ForwardChild(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /// @param count how many forwards to the same target; the port is the first one's
  static ForwardChild start(String namespace, String target, int port, boolean spare, int count)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS);
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            ForwardChild.class.getName(),
            namespace,
            target,
            Integer.toString(port),
            Boolean.toString(spare),
            Integer.toString(count)));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
    String line = lines.readLine();
    while (line != null && !line.startsWith("port ")) {
      line = lines.readLine();
    }
    if (line == null) {
      throw new IOException("the forwards did not start");
    }
    Thread.ofVirtual().start(() -> lines.lines().forEach(ignored -> {}));
    return new ForwardChild(process, Integer.parseInt(line.substring(5)));
  }

  int port() {
    return port;
  }

  long pid() {
    return process.pid();
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    process.waitFor();
  }

  /// Processor seconds of a process so far, in user and kernel mode, at 100 ticks a second.
  static double processorSeconds(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / 100.0;
  }

  static long residentKib(long pid) throws IOException {
    return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
        .filter(each -> each.startsWith("VmRSS:"))
        .mapToLong(each -> Long.parseLong(each.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElse(0);
  }

  public static void main(String[] args) throws Exception {
    try (Cluster cluster = new FabricKubeconfig().connect(null);
        ApiTunnels tunnels = new ApiTunnels(cluster);
        ClusterForwards forwards = new ClusterForwards(cluster, tunnels)) {
      int port = 0;
      for (int i = 0; i < Integer.parseInt(args[4]); i++) {
        ForwardStatus started =
            forwards.start(
                ForwardSpec.of("f" + i, Target.parse(args[1], args[0], args[2]), 0)
                    .withSpare(Boolean.parseBoolean(args[3])));
        port = port == 0 ? started.listening().getFirst().getPort() : port;
      }
      System.out.println("port " + port);
      Thread.currentThread().join();
    }
  }
}
