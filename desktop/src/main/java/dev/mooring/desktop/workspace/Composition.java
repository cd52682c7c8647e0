package dev.mooring.desktop.workspace;

import dev.mooring.cluster.Cluster;
import dev.mooring.debug.cluster.ClusterDebugger;
import dev.mooring.debug.delve.DelveSources;
import dev.mooring.forward.listener.LocalUsers;
import dev.mooring.forward.running.ClusterForwards;
import dev.mooring.identity.Identities;
import dev.mooring.identity.istiod.IstiodIdentities;
import dev.mooring.mesh.EntranceRoute;
import dev.mooring.mesh.RegistryForwards;
import dev.mooring.mesh.ServiceWays;
import dev.mooring.platform.Directories;
import dev.mooring.registry.client.HttpRegistry;
import dev.mooring.registry.layer.IndexedLayers;
import dev.mooring.registry.tags.TagHistories;
import dev.mooring.stack.ClusterStack;
import dev.mooring.stack.NotedTags;
import dev.mooring.tunnel.Tunnels;
import dev.mooring.tunnel.cluster.ApiTunnels;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Makes the parts of a workspace: the one place that names them all.
public final class Composition {
  private Composition() {}

  public static Workspace over(Cluster cluster) {
    return new Workspace(parts(cluster));
  }

  /// @param users whom ports serve that use this user's identity
  public static Workspace over(Cluster cluster, LocalUsers users) {
    Directories own = Directories.ofUser();
    return new Workspace(parts(cluster, users, own.cache(), own.state()));
  }

  /// Over a practice cluster: nothing of it reaches what the user has.
  ///
  /// @param cache where what registries answered is kept
  /// @param sample an image archive to try things with
  public static Workspace practice(Cluster cluster, Path cache, Path sample) {
    return new Workspace(parts(cluster, LocalUsers.owner(), cache, cache), Optional.of(sample));
  }

  public static Workspace.Parts parts(Cluster cluster) {
    Directories own = Directories.ofUser();
    return parts(cluster, LocalUsers.owner(), own.cache(), own.state());
  }

  /// @param state where what outlives a run is kept, in place of this user's own
  public static Workspace.Parts parts(Cluster cluster, Path state) {
    return parts(cluster, LocalUsers.owner(), Directories.ofUser().cache(), state);
  }

  private static Workspace.Parts parts(Cluster cluster, LocalUsers users, Path cache, Path state) {
    TagHistories histories = new TagHistories(state);
    Tunnels tunnels = new ApiTunnels(cluster);
    EntranceRoute entrances = new EntranceRoute(cluster, tunnels);
    Identities identities = new IstiodIdentities(cluster, tunnels, List.of(entrances));
    RegistryForwards registries =
        new RegistryForwards(cluster, tunnels, identities, users, entrances::through);
    ClusterStack stack = new ClusterStack(cluster, tunnels, registries::fresh);
    return new Workspace.Parts(
        cluster,
        tunnels,
        new ClusterForwards(
            cluster, tunnels, users, new ServiceWays(cluster, tunnels, identities, entrances)),
        identities,
        registries,
        stack,
        new ClusterDebugger(
            cluster,
            tunnels,
            users,
            new DelveSources(cache, new DelveWay(stack, registries, cache)),
            state),
        (address, namespace, host) ->
            new HttpRegistry(
                address,
                host,
                cache.resolve("registry"),
                new NotedTags(
                    histories.of("cluster/" + cluster.context().name() + "/" + namespace),
                    cluster,
                    namespace)),
        new IndexedLayers(cache.resolve("layers")));
  }
}
