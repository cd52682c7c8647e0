package dev.mooring.desktop.registry;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.problem.MooringException;
import dev.mooring.registry.browse.ImageUse;
import dev.mooring.registry.browse.Usage;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which pods use which image, as their nodes report it.
public final class RunningImages {
  private static final Logger LOG = LoggerFactory.getLogger(RunningImages.class);

  private RunningImages() {}

  /// Where this user may not list all pods, those of the context's namespace.
  ///
  /// @param hosts under which nodes know the registry that is looked at
  public static Usage of(Cluster cluster, Set<String> hosts) throws InterruptedException {
    return find(cluster, hosts).orElseGet(() -> Usage.of(List.of(), hosts));
  }

  /// The same; nothing where no pods can be listed.
  public static Optional<Usage> find(Cluster cluster, Set<String> hosts)
      throws InterruptedException {
    return pods(cluster)
        .map(
            pods ->
                Usage.of(
                    pods.stream().flatMap(pod -> ImageUse.of(pod.document()).stream()).toList(),
                    hosts));
  }

  /// As nodes name a registry of this cluster.
  public static Set<String> hosts(int nodePort) {
    return Set.of("localhost:" + nodePort, "127.0.0.1:" + nodePort);
  }

  private static Optional<List<KubeObject>> pods(Cluster cluster) throws InterruptedException {
    try {
      return Optional.of(cluster.list(Kind.POD, null, ""));
    } catch (MooringException e) {
      LOG.info("Pods of all namespaces cannot be listed: {}", e.problem().why());
    }
    try {
      return Optional.of(cluster.list(Kind.POD, cluster.context().namespace(), ""));
    } catch (MooringException e) {
      LOG.info("Pods cannot be listed: {}", e.problem().why());
      return Optional.empty();
    }
  }
}
