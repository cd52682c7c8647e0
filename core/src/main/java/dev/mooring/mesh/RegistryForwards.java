package dev.mooring.mesh;

import dev.mooring.cluster.Cluster;
import dev.mooring.forward.listener.LocalUsers;
import dev.mooring.identity.Identities;
import dev.mooring.job.Observed;
import dev.mooring.tunnel.Tunnels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// The registries of one cluster connection, any number at once. Thread-safe; closing ends them
/// all.
public final class RegistryForwards implements AutoCloseable {
  private final Cluster cluster;
  private final Tunnels tunnels;
  private final Identities identities;
  private final LocalUsers users;
  private final Consumer<String> entrances;
  private final Map<RegistryPlace, RegistryForward> forwards = new LinkedHashMap<>();
  private final Observed<List<RegistryForward>> all = new Observed<>(List.of());

  /// Closing this closes neither the cluster nor the tunnels nor the identities.
  ///
  /// @param users whom the local ports serve
  public RegistryForwards(
      Cluster cluster, Tunnels tunnels, Identities identities, LocalUsers users) {
    this(cluster, tunnels, identities, users, ignored -> {});
  }

  /// @param entrances told of each namespace that a registry asked for has its entrance in, before
  /// anything is connected; see [EntranceRoute#through]
  public RegistryForwards(
      Cluster cluster,
      Tunnels tunnels,
      Identities identities,
      LocalUsers users,
      Consumer<String> entrances) {
    this.users = users;
    this.entrances = entrances;
    this.cluster = cluster;
    this.tunnels = tunnels;
    this.identities = identities;
  }

  /// Those that were asked for, in that order.
  public Observed<List<RegistryForward>> all() {
    return all;
  }

  /// The one to this registry: the same at every call, disconnected at first.
  public RegistryForward to(RegistryPlace registry) {
    RegistryForward found;
    synchronized (forwards) {
      found = forwards.get(registry);
      if (found != null) {
        return found;
      }
      found = fresh(registry);
      forwards.put(registry, found);
    }
    publish();
    return found;
  }

  /// One of the caller's own, who closes it.
  public RegistryForward fresh(RegistryPlace registry) {
    if (registry instanceof RegistryLocation in) {
      entrances.accept(in.entranceNamespace());
    }
    return new RegistryForward(cluster, tunnels, identities, registry, users);
  }

  private void publish() {
    all.update(
        ignored -> {
          synchronized (forwards) {
            return List.copyOf(forwards.values());
          }
        });
  }

  @Override
  public void close() {
    List<RegistryForward> ended;
    synchronized (forwards) {
      ended = new ArrayList<>(forwards.values());
      forwards.clear();
    }
    ended.reversed().forEach(RegistryForward::close);
    publish();
  }
}
