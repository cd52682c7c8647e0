package dev.mooring.debug;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.debug.cluster.ClusterDebugger;
import dev.mooring.debug.container.Patience;
import dev.mooring.debug.delve.DelveSources;
import dev.mooring.debug.inspect.DelvePort;
import dev.mooring.debug.inspect.Inspection;
import dev.mooring.forward.listener.LocalUsers;
import dev.mooring.job.Progress;
import dev.mooring.tunnel.Tunnels;
import dev.mooring.tunnel.cluster.ApiTunnels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// A process that attaches to `deploy/hello`, says so, and plants a breakpoint where every request
/// comes by. Somebody kills it.
final class DoomedMooring {
  /// As usual, but for the wait after its death.
  static final Patience TIMING =
      new Patience(
          Duration.ofSeconds(6),
          Duration.ofSeconds(6),
          Duration.ofSeconds(2),
          Duration.ofSeconds(1),
          Duration.ofMinutes(2));

  private DoomedMooring() {}

  /// Each step on a line.
  private static final class Said implements Progress {
    @Override
    public void step(String sentence) {
      System.out.println(sentence);
    }

    @Override
    public void advance(String part, long done, long total, Unit unit) {}
  }

  /// @param arguments the namespace
  public static void main(String[] arguments) throws Exception {
    Cluster cluster = new FabricKubeconfig().connect(null);
    Tunnels tunnels = new ApiTunnels(cluster);
    ClusterDebugger debugger =
        new ClusterDebugger(
            cluster,
            tunnels,
            LocalUsers.owner(),
            new DelveSources(Path.of("target", "no-delves"), Optional::empty),
            Path.of("target", "debug-state"),
            TIMING);
    DebugTarget target = new DebugTarget(arguments[0], "deploy/hello", "");
    System.out.println("attaching");
    DebugSession session = debugger.attach(target, DebugCluster.OPTIONS, new Said());
    System.out.println("attached");
    try (Inspection inspection = new Inspection(new DelvePort(session.address()))) {
      inspection.addBreakpoint("main.(*greeter).greet", "");
      System.out.println("planted");
      while (true) {
        inspection.awaitStop(Duration.ofMinutes(1));
        inspection.resume();
      }
    }
  }
}
