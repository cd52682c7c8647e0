package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.job.Concurrently;
import dev.mooring.job.Progress;
import dev.mooring.problem.MooringException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/// Puts one pod without a sidecar on each node's pod network and one on each node's own, and
/// collects what they were answered.
final class Outsiders {
  private static final Duration LIMIT = Duration.ofSeconds(45);

  /// Two pods a node.
  static final int AT_ONCE = 2 * NodePulls.AT_ONCE;

  private final Cluster cluster;
  private final String namespace;
  private final Map<String, String> labels;
  private final Progress progress;
  private final Duration limit;

  /// @param labels of the pods; [NodePulls#PROBE] among them, by which they are found and removed
  Outsiders(Cluster cluster, String namespace, Map<String, String> labels, Progress progress) {
    this(cluster, namespace, labels, progress, LIMIT);
  }

  /// @param limit for as many as are asked at once
  Outsiders(
      Cluster cluster,
      String namespace,
      Map<String, String> labels,
      Progress progress,
      Duration limit) {
    this.limit = limit;
    this.cluster = cluster;
    this.namespace = namespace;
    this.labels = Map.copyOf(labels);
    this.progress = progress;
  }

  /// What one pod was answered to one of its orders.
  record Told(OutsiderPod.Order order, String from, Answer answer) {}

  /// @param images by node: what has a shell there, the likeliest first
  List<Told> send(List<OutsiderPod> pods, Map<String, List<String>> images)
      throws InterruptedException {
    Map<String, List<Answer>> answers = new LinkedHashMap<>();
    for (int i = 0; i < pods.size(); i += AT_ONCE) {
      ask(pods.subList(i, Math.min(i + AT_ONCE, pods.size())), images, pods.size(), answers);
    }
    List<Told> told = new ArrayList<>();
    for (OutsiderPod pod : pods) {
      List<Answer> its = answers.getOrDefault(pod.name(), List.of());
      for (int i = 0; i < its.size(); i++) {
        told.add(new Told(pod.orders().get(i), pod.node(), its.get(i)));
      }
    }
    return List.copyOf(told);
  }

  private void ask(
      List<OutsiderPod> pods,
      Map<String, List<String>> images,
      int all,
      Map<String, List<Answer>> answers)
      throws InterruptedException {
    List<Callable<List<Answer>>> starts = new ArrayList<>();
    for (OutsiderPod pod : pods) {
      starts.add(() -> start(pod, images.getOrDefault(pod.node(), List.of())));
    }
    List<List<Answer>> refused = Concurrently.all(starts);
    for (int i = 0; i < pods.size(); i++) {
      if (!refused.get(i).isEmpty()) {
        answers.put(pods.get(i).name(), refused.get(i));
      }
    }
    collect(pods, all, answers);
  }

  /// @return nothing, or why the pod may not be
  private List<Answer> start(OutsiderPod pod, List<String> images) throws InterruptedException {
    if (images.isEmpty()) {
      return pod.untried(Messages.of("no-entrance-runs-on", pod.node()));
    }
    try {
      cluster.apply(pod.object(namespace, labels, images));
      return List.of();
    } catch (MooringException e) {
      return pod.untried(e.problem().why());
    }
  }

  private void collect(List<OutsiderPod> pods, int all, Map<String, List<Answer>> answers)
      throws InterruptedException {
    long start = System.nanoTime();
    while (!pods.stream().allMatch(each -> answers.containsKey(each.name()))) {
      boolean late = System.nanoTime() - start > limit.toNanos();
      Map<String, KubeObject> present = new HashMap<>();
      cluster
          .list(
              Kind.POD, namespace, NodePulls.PROBE + "=" + labels.getOrDefault(NodePulls.PROBE, ""))
          .forEach(each -> present.put(each.name(), each));
      for (OutsiderPod pod : pods) {
        if (!answers.containsKey(pod.name())) {
          KubeObject found = present.get(pod.name());
          if (found != null) {
            pod.answers(found).ifPresent(its -> answers.put(pod.name(), its));
          }
          if (late) {
            answers.putIfAbsent(pod.name(), pod.untried(slow(found)));
          }
        }
      }
      progress.advance(
          Messages.of("connecting-without-permission"), answers.size(), all, Progress.Unit.ITEMS);
      Thread.sleep(200);
    }
  }

  private String slow(@org.jspecify.annotations.Nullable KubeObject pod) {
    if (pod == null) {
      return Messages.of("its-pod-was-removed");
    }
    return Pods.obstacle(pod, List.of())
        .map(each -> Messages.of("its-pod-did-not-run", limit.toSeconds(), each.sentence()))
        .orElse(Messages.of("its-pod-did-not-run-2", limit.toSeconds()));
  }
}
