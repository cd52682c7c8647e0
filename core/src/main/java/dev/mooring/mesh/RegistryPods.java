package dev.mooring.mesh;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.cluster.Watched;
import dev.mooring.job.Subscription;
import dev.mooring.problem.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The ready pods of one registry, followed by a watch.
final class RegistryPods implements AutoCloseable {
  private final RegistryLocation registry;
  private final Subscription watch;
  private final Runnable onChange;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private @Nullable List<RegistryPod> ready;
  private long version;

  /// @param uid tells a pod from its successor of the same name
  record RegistryPod(String name, String uid, String serviceAccount) {}

  private RegistryPods(
      Cluster cluster, RegistryLocation registry, String selector, Runnable onChange) {
    this.registry = registry;
    this.onChange = onChange;
    this.watch = cluster.watch(Kind.POD, registry.namespace(), selector, this::take);
  }

  /// @param onChange called after the set of ready pods changed, on the watch's thread
  /// @throws dev.mooring.problem.MooringException when there is no such registry
  static RegistryPods follow(Cluster cluster, RegistryLocation registry, Runnable onChange)
      throws InterruptedException {
    KubeObject deployment =
        cluster
            .get(Kind.DEPLOYMENT, registry.namespace(), registry.deployment())
            .orElseThrow(
                () ->
                    new Problem(
                            "No registry in namespace " + registry.namespace(),
                            "there is no Deployment " + registry.deployment(),
                            "Install one: mooring install --namespace " + registry.namespace())
                        .raise());
    Map<String, String> labels = deployment.at("spec", "selector", "matchLabels").strings();
    String selector =
        labels.isEmpty()
            ? "app=" + registry.deployment()
            : labels.entrySet().stream()
                .map(each -> each.getKey() + "=" + each.getValue())
                .collect(Collectors.joining(","));
    return new RegistryPods(cluster, registry, selector, onChange);
  }

  private void take(Watched watched) {
    List<RegistryPod> next =
        watched.objects().stream()
            .filter(pod -> !pod.deleting() && isReady(pod))
            .map(
                pod ->
                    new RegistryPod(
                        pod.name(),
                        pod.uid(),
                        pod.at("spec", "serviceAccountName").text().orElse("default")))
            .toList();
    lock.lock();
    try {
      if (next.equals(ready)) {
        return;
      }
      ready = next;
      version++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    onChange.run();
  }

  private static boolean isReady(KubeObject pod) {
    return pod.at("status", "conditions").stream()
        .anyMatch(
            condition ->
                condition.at("type").textOrEmpty().equals("Ready")
                    && condition.at("status").textOrEmpty().equals("True"));
  }

  boolean has(RegistryPod pod) {
    lock.lock();
    try {
      return ready != null && ready.contains(pod);
    } finally {
      lock.unlock();
    }
  }

  /// A ready pod, waiting for one up to the limit.
  RegistryPod await(Duration limit) throws InterruptedException {
    Optional<RegistryPod> found = poll(limit);
    return found.orElseThrow(
        () ->
            new Problem(
                    "The registry in namespace " + registry.namespace() + " cannot be reached",
                    "it has no ready pod",
                    "Look at it: kubectl -n " + registry.namespace() + " get pods")
                .raise());
  }

  private Optional<RegistryPod> poll(Duration limit) throws InterruptedException {
    long left = limit.toNanos();
    lock.lockInterruptibly();
    try {
      while (ready == null || ready.isEmpty()) {
        if (left <= 0) {
          return Optional.empty();
        }
        left = changed.awaitNanos(left);
      }
      return Optional.of(ready.getFirst());
    } finally {
      lock.unlock();
    }
  }

  /// Waits for the next change, or for a moment: a pod that just failed may not be known to be
  // gone.
  void awaitChange(long time, TimeUnit unit) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long before = version;
      long left = unit.toNanos(time);
      while (version == before && left > 0) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    watch.close();
  }
}
