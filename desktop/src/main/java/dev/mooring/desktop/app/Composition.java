package dev.mooring.desktop.app;

import dev.mooring.cluster.Cluster;
import dev.mooring.debug.ClusterDebugger;
import dev.mooring.forward.ClusterForwards;
import dev.mooring.identity.Identities;
import dev.mooring.identity.istiod.IstiodIdentities;
import dev.mooring.mesh.PodLaneForwarder;
import dev.mooring.platform.Directories;
import dev.mooring.registry.HttpRegistry;
import dev.mooring.stack.ClusterStack;
import dev.mooring.tunnel.ApiTunnels;
import dev.mooring.tunnel.Tunnels;
import java.nio.file.Path;

/// Makes the parts of a workspace: the one place that names them all.
final class Composition {
  private Composition() {}

  static Workspace over(Cluster cluster) {
    return new Workspace(parts(cluster));
  }

  static Workspace.Parts parts(Cluster cluster) {
    Tunnels tunnels = new ApiTunnels(cluster);
    Identities identities = new IstiodIdentities(cluster, tunnels);
    Path cache = Directories.ofUser().cache().resolve("registry");
    return new Workspace.Parts(
        cluster,
        tunnels,
        new ClusterForwards(cluster, tunnels),
        identities,
        new PodLaneForwarder(cluster, tunnels, identities),
        new ClusterStack(
            cluster, tunnels, () -> new PodLaneForwarder(cluster, tunnels, identities)),
        new ClusterDebugger(cluster, tunnels),
        address -> new HttpRegistry(address, cache));
  }
}
