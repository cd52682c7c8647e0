package dev.mooring.debug.subject;

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
/// @param returns whether the cluster makes the container anew
public record PodTrouble(Code code, String why, boolean returns) {

  /// @param target as it was when the session began
  /// @return nothing while the container can be debugged
  public static Optional<PodTrouble> of(Cluster cluster, TargetContainer target)
      throws InterruptedException {
    return of(cluster.get(Kind.POD, target.pod().namespace(), target.pod().name()), target);
  }

  /// @param now what has the pod's name
  public static Optional<PodTrouble> of(Optional<KubeObject> now, TargetContainer target) {
    Optional<KubeObject> same = now.filter(p -> p.uid().equals(target.pod().uid()));
    return same.isEmpty() ? Optional.of(deleted(target)) : of(same.get(), target);
  }

  /// For a pod that is gone, or goes.
  public static PodTrouble deleted(TargetContainer target) {
    return gone(target, Messages.of("pod-was-deleted", target.pod().name()));
  }

  private static Optional<PodTrouble> of(KubeObject pod, TargetContainer target) {
    TargetContainer container = new TargetContainer(pod, target.name());
    if (pod.at("status", "phase").textOrEmpty().equals("Failed")) {
      String reason = pod.at("status", "reason").textOrEmpty();
      return Optional.of(
          gone(
              target,
              Messages.of(
                  "pod-failed", pod.name(), reason, pod.at("status", "message").textOrEmpty())));
    }
    if (pod.deleting() && !container.running()) {
      return Optional.of(deleted(target));
    }
    if (container.restarts() != target.restarts()) {
      Document last = container.status().at("lastState", "terminated");
      return over(
          pod,
          Messages.of(
              "container-restarted-exit-code",
              target.name(),
              last.at("reason").textOrEmpty(),
              last.at("exitCode").textOrEmpty()));
    }
    return container.running()
        ? Optional.empty()
        : over(pod, Messages.of("container-exited", target.name()));
  }

  /// Whether the pod's node is lost. Many users may not look at nodes.
  public static Optional<PodTrouble> ofNode(Cluster cluster, TargetContainer target)
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
                      Messages.of("node-is-lost", node, each.at("reason").textOrEmpty()),
                      false))
          .findFirst();
    } catch (MooringException e) {
      return Optional.empty();
    }
  }

  private static PodTrouble gone(TargetContainer target, String why) {
    return new PodTrouble(Code.POD_GONE, why, target.owned());
  }

  private static Optional<PodTrouble> over(KubeObject pod, String why) {
    boolean returns = !pod.at("spec", "restartPolicy").textOrEmpty().equals("Never");
    return Optional.of(new PodTrouble(Code.DEBUG_SESSION_ENDED, why, returns));
  }
}
