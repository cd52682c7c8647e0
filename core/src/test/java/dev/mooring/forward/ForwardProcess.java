package dev.mooring.forward;

import com.sun.management.HotSpotDiagnosticMXBean;
import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.forward.running.ClusterForwards;
import dev.mooring.problem.MooringException;
import dev.mooring.tunnel.cluster.ApiTunnels;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// Forwards in a process of their own, for tests that stop it and count what it holds.
///
/// Arguments: the namespace, then `NAME TARGET PORT PICK` for each forward, separated by blanks.
/// It says `LISTEN NAME PORT`, `STATE NAME active|waiting WHY` at each change, and answers `count`
/// with `COUNT THREADS SOCKETS HEAP` and `events` with `EVENT NAME ...` lines. It ends with its
/// input.
final class ForwardProcess {
  private static final Map<String, String> STATES = new ConcurrentHashMap<>();

  private ForwardProcess() {}

  public static void main(String[] arguments) throws Exception {
    PrintStream out = System.out;
    try (Cluster cluster = new FabricKubeconfig().connect(null);
        ApiTunnels tunnels = new ApiTunnels(cluster);
        ClusterForwards forwards = new ClusterForwards(cluster, tunnels)) {
      for (String each : List.of(arguments).subList(1, arguments.length)) {
        String[] words = each.split(" ", -1);
        ForwardSpec spec =
            ForwardSpec.of(words[0], Target.parse(words[1], arguments[0], words[2]), 0)
                .withPick(PodSelection.parse(words[3]));
        ForwardStatus started = forwards.start(spec);
        out.println("LISTEN " + words[0] + " " + started.listening().getFirst().getPort());
      }
      forwards.all().subscribe(all -> all.forEach(each -> tell(out, each)));
      BufferedReader in =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.equals("count")) {
          out.println("COUNT " + count());
        } else if (line.equals("events")) {
          for (ForwardStatus each : forwards.all().get()) {
            String name = each.spec().name();
            forwards
                .events(name)
                .forEach(
                    e ->
                        out.println(
                            "EVENT " + name + " " + e.at() + " " + e.kind() + " " + e.words()));
          }
          out.println("EVENTS END");
        }
      }
    } catch (MooringException e) {
      out.println("FAILED " + e.getMessage());
      throw e;
    }
  }

  private static synchronized void tell(PrintStream out, ForwardStatus status) {
    String words =
        switch (status.state()) {
          case ForwardStatus.State.Active ignored -> "active " + status.pods();
          case ForwardStatus.State.Waiting waiting -> "waiting " + waiting.why();
          case ForwardStatus.State.Stopped ignored -> "stopped";
          case ForwardStatus.State.Failed failed -> "failed " + failed.problem().why();
        };
    String name = status.spec().name();
    if (!words.equals(STATES.put(name, words))) {
      out.println("STATE " + name + " " + words);
    }
  }

  /// Virtual threads too; sockets as the kernel counts them; the heap after collections.
  private static String count() throws IOException {
    Path dump = Files.createTempDirectory("threads").resolve("dump");
    ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
        .dumpThreads(dump.toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.TEXT_PLAIN);
    long threads;
    try (Stream<String> lines = Files.lines(dump)) {
      threads = lines.filter(each -> each.startsWith("#")).count();
    }
    Files.delete(dump);
    Files.delete(dump.resolveSibling(""));
    long sockets;
    try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
      sockets = files.filter(ForwardProcess::isSocket).count();
    }
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    return threads + " " + sockets + " " + heap;
  }

  private static boolean isSocket(Path file) {
    try {
      return Files.readSymbolicLink(file).toString().startsWith("socket:");
    } catch (IOException e) {
      return false;
    }
  }
}
