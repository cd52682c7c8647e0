package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.problem.MooringException;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.render.Ownership;
import dev.mooring.stack.render.Rendering;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What keeps a stack's pods from running: what they say themselves, what refuses them, and their
/// volume.
record Obstacles(Cluster cluster, StackOptions options) {

  List<Pods.Obstacle> in(String namespace) throws InterruptedException {
    List<KubeObject> pods =
        cluster.list(Kind.POD, namespace, Ownership.selector(options)).stream()
            .filter(pod -> !pod.deleting() && !pod.ready())
            .toList();
    List<KubeObject> events = events(namespace);
    List<Pods.Obstacle> found = new ArrayList<>();
    pods.forEach(pod -> Pods.obstacle(pod, events).ifPresent(found::add));
    if (found.isEmpty() && pods.isEmpty()) {
      refusedPods(namespace, events).ifPresent(found::add);
    }
    volume(namespace, events).ifPresent(found::add);
    return found;
  }

  /// Where admission refuses the pod itself, only the ReplicaSet hears of it.
  private static Optional<Pods.Obstacle> refusedPods(String namespace, List<KubeObject> events) {
    return events.stream()
        .filter(event -> event.at("reason").textOrEmpty().equals("FailedCreate"))
        .reduce((first, second) -> second)
        .map(event -> new Pods.Obstacle(namespace, "FailedCreate", Pods.words(event)));
  }

  private Optional<Pods.Obstacle> volume(String namespace, List<KubeObject> events)
      throws InterruptedException {
    if (!namespace.equals(options.namespace())) {
      return Optional.empty();
    }
    return cluster
        .get(Kind.VOLUME_CLAIM, namespace, Rendering.REGISTRY)
        .filter(claim -> claim.at("status", "phase").textOrEmpty().equals("Pending"))
        .flatMap(
            claim ->
                Pods.lastWarning(claim.name(), events)
                    .map(
                        event ->
                            new Pods.Obstacle(
                                claim.name(),
                                "Pending",
                                Messages.of("its-volume-is-not-there", Pods.words(event)))));
  }

  private List<KubeObject> events(String namespace) throws InterruptedException {
    try {
      return cluster.list(Kind.EVENT, namespace, "");
    } catch (MooringException e) {
      return List.of();
    }
  }
}
