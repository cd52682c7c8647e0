package dev.mooring.debug.attach;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.Quantity;
import dev.mooring.debug.subject.MemoryLimit;
import dev.mooring.debug.subject.TargetContainer;
import dev.mooring.document.Document;
import dev.mooring.job.Progress;
import dev.mooring.problem.MooringException;
import dev.mooring.rights.Needs;
import dev.mooring.rights.Report;
import dev.mooring.rights.Review;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Memory for a debugger in a pod whose limit has none left: the limit is raised without a restart
/// (KEP-1287, `pods/resize`) and put back by closing.
///
/// Only a limit of the pod can meet Delve, because a debug container has none of its own: that is
/// the sum of the containers' limits where each has one. Where it cannot be raised, that is said,
/// and nothing is changed.
final class Headroom implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Headroom.class);
  private static final Duration APPLIED = Duration.ofSeconds(15);
  private static final Duration RESTORED = Duration.ofSeconds(15);
  private static final Duration POLL = Duration.ofMillis(250);

  private final Cluster cluster;
  private final TargetContainer target;
  private final @Nullable MemoryLimit limit;
  private final AtomicBoolean closed = new AtomicBoolean();

  private Headroom(Cluster cluster, TargetContainer target, @Nullable MemoryLimit limit) {
    this.cluster = cluster;
    this.target = target;
    this.limit = limit;
  }

  /// Changes nothing.
  static Headroom none(Cluster cluster, TargetContainer target) {
    return new Headroom(cluster, target, null);
  }

  /// Makes room if there is too little, and waits until it is there.
  ///
  /// @param resident bytes that the program has; 0 where nobody knows
  static Headroom make(Cluster cluster, TargetContainer target, long resident, Progress progress)
      throws InterruptedException {
    Optional<MemoryLimit> left = MemoryLimit.marked(target).filter(each -> each.isSet(target));
    if (left.isPresent()) {
      progress.step(Messages.of("memory-limit-raised-before", left.get().before()));
      return new Headroom(cluster, target, left.get());
    }
    Optional<MemoryLimit> wanted =
        isShort(target, resident) ? MemoryLimit.raised(target) : Optional.empty();
    if (wanted.isEmpty()) {
      return none(cluster, target);
    }
    Optional<String> obstacle = obstacle(cluster, target);
    if (obstacle.isPresent()) {
      progress.step(Messages.of("memory-limit-stays", wanted.get().before(), obstacle.get()));
      return none(cluster, target);
    }
    Headroom made = new Headroom(cluster, target, wanted.get());
    try {
      made.raise(wanted.get(), progress);
      return made;
    } catch (MooringException e) {
      progress.step(Messages.of("memory-limit-stays", wanted.get().before(), e.problem().why()));
      made.close();
      return made;
    } catch (InterruptedException | RuntimeException e) {
      made.close();
      throw e;
    }
  }

  /// Others in the pod can use what their own limits leave, so only the target's is left for Delve.
  static boolean isShort(TargetContainer target, long resident) {
    Document spec = target.pod().at("spec");
    boolean allLimited =
        Stream.of("containers", "initContainers")
            .flatMap(each -> spec.at(each).stream())
            .allMatch(
                each ->
                    Quantity.bytes(each.at("resources", "limits", "memory").textOrEmpty())
                        .isPresent());
    return allLimited
        && target.memoryLimit().filter(each -> each - resident < MemoryLimit.ADDED).isPresent();
  }

  private static Optional<String> obstacle(Cluster cluster, TargetContainer target)
      throws InterruptedException {
    Document spec = target.pod().at("spec");
    if (!spec.at("resources", "limits", "memory").isNothing()) {
      return Optional.of(Messages.of("the-pod-has-a-limit-of-its-own"));
    }
    boolean restarts =
        target.spec().at("resizePolicy").stream()
            .filter(each -> each.at("resourceName").textOrEmpty().equals("memory"))
            .anyMatch(each -> each.at("restartPolicy").textOrEmpty().equals("RestartContainer"));
    if (restarts) {
      return Optional.of(Messages.of("resizing-restarts-the-container"));
    }
    // Before 1.34 a limit could be raised, and not lowered again.
    if (!cluster.version().atLeast(1, 34)) {
      return Optional.of(Messages.of("kubernetes-is-older", cluster.version().gitVersion()));
    }
    Report rights = Review.of(cluster, Needs.headroom(target.pod().namespace()));
    return rights.complete()
        ? Optional.empty()
        : Optional.of(Messages.of("missing", rights.words()));
  }

  private void raise(MemoryLimit wanted, Progress progress) throws InterruptedException {
    String namespace = target.pod().namespace();
    String pod = target.pod().name();
    cluster.mergePatch(Kind.POD, namespace, pod, "", wanted.mark());
    cluster.strategicPatch(Kind.POD, namespace, pod, "resize", wanted.raise());
    long deadline = System.nanoTime() + APPLIED.toNanos();
    while (System.nanoTime() < deadline) {
      Optional<TargetContainer> now = now();
      if (now.isEmpty() || now.get().status().isNothing()) {
        return;
      }
      if (wanted.isApplied(now.get())) {
        progress.step(
            Messages.of(
                "memory-limit-raised",
                wanted.before(),
                Quantity.bytes(wanted.raised()).orElse(0L) / MemoryLimit.MEBI));
        return;
      }
      Optional<Document> pending = pending(now.get());
      if (pending.isPresent()) {
        String why = pending.get().at("message").textOrEmpty();
        progress.step(
            Messages.of(
                "memory-limit-stays",
                wanted.before(),
                why.isEmpty()
                    ? pending.get().at("reason").textOrEmpty()
                    : why.substring(0, Math.min(why.length(), 200))));
        close();
        return;
      }
      Thread.sleep(POLL);
    }
    progress.step(Messages.of("memory-limit-not-applied", APPLIED.toSeconds()));
  }

  /// The kubelet can't, or not now.
  private static Optional<Document> pending(TargetContainer now) {
    return now.pod().at("status", "conditions").stream()
        .filter(each -> each.at("type").textOrEmpty().equals("PodResizePending"))
        .filter(each -> each.at("status").textOrEmpty().equals("True"))
        .filter(each -> List.of("Infeasible", "Deferred").contains(each.at("reason").textOrEmpty()))
        .findFirst();
  }

  private Optional<TargetContainer> now() throws InterruptedException {
    return cluster
        .get(Kind.POD, target.pod().namespace(), target.pod().name())
        .filter(each -> each.uid().equals(target.pod().uid()))
        .map(each -> new TargetContainer(each, target.name()));
  }

  /// Puts the limit back, unless somebody else has changed it since. Works on a thread of its own,
  /// for an interrupted caller too.
  @Override
  public void close() {
    if (limit == null || !closed.compareAndSet(false, true)) {
      return;
    }
    Thread restoring = Thread.ofVirtual().name("debug-headroom").start(() -> restore(limit));
    try {
      restoring.join(RESTORED);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void restore(MemoryLimit raised) {
    String namespace = target.pod().namespace();
    String pod = target.pod().name();
    try {
      Optional<TargetContainer> now = now();
      if (now.isEmpty()) {
        return;
      }
      if (raised.isSet(now.get())) {
        cluster.strategicPatch(Kind.POD, namespace, pod, "resize", raised.lower());
      }
      cluster.mergePatch(Kind.POD, namespace, pod, "", MemoryLimit.unmark());
    } catch (MooringException e) {
      LOG.warn("The memory limit of {}/{} stays raised: {}", namespace, pod, e.problem());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
