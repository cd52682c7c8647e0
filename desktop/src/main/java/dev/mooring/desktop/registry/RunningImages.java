package dev.mooring.desktop.registry;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.problem.MooringException;
import dev.mooring.registry.browse.RunningContainer;
import dev.mooring.registry.browse.Usage;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which pods run which digest, as their nodes report it.
public final class RunningImages {
  private static final Logger LOG = LoggerFactory.getLogger(RunningImages.class);

  private RunningImages() {}

  /// Where this user may not list all pods, those of the context's namespace.
  public static Usage of(Cluster cluster) throws InterruptedException {
    return Usage.of(
        pods(cluster).stream()
            .flatMap(pod -> RunningContainer.of(pod.document()).stream())
            .toList());
  }

  private static List<KubeObject> pods(Cluster cluster) throws InterruptedException {
    try {
      return cluster.list(Kind.POD, null, "");
    } catch (MooringException e) {
      LOG.info("Pods of all namespaces cannot be listed: {}", e.problem().why());
    }
    try {
      return cluster.list(Kind.POD, cluster.context().namespace(), "");
    } catch (MooringException e) {
      LOG.info("Pods cannot be listed: {}", e.problem().why());
      return List.of();
    }
  }
}
