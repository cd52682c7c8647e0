package dev.mooring.mesh;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.identity.ServiceAccount;
import dev.mooring.identity.istiod.IstiodIdentities;
import dev.mooring.platform.SpareMemory;
import dev.mooring.tunnel.cluster.ApiTunnels;

/// A connection to a [MeshRegistry] in a process of its own, as `mooring connect` keeps it.
final class ConnectChild {
  private ConnectChild() {}

  /// @param args the registry's namespace
  public static void main(String[] args) throws Exception {
    SpareMemory.giveBack();
    RegistryLocation registry =
        new RegistryLocation(args[0], "kube-registry", 5000, new ServiceAccount(args[0], "writer"));
    try (Cluster cluster = new FabricKubeconfig().connect(null);
        ApiTunnels tunnels = new ApiTunnels(cluster);
        IstiodIdentities identities = new IstiodIdentities(cluster, tunnels);
        RegistryForward forward = new RegistryForward(cluster, tunnels, identities, registry)) {
      System.out.println("port " + forward.connect(0).listening().getFirst().getPort());
      Thread.currentThread().join();
    }
  }
}
