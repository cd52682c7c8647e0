package dev.mooring.deploy;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import dev.mooring.document.Printable;
import dev.mooring.forward.Target;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.workload.PodContainers;
import dev.mooring.workload.PodState;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/// Looks at workloads while they replace their pods. Nothing here changes one, so that
/// whoever stops looking leaves the rollout to the cluster.
public final class Rollouts {
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final int LONGEST = 300;

  private Rollouts() {}

  /// Looks every second until it is over or the time is.
  ///
  /// @param change what was applied
  /// @param told of each state that differs from the one before, on this thread
  /// @return the last state; neither done nor failed where the time was over first
  /// @throws InterruptedException when it is cancelled: the rollout goes on
  public static Rollout follow(
      Cluster cluster, ImageChange change, Duration limit, Consumer<Rollout> told)
      throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    Rollout before = null;
    while (true) {
      Rollout now = look(cluster, change);
      if (!now.equals(before)) {
        told.accept(now);
        before = now;
      }
      if (now.isOver() || System.nanoTime() + PAUSE.toNanos() > deadline) {
        return now;
      }
      Thread.sleep(PAUSE);
    }
  }

  private static Rollout look(Cluster cluster, ImageChange change) throws InterruptedException {
    Target.Workload target = change.target();
    Optional<KubeObject> found =
        cluster.get(ImageChanges.kind(target), target.namespace(), target.name());
    if (found.isEmpty()) {
      return new Rollout(0, 0, 0, 0, false, true, Messages.of("the-workload-is-gone"));
    }
    String image = change.place().image(found.get());
    if (!image.equals(change.after())) {
      String other = Messages.of("the-image-changed-meanwhile", image);
      return new Rollout(0, 0, 0, 0, false, true, other);
    }
    Rollout state = of(found.get(), change.target().kind());
    return state.done() ? state : with(state, trouble(cluster, change));
  }

  /// What a Deployment, StatefulSet or DaemonSet says of itself.
  static Rollout of(KubeObject workload, String kind) {
    boolean seen =
        number(workload.at("status"), "observedGeneration")
            >= number(workload.at("metadata"), "generation");
    return switch (kind) {
      case "DaemonSet" -> daemons(workload.at("status"), seen);
      case "StatefulSet" -> stateful(workload, seen);
      default -> deployment(workload, seen);
    };
  }

  private static Rollout deployment(KubeObject workload, boolean seen) {
    Document status = workload.at("status");
    long wanted = workload.at("spec", "replicas").integer().orElse(1L);
    long updated = number(status, "updatedReplicas");
    long old = Math.max(0, number(status, "replicas") - updated);
    long available = number(status, "availableReplicas");
    Document progressing = workload.condition("Progressing");
    boolean failed =
        seen && progressing.at("reason").textOrEmpty().equals("ProgressDeadlineExceeded");
    return new Rollout(
        seen ? updated : 0,
        seen ? Math.min(updated, available) : 0,
        wanted,
        old,
        seen && !failed && updated >= wanted && old == 0 && available >= updated,
        failed,
        "");
  }

  private static Rollout stateful(KubeObject workload, boolean seen) {
    Document status = workload.at("status");
    long wanted = workload.at("spec", "replicas").integer().orElse(1L);
    long partition =
        workload.at("spec", "updateStrategy", "rollingUpdate", "partition").integer().orElse(0L);
    boolean one =
        status
            .at("updateRevision")
            .textOrEmpty()
            .equals(status.at("currentRevision").textOrEmpty());
    long updated = one ? number(status, "replicas") : number(status, "updatedReplicas");
    long share = Math.max(0, wanted - partition);
    long ready = number(status, "readyReplicas");
    boolean done = seen && ready >= wanted && (one || (partition > 0 && updated >= share));
    return new Rollout(
        seen ? updated : 0,
        seen ? Math.min(updated, ready) : 0,
        share,
        Math.max(0, share - updated),
        done,
        false,
        "");
  }

  private static Rollout daemons(Document status, boolean seen) {
    long wanted = number(status, "desiredNumberScheduled");
    long updated = number(status, "updatedNumberScheduled");
    long available = number(status, "numberAvailable");
    return new Rollout(
        seen ? updated : 0,
        seen ? Math.min(updated, available) : 0,
        wanted,
        Math.max(0, wanted - updated),
        seen && updated >= wanted && available >= wanted,
        false,
        "");
  }

  private static long number(Document at, String field) {
    return at.at(field).integer().orElse(0L);
  }

  private static Rollout with(Rollout state, String trouble) {
    return new Rollout(
        state.updated(),
        state.ready(),
        state.wanted(),
        state.old(),
        state.done(),
        state.failed(),
        trouble);
  }

  /// Of the pods that have the new image. A pod that waits for a moment has no message.
  private static String trouble(Cluster cluster, ImageChange change) throws InterruptedException {
    try {
      for (KubeObject pod : PodContainers.pods(cluster, change.target())) {
        PodState state = PodState.of(pod);
        boolean is =
            pod.at("spec", change.place().list()).stream()
                .anyMatch(
                    each ->
                        each.at("name").textOrEmpty().equals(change.container())
                            && each.at("image").textOrEmpty().equals(change.after()));
        if (is && !pod.deleting() && !state.well() && !state.message().isBlank()) {
          return Printable.line(
              pod.name() + ": " + state.words() + ": " + state.message(), LONGEST);
        }
      }
      return "";
    } catch (MooringException e) {
      if (e.problem().code() == Code.MISSING_RIGHT || e.problem().code() == Code.NOT_FOUND) {
        return "";
      }
      throw e;
    }
  }
}
