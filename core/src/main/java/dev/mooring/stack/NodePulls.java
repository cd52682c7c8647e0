package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.job.Concurrently;
import dev.mooring.job.Progress;
import dev.mooring.problem.MooringException;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.render.Ownership;
import dev.mooring.stack.render.ShortPod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;

/// Lets the kubelet of every node pull one image, by a pod that is put on the node and need not
/// run.
final class NodePulls {
  static final String PROBE = "mooring.dev/verify";

  /// Nodes that pull or are asked side by side: what is asked of API server and registry stays
  /// bounded, however large the cluster.
  static final int AT_ONCE = 16;

  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final Duration GOES = Duration.ofMinutes(1);

  /// A node that lost its gateway for a moment tries again by itself; after this it is an answer.
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Cluster cluster;
  private final StackOptions options;
  private final Progress progress;
  private final Duration limit;
  private final Duration patience;

  NodePulls(Cluster cluster, StackOptions options, Progress progress) {
    this(cluster, options, progress, LIMIT, PATIENCE);
  }

  /// @param limit for as many as are asked at once
  /// @param patience with a pull that fails
  NodePulls(
      Cluster cluster, StackOptions options, Progress progress, Duration limit, Duration patience) {
    this.cluster = cluster;
    this.options = options;
    this.progress = progress;
    this.limit = limit;
    this.patience = patience;
  }

  List<Verification.Pull> pull(String image, String id, List<KubeObject> nodes)
      throws InterruptedException {
    Map<String, Verification.Pull> results = new TreeMap<>();
    for (int i = 0; i < nodes.size(); i += AT_ONCE) {
      List<KubeObject> some = nodes.subList(i, Math.min(i + AT_ONCE, nodes.size()));
      pull(image, id, some, i, nodes.size(), results);
    }
    return List.copyOf(results.values());
  }

  private void pull(
      String image,
      String id,
      List<KubeObject> some,
      int before,
      int all,
      Map<String, Verification.Pull> results)
      throws InterruptedException {
    Map<String, String> podOf = new LinkedHashMap<>();
    List<Callable<KubeObject>> starts = new ArrayList<>();
    for (KubeObject node : some) {
      if (node.ready()) {
        String pod = "mooring-verify-" + id + "-" + (before + podOf.size());
        podOf.put(node.name(), pod);
        starts.add(() -> cluster.apply(pod(pod, node.name(), image, id)).object());
      } else {
        report(results, new Verification.Pull(node.name(), false, Duration.ZERO, away(node)));
      }
    }
    long start = System.nanoTime();
    Concurrently.all(starts);
    Map<String, Long> failing = new HashMap<>();
    while (results.size() < before + some.size()) {
      long now = System.nanoTime();
      Map<String, KubeObject> pods = new HashMap<>();
      cluster
          .list(Kind.POD, options.nodeNamespace(), PROBE + "=" + id)
          .forEach(each -> pods.put(each.name(), each));
      for (Map.Entry<String, String> each : podOf.entrySet()) {
        if (!results.containsKey(each.getKey())) {
          Optional<KubeObject> pod = Optional.ofNullable(pods.get(each.getValue()));
          Duration took = Duration.ofNanos(now - start);
          judge(each.getKey(), pod, took, failing).ifPresent(result -> report(results, result));
        }
      }
      progress.advance(
          Messages.of("pulling-on-every-node"), results.size(), all, Progress.Unit.ITEMS);
      Thread.sleep(100);
    }
  }

  private void report(Map<String, Verification.Pull> results, Verification.Pull pull) {
    results.put(pull.node(), pull);
    progress.step(
        pull.worked()
            ? Messages.of("node-pulled-it-within-ms", pull.node(), pull.took().toMillis())
            : Messages.of("node-did-not-pull-it", pull.node(), pull.why()));
  }

  private Optional<Verification.Pull> judge(
      String node, Optional<KubeObject> pod, Duration took, Map<String, Long> failing) {
    PulledImage image = PulledImage.of(pod);
    String reason = image.reason();
    if (image.there()) {
      return Optional.of(new Verification.Pull(node, true, took, ""));
    }
    if (image.failing()) {
      long since = failing.computeIfAbsent(node, ignored -> System.nanoTime());
      if (System.nanoTime() - since > patience.toNanos()) {
        String why = reason + ": " + Pods.clip(image.message());
        return Optional.of(new Verification.Pull(node, false, took, why));
      }
    }
    if (took.compareTo(limit) > 0) {
      String why =
          pod.isEmpty()
              ? Messages.of("its-test-pod-was-removed")
              : Messages.of(
                  "the-kubelet-did-not-report-a",
                  limit.toSeconds(),
                  reason.isEmpty() ? "" : ": " + reason);
      return Optional.of(new Verification.Pull(node, false, took, why));
    }
    return Optional.empty();
  }

  private static String away(KubeObject node) {
    String message = node.condition("Ready").at("message").textOrEmpty();
    return Messages.of("the-node-is-not-ready", message.isEmpty() ? "" : ": " + Pods.clip(message));
  }

  private KubeObject pod(String name, String node, String image, String id) {
    Map<String, String> labels = new TreeMap<>(Ownership.labels(options));
    labels.put(PROBE, id);
    return new ShortPod(
            options.nodeNamespace(),
            name,
            labels,
            ShortPod.NOBODY,
            Map.of(),
            Map.of("nodeName", node, "tolerations", ShortPod.EVERYWHERE),
            List.of(
                Map.of(
                    "name",
                    "pull",
                    "image",
                    image,
                    "imagePullPolicy",
                    "Always",
                    "resources",
                    ShortPod.LEAST)))
        .object();
  }

  /// Removes the pods of this and of any earlier verification that was cut off.
  void clean() throws InterruptedException {
    List<Callable<Boolean>> deletions = new ArrayList<>();
    for (KubeObject pod : cluster.list(Kind.POD, options.nodeNamespace(), PROBE)) {
      deletions.add(() -> cluster.delete(Kind.POD, pod.namespace(), pod.name(), GOES));
    }
    Concurrently.all(deletions);
  }

  /// Nodes that run Linux, which are those that a gateway is for.
  List<KubeObject> nodes() throws InterruptedException {
    try {
      return cluster.list(Kind.NODE, null, "").stream()
          .filter(n -> n.labels().getOrDefault("kubernetes.io/os", "linux").equals("linux"))
          .toList();
    } catch (MooringException e) {
      throw e.problem().withDetail(Messages.of("verification-covers-every-node")).raise(e);
    }
  }
}
