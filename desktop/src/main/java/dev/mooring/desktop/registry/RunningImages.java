package dev.mooring.desktop.registry;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import dev.mooring.problem.MooringException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which pods run which digest, as their nodes report it.
final class RunningImages {
  private static final Logger LOG = LoggerFactory.getLogger(RunningImages.class);

  private RunningImages() {}

  /// Digest to pods. Where this user may not list all pods, those of the context's namespace.
  static Map<String, List<String>> of(Cluster cluster) throws InterruptedException {
    Map<String, List<String>> pods = new HashMap<>();
    for (KubeObject pod : pods(cluster)) {
      for (Document status : pod.at("status", "containerStatuses").items()) {
        String image = status.at("imageID").textOrEmpty();
        int digest = image.indexOf("sha256:");
        if (digest >= 0) {
          pods.computeIfAbsent(image.substring(digest), ignored -> new ArrayList<>())
              .add(pod.namespace() + "/" + pod.name());
        }
      }
    }
    return pods;
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
