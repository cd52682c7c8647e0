package dev.mooring.deploy;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The image that a container had before the one that it has, as the cluster keeps it: in the
/// ReplicaSets of a Deployment, in the ControllerRevisions of a StatefulSet or DaemonSet.
final class FormerImage {
  private static final String REVISION = "deployment.kubernetes.io/revision";

  private FormerImage() {}

  /// What keeps the former templates of a workload.
  static Kind keeper(Kind workload) {
    return workload.equals(Kind.DEPLOYMENT) ? Kind.REPLICA_SET : Kind.CONTROLLER_REVISION;
  }

  /// Empty where the cluster keeps no template with another one.
  static Optional<String> of(Cluster cluster, Kind kind, KubeObject workload, ContainerPlace place)
      throws InterruptedException {
    Map<String, String> labels = workload.at("spec", "selector", "matchLabels").strings();
    String selector =
        labels.entrySet().stream()
            .map(each -> each.getKey() + "=" + each.getValue())
            .collect(Collectors.joining(","));
    return of(cluster.list(keeper(kind), workload.namespace(), selector), workload, place);
  }

  static Optional<String> of(List<KubeObject> kept, KubeObject workload, ContainerPlace place) {
    String now = place.image(workload);
    return kept.stream()
        .filter(each -> isOf(each, workload))
        .sorted(Comparator.comparingLong(FormerImage::revision).reversed())
        .map(each -> place.image(template(each)))
        .filter(each -> !each.isEmpty() && !each.equals(now))
        .findFirst();
  }

  private static boolean isOf(KubeObject kept, KubeObject workload) {
    return kept.at("metadata", "ownerReferences").stream()
        .anyMatch(each -> each.at("uid").textOrEmpty().equals(workload.uid()));
  }

  private static long revision(KubeObject kept) {
    String noted = kept.annotations().getOrDefault(REVISION, "");
    return noted.matches("[0-9]{1,18}")
        ? Long.parseLong(noted)
        : kept.at("revision").integer().orElse(0L);
  }

  /// A ControllerRevision has it as data.
  private static KubeObject template(KubeObject kept) {
    return kept.at("data").isNothing() ? kept : new KubeObject(kept.at("data"));
  }
}
