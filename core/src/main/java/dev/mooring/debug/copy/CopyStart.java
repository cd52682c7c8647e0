package dev.mooring.debug.copy;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.debug.container.DebugContainer;
import dev.mooring.document.Document;
import dev.mooring.document.Printable;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/// A pod of Mooring's own, from its creation to where a container of it runs.
///
/// Deleting the pod is up to the caller, also where this fails.
public final class CopyStart {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final int LOG_LINES = 20;

  private final Cluster cluster;
  private final KubeObject pod;

  private CopyStart(Cluster cluster, KubeObject pod) {
    this.cluster = cluster;
    this.pod = pod;
  }

  /// Of one that the cluster makes.
  public static CopyStart of(Cluster cluster, KubeObject pod) {
    return new CopyStart(cluster, pod);
  }

  /// @throws MooringException with [Code#DEBUG_CONTAINER_REFUSED] when a policy forbids such a pod
  static CopyStart create(Cluster cluster, KubeObject pod) throws InterruptedException {
    try {
      cluster.apply(pod);
      return new CopyStart(cluster, pod);
    } catch (MooringException e) {
      if (!DebugContainer.refusedByPolicy(e.problem())) {
        throw e;
      }
      throw new Problem(
              Code.DEBUG_CONTAINER_REFUSED,
              Messages.of("the-cluster-refused-the-copy", pod.annotations().get(CopyMetadata.OF)),
              e.problem().why(),
              e.problem().remedy() instanceof Remedy.Grant grant
                  ? grant
                  : new Remedy.Advice(Messages.of("ask-whoever-sets-its-policies-to")),
              e.problem().detail())
          .raise(e);
    }
  }

  /// @return the pod as it is then
  /// @throws MooringException with the reason when it does not come to run
  public KubeObject awaitRunning(String container, Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (true) {
      KubeObject now = now();
      Document state = state(now, container);
      if (!state.at("running").isNothing()) {
        return now;
      }
      Optional<MooringException> failure = failure(now, container);
      if (failure.isPresent()) {
        throw failure.get();
      }
      if (System.nanoTime() > deadline) {
        throw problem(
            Code.NOT_READY,
            Messages.of(
                "it-was-not-running-after-s",
                limit.toSeconds(),
                " (" + limited(state.at("waiting", "reason").textOrEmpty()) + ")"),
            "");
      }
      Thread.sleep(POLL);
    }
  }

  /// Why a container will not run, or not any more; nothing while it may.
  Optional<MooringException> failure(String container) throws InterruptedException {
    return failure(now(), container);
  }

  private Optional<MooringException> failure(KubeObject now, String container)
      throws InterruptedException {
    for (Document each : statuses(now).toList()) {
      String name = each.at("name").textOrEmpty();
      boolean init =
          now.at("status", "initContainerStatuses").stream()
              .anyMatch(it -> it.at("name").textOrEmpty().equals(name));
      Document ended = each.at("state", "terminated");
      boolean failed = !ended.isNothing() && ended.at("exitCode").integer().orElse(0L) != 0;
      if ((name.equals(container) && !ended.isNothing()) || (init && failed)) {
        return Optional.of(
            problem(
                Code.DEBUG_CONTAINER_FAILED,
                Messages.of(
                    "its-container-exited",
                    name,
                    ended.at("reason").textOrEmpty(),
                    ended.at("exitCode").textOrEmpty(),
                    limited(ended.at("message").textOrEmpty())),
                log(name)));
      }
      String reason = each.at("state", "waiting", "reason").textOrEmpty();
      if (DebugContainer.HOPELESS.contains(reason)) {
        return Optional.of(
            problem(
                reason.contains("Image") ? Code.IMAGE_NOT_PULLED : Code.DEBUG_CONTAINER_FAILED,
                name
                    + ": "
                    + reason
                    + " "
                    + limited(each.at("state", "waiting", "message").textOrEmpty()),
                ""));
      }
    }
    return now.at("status", "phase").textOrEmpty().equals("Failed")
        ? Optional.of(
            problem(
                Code.DEBUG_CONTAINER_FAILED,
                limited(
                    now.at("status", "reason").textOrEmpty()
                        + " "
                        + now.at("status", "message").textOrEmpty()),
                ""))
        : Optional.empty();
  }

  private KubeObject now() throws InterruptedException {
    return cluster
        .get(Kind.POD, pod.namespace(), pod.name())
        .orElseThrow(() -> problem(Code.POD_GONE, Messages.of("pod-was-deleted", pod.name()), ""));
  }

  private static Document state(KubeObject pod, String container) {
    return statuses(pod)
        .filter(each -> each.at("name").textOrEmpty().equals(container))
        .findFirst()
        .map(each -> each.at("state"))
        .orElse(Document.nothing());
  }

  private static Stream<Document> statuses(KubeObject pod) {
    return Stream.of("initContainerStatuses", "containerStatuses")
        .flatMap(each -> pod.at("status", each).stream());
  }

  private String log(String container) throws InterruptedException {
    try {
      return cluster.log(pod.namespace(), pod.name(), container, LOG_LINES);
    } catch (MooringException e) {
      return e.problem().why();
    }
  }

  private MooringException problem(Code code, String why, String detail) {
    return new Problem(
            code,
            pod.annotations().containsKey(CopyMetadata.OF)
                ? Messages.of("the-copy-does-not-start", pod.annotations().get(CopyMetadata.OF))
                : Messages.of("the-pod-does-not-start", pod.name()),
            why,
            new Remedy.Advice(Messages.of("your-app-wasnt-changed-check-the")),
            detail)
        .raise();
  }

  private static String limited(String text) {
    return Printable.cut(text, 600);
  }
}
