package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.render.Ownership;
import dev.mooring.stack.render.Rendering;
import dev.mooring.stack.render.ShortPod;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;

/// A short pod beside the registry's, with its volume and its rights and nothing else, that says
/// how much room there is and whether a file can be written. Exec into the registry's own pod
/// would say the same and need the right to do anything there.
final class VolumePod {
  private static final String LABEL = "mooring.dev/volume-check";
  private static final Duration LIMIT = Duration.ofSeconds(40);
  private static final Duration GOES = Duration.ofSeconds(30);

  private static final String SCRIPT = "{\n" + VolumeState.SCRIPT + "} > /dev/termination-log 2>&1";

  private final Cluster cluster;
  private final StackOptions options;

  VolumePod(Cluster cluster, StackOptions options) {
    this.cluster = cluster;
    this.options = options;
  }

  /// The registry's pod, beside which this one can stand.
  Optional<KubeObject> neighbour() throws InterruptedException {
    return cluster
        .list(
            Kind.POD,
            options.namespace(),
            "app=" + Rendering.REGISTRY + "," + Ownership.selector(options))
        .stream()
        .filter(each -> !each.deleting() && !Pods.node(each).isEmpty())
        .findFirst();
  }

  /// @return nothing where the pod did not run in time
  Optional<VolumeState> ask(KubeObject registry) throws InterruptedException {
    clean();
    try {
      String id = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
      KubeObject pod = object("mooring-volume-" + id, registry);
      cluster.apply(pod);
      return answer(pod.name());
    } finally {
      leave();
    }
  }

  /// Also after a cancel, whose mark the deletion must not trip over.
  private void leave() throws InterruptedException {
    boolean cancelled = Thread.interrupted();
    try {
      clean();
    } finally {
      if (cancelled) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private Optional<VolumeState> answer(String name) throws InterruptedException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (System.nanoTime() < deadline) {
      Optional<String> said =
          cluster
              .get(Kind.POD, options.namespace(), name)
              .flatMap(
                  pod ->
                      pod.at("status", "containerStatuses").stream()
                          .map(each -> each.at("state", "terminated"))
                          .filter(each -> !each.isNothing())
                          .map(each -> each.at("message").textOrEmpty())
                          .findFirst());
      if (said.isPresent()) {
        return said.filter(each -> !each.isBlank()).map(VolumeState::read);
      }
      Thread.sleep(200);
    }
    return Optional.empty();
  }

  private void clean() throws InterruptedException {
    String selector = LABEL + "," + Ownership.selector(options);
    for (KubeObject each : cluster.list(Kind.POD, options.namespace(), selector)) {
      cluster.delete(Kind.POD, each.namespace(), each.name(), GOES);
    }
  }

  private KubeObject object(String name, KubeObject registry) {
    Map<String, String> labels = new TreeMap<>(Ownership.labels(options));
    labels.put(LABEL, "true");
    return new ShortPod(
            options.namespace(),
            name,
            labels,
            ShortPod.REGISTRY,
            Map.of("runAsGroup", ShortPod.REGISTRY, "fsGroup", ShortPod.REGISTRY),
            Map.of(
                "nodeName",
                Pods.node(registry),
                "activeDeadlineSeconds",
                60,
                "tolerations",
                ShortPod.EVERYWHERE,
                "volumes",
                List.of(
                    Map.of(
                        "name",
                        "volume",
                        "persistentVolumeClaim",
                        Map.of("claimName", Rendering.REGISTRY)))),
            List.of(container(Pods.image(registry, "registry").orElse(""))))
        .object();
  }

  private static Map<String, ?> container(String image) {
    return Map.of(
        "name",
        "volume",
        "image",
        image,
        "command",
        List.of("/bin/sh", "-c", SCRIPT),
        "env",
        List.of(Map.of("name", "VOLUME", "value", "/volume")),
        "resources",
        ShortPod.SMALL,
        "volumeMounts",
        List.of(Map.of("name", "volume", "mountPath", "/volume")));
  }
}
