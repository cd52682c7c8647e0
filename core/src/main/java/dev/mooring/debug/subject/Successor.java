package dev.mooring.debug.subject;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import java.util.Comparator;
import java.util.Optional;

/// Which container takes the place of one that was lost: the same of its pod after a restart, else
/// that of the workload's newest pod, because in a rollout the older ones go too.
public final class Successor {
  private final Cluster cluster;
  private final TargetContainer lost;

  public Successor(Cluster cluster, TargetContainer lost) {
    this.cluster = cluster;
    this.lost = lost;
  }

  /// The one that is there now, whether or not it runs; empty where there is none yet.
  ///
  /// @return also the lost one itself, as long as its pod keeps it
  public Optional<TargetContainer> find() throws InterruptedException {
    Optional<KubeObject> same =
        cluster
            .get(Kind.POD, lost.pod().namespace(), lost.pod().name())
            .filter(pod -> pod.uid().equals(lost.pod().uid()) && lives(pod));
    if (same.isPresent() || !lost.owned()) {
      return same.map(pod -> new TargetContainer(pod, lost.name()));
    }
    return cluster.list(Kind.POD, lost.pod().namespace(), "").stream()
        .filter(pod -> !pod.uid().equals(lost.pod().uid()) && lives(pod))
        .map(pod -> new TargetContainer(pod, lost.name()))
        .filter(each -> each.workload().equals(lost.workload()))
        .max(
            Comparator.comparing(
                    (TargetContainer each) ->
                        each.pod().at("metadata", "creationTimestamp").textOrEmpty())
                .thenComparing(each -> each.pod().name()));
  }

  private static boolean lives(KubeObject pod) {
    String phase = pod.at("status", "phase").textOrEmpty();
    return !pod.deleting() && !phase.equals("Failed") && !phase.equals("Succeeded");
  }
}
