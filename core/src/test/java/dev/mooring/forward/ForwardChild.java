package dev.mooring.forward;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.forward.running.ClusterForwards;
import dev.mooring.platform.SpareMemory;
import dev.mooring.tunnel.cluster.ApiTunnels;
import java.io.IOException;

/// Mooring's forwards in a process of their own, as the command line keeps them.
final class ForwardChild {
  private ForwardChild() {}

  /// @param count how many forwards to the same target; the port is the first one's
  static ProductProcess start(String namespace, String target, int port, boolean spare, int count)
      throws IOException {
    return ProductProcess.start(
        ForwardChild.class,
        namespace,
        target,
        Integer.toString(port),
        Boolean.toString(spare),
        Integer.toString(count));
  }

  public static void main(String[] args) throws Exception {
    SpareMemory.giveBack();
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
