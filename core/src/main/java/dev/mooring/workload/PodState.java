package dev.mooring.workload;

import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// How a pod is, in kubectl's words.
///
/// @param words as in the STATUS column of `kubectl get pods`: "CrashLoopBackOff"
/// @param message why, as the cluster says it; empty where it says nothing
/// @param well whether it does what it is there for
/// @param restarts of all its containers
public record PodState(String words, String message, boolean well, long restarts) {

  public static PodState of(KubeObject pod) {
    List<Document> statuses =
        Stream.of("initContainerStatuses", "containerStatuses")
            .flatMap(each -> pod.at("status", each).stream())
            .toList();
    long restarts =
        statuses.stream().mapToLong(each -> each.at("restartCount").integer().orElse(0L)).sum();
    String phase = pod.at("status", "phase").textOrEmpty();
    if (pod.deleting()) {
      return new PodState("Terminating", "", false, restarts);
    }
    Optional<Document> ill =
        statuses.stream()
            .flatMap(each -> Stream.of(each.at("state", "waiting"), each.at("state", "terminated")))
            .filter(each -> !each.at("reason").textOrEmpty().isEmpty())
            .filter(each -> !each.at("reason").textOrEmpty().equals("Completed"))
            .findFirst();
    if (ill.isPresent()) {
      return new PodState(
          ill.get().at("reason").textOrEmpty(),
          ill.get().at("message").textOrEmpty(),
          false,
          restarts);
    }
    Document scheduled = pod.condition("PodScheduled");
    String message =
        scheduled.at("status").textOrEmpty().equals("False")
            ? scheduled.at("message").textOrEmpty()
            : pod.at("status", "message").textOrEmpty();
    boolean well = phase.equals("Succeeded") || (phase.equals("Running") && pod.ready());
    return new PodState(phase, message, well, restarts);
  }
}
