package dev.mooring.desktop.app;

import dev.mooring.cluster.Cluster;
import dev.mooring.debug.ClusterDebugger;
import dev.mooring.forward.ClusterForwards;
import dev.mooring.forward.LocalUsers;
import dev.mooring.identity.Identities;
import dev.mooring.identity.istiod.IstiodIdentities;
import dev.mooring.mesh.EntranceRoute;
import dev.mooring.mesh.RegistryForwards;
import dev.mooring.platform.Directories;
import dev.mooring.registry.HttpRegistry;
import dev.mooring.stack.ClusterStack;
import dev.mooring.tunnel.ApiTunnels;
import dev.mooring.tunnel.Tunnels;
import java.nio.file.Path;
import java.util.List;

/// Makes the parts of a workspace: the one place that names them all.
final class Composition {
  private Composition() {}

  static Workspace over(Cluster cluster) {
    return new Workspace(parts(cluster));
  }

  static Workspace.Parts parts(Cluster cluster) {
    Tunnels tunnels = new ApiTunnels(cluster);
    Identities identities =
        new IstiodIdentities(cluster, tunnels, List.of(new EntranceRoute(cluster, tunnels)));
    RegistryForwards registries =
        new RegistryForwards(cluster, tunnels, identities, LocalUsers.owner());
    Path cache = Directories.ofUser().cache().resolve("registry");
    return new Workspace.Parts(
        cluster,
        tunnels,
        new ClusterForwards(cluster, tunnels),
        identities,
        registries,
        new ClusterStack(cluster, tunnels, registries::fresh),
        new ClusterDebugger(cluster, tunnels),
        address -> new HttpRegistry(address, cache));
  }
}
