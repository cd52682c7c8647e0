package dev.mooring.debug;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import java.util.Optional;

/// Why a pod can no longer be debugged, as the API server tells it.
///
/// @param code [Code#POD_GONE] or [Code#DEBUG_SESSION_ENDED]
/// @param why "pod x was deleted"
record PodTrouble(Code code, String why) {

  /// @param target as it was when the session began
  /// @return nothing while the container can be debugged
  static Optional<PodTrouble> of(Cluster cluster, TargetContainer target)
      throws InterruptedException {
    Optional<KubeObject> now =
        cluster
            .get(Kind.POD, target.pod().namespace(), target.pod().name())
            .filter(p -> p.uid().equals(target.pod().uid()));
    return now.isEmpty()
        ? gone(Messages.of("pod-was-deleted", target.pod().name()))
        : of(now.get(), target);
  }

  private static Optional<PodTrouble> of(KubeObject pod, TargetContainer target) {
    TargetContainer container = new TargetContainer(pod, target.name());
    if (pod.at("status", "phase").textOrEmpty().equals("Failed")) {
      String reason = pod.at("status", "reason").textOrEmpty();
      return gone(
          Messages.of("pod-failed", pod.name(), reason, pod.at("status", "message").textOrEmpty()));
    }
    if (pod.deleting() && !container.running()) {
      return gone(Messages.of("pod-was-deleted", pod.name()));
    }
    if (container.restarts() != target.restarts()) {
      Document last = container.status().at("lastState", "terminated");
      return over(
          Messages.of(
              "container-restarted-exit-code",
              target.name(),
              last.at("reason").textOrEmpty(),
              last.at("exitCode").textOrEmpty()));
    }
    return container.running()
        ? Optional.empty()
        : over(Messages.of("container-exited", target.name()));
  }

  /// Whether the pod's node is lost. Many users may not look at nodes.
  static Optional<PodTrouble> ofNode(Cluster cluster, TargetContainer target)
      throws InterruptedException {
    String node = target.pod().at("spec", "nodeName").textOrEmpty();
    try {
      return cluster.get(Kind.NODE, null, node).stream()
          .flatMap(each -> each.at("status", "conditions").stream())
          .filter(each -> each.at("type").textOrEmpty().equals("Ready"))
          .filter(each -> !each.at("status").textOrEmpty().equals("True"))
          .map(
              each ->
                  new PodTrouble(
                      Code.DEBUG_SESSION_ENDED,
                      Messages.of("node-is-lost", node, each.at("reason").textOrEmpty())))
          .findFirst();
    } catch (MooringException e) {
      return Optional.empty();
    }
  }

  private static Optional<PodTrouble> gone(String why) {
    return Optional.of(new PodTrouble(Code.POD_GONE, why));
  }

  private static Optional<PodTrouble> over(String why) {
    return Optional.of(new PodTrouble(Code.DEBUG_SESSION_ENDED, why));
  }
}
