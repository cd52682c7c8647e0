package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.job.Progress;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.stack.options.Protection;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.render.NodeEntrance;
import dev.mooring.stack.render.Ownership;
import dev.mooring.stack.render.Rendering;
import dev.mooring.stack.render.Surroundings;
import dev.mooring.stack.render.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Whether registry and entrances are up, and what keeps them from it.
final class Readiness {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  /// A pull or a start may fail once and then work.
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final int LOG_LINES = 5;

  private final Cluster cluster;
  private final StackOptions options;
  private final Duration limit;
  private final Duration patience;

  Readiness(Cluster cluster, StackOptions options) {
    this(cluster, options, LIMIT, PATIENCE);
  }

  /// @param limit for all of it
  /// @param patience with a pod that fails
  Readiness(Cluster cluster, StackOptions options, Duration limit, Duration patience) {
    this.cluster = cluster;
    this.options = options;
    this.limit = limit;
    this.patience = patience;
  }

  /// @param words what a part of the stack lacks
  /// @param node whether it runs but on some nodes
  private record Missing(String words, boolean node) {}

  /// @param nodesAlone whether nothing is missing but on some nodes
  private record Look(StackStatus status, boolean nodesAlone) {}

  StackStatus status() throws InterruptedException {
    return look().status();
  }

  private Look look() throws InterruptedException {
    Optional<KubeObject> registry =
        cluster
            .get(Kind.DEPLOYMENT, options.namespace(), Rendering.REGISTRY)
            .filter(each -> Ownership.belongs(each, options));
    if (registry.isEmpty()) {
      return new Look(new StackStatus(false, "", false, List.of(), "", options), false);
    }
    List<StackStatus.NodeEntrance> entrances = entrances();
    List<Missing> missing = new ArrayList<>();
    for (Workload each : workloads()) {
      missing(each, entrances).ifPresent(missing::add);
    }
    if (!missing.isEmpty()
        && options.protection() == Protection.TOKENS
        && new CertificateCheck(cluster, options).isMissing()) {
      missing.addFirst(new Missing(Messages.of("the-pods-wait-for-the-certificate"), false));
    }
    return new Look(
        new StackStatus(
            true,
            image(registry.get()),
            missing.isEmpty(),
            entrances,
            missing.stream().map(Missing::words).collect(Collectors.joining("; ")),
            options),
        missing.stream().allMatch(Missing::node));
  }

  private List<Workload> workloads() {
    return new Rendering(options, Surroundings.usual()).workloads();
  }

  /// What a part of the stack lacks; nothing where it is ready.
  private Optional<Missing> missing(Workload part, List<StackStatus.NodeEntrance> entrances)
      throws InterruptedException {
    Optional<KubeObject> there = cluster.get(part.kind(), part.namespace(), part.name());
    if (there.isEmpty()) {
      return Optional.of(
          new Missing(
              Messages.of("is-missing-in-namespace", part.words(), part.namespace()), false));
    }
    if (!settled(there.get())) {
      return Optional.of(starting(part));
    }
    if (!part.everyNode()) {
      return count(there.get(), "availableReplicas") >= 1
          ? Optional.empty()
          : Optional.of(starting(part));
    }
    if (!part.namespace().equals(options.nodeNamespace())) {
      return Optional.empty();
    }
    if (entrances.isEmpty()) {
      return Optional.of(starting(part));
    }
    String waiting =
        entrances.stream()
            .filter(each -> !each.ready())
            .map(StackStatus.NodeEntrance::node)
            .collect(Collectors.joining(", "));
    return waiting.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Missing(
                Messages.of("is-not-ready-on", part.words(), waiting, because(part)), true));
  }

  private Missing starting(Workload part) throws InterruptedException {
    return new Missing(Messages.of("is-starting", part.words(), because(part)), false);
  }

  /// Waits until all is ready where a node is there to run it.
  void await(Progress progress) throws InterruptedException {
    long start = System.nanoTime();
    Map<String, Long> since = new HashMap<>();
    while (true) {
      Look look = look();
      StackStatus status = look.status();
      List<String> down = nodesDown();
      if (status.installed() && ready(look, down)) {
        for (String node : down) {
          progress.step(Messages.of("node-is-not-ready-its-entrance", node));
        }
        return;
      }
      progress.advance(Messages.of("waiting", status.why()), 0, 0, Progress.Unit.ITEMS);
      Map<String, Workload> parts = new HashMap<>();
      List<Pods.Obstacle> lasting = new ArrayList<>();
      for (Workload part : workloads()) {
        for (Pods.Obstacle each : obstacles(part.namespace())) {
          if (each.lasting()) {
            lasting.add(each);
            parts.put(each.pod(), part);
          }
        }
      }
      long now = System.nanoTime();
      since.keySet().retainAll(lasting.stream().map(Pods.Obstacle::pod).toList());
      for (Pods.Obstacle each : lasting) {
        if (now - since.computeIfAbsent(each.pod(), ignored -> now) > patience.toNanos()) {
          throw failed(each, parts.get(each.pod()));
        }
      }
      if (now - start > limit.toNanos()) {
        throw new Problem(
                Code.NOT_READY,
                Messages.of("the-stack-is-not-ready-after", limit.toMinutes()),
                status.why(),
                new Remedy.Command(
                    Messages.of("correct-that-and-install-again-look"),
                    "kubectl -n " + options.namespace() + " describe pods"))
            .raise();
      }
      Thread.sleep(500);
    }
  }

  /// Entrances of nodes that are away do not count; a cluster without any node that is there is not
  /// ready.
  private static boolean ready(Look look, List<String> down) {
    StackStatus status = look.status();
    if (status.ready()) {
      return true;
    }
    return !down.isEmpty()
        && look.nodesAlone()
        && status.nodes().stream().anyMatch(StackStatus.NodeEntrance::ready)
        && status.nodes().stream().allMatch(n -> n.ready() || down.contains(n.node()));
  }

  private MooringException failed(Pods.Obstacle obstacle, @Nullable Workload part)
      throws InterruptedException {
    boolean image = obstacle.reason().contains("Image");
    return new Problem(
            Code.POD_NOT_STARTING,
            Messages.of("pod-does-not-start", obstacle.pod()),
            obstacle.sentence(),
            image
                ? new Remedy.Setting(
                    Messages.of("give-an-image-that-the-nodes"), "registryImage", "")
                : new Remedy.Advice(Messages.of("correct-what-it-names-and-install")),
            image || part == null ? "" : log(part, obstacle.pod()))
        .raise();
  }

  private String log(Workload part, String pod) throws InterruptedException {
    try {
      return cluster.log(part.namespace(), pod, part.container(), LOG_LINES);
    } catch (MooringException e) {
      return "";
    }
  }

  private List<String> nodesDown() throws InterruptedException {
    try {
      return cluster.list(Kind.NODE, null, "").stream()
          .filter(node -> !node.ready())
          .map(KubeObject::name)
          .toList();
    } catch (MooringException e) {
      return List.of();
    }
  }

  private List<StackStatus.NodeEntrance> entrances() throws InterruptedException {
    return cluster.list(Kind.POD, options.nodeNamespace(), "app=" + NodeEntrance.APP).stream()
        .filter(pod -> !pod.deleting() && !Pods.node(pod).isEmpty())
        .map(pod -> new StackStatus.NodeEntrance(Pods.node(pod), pod.ready()))
        .sorted(Comparator.comparing(StackStatus.NodeEntrance::node))
        .toList();
  }

  private List<Pods.Obstacle> obstacles(String namespace) throws InterruptedException {
    return new Obstacles(cluster, options).in(namespace);
  }

  private String because(Workload part) throws InterruptedException {
    List<Pods.Obstacle> obstacles = obstacles(part.namespace());
    return obstacles.isEmpty() ? "" : ": " + obstacles.getFirst().sentence();
  }

  private static boolean settled(KubeObject workload) {
    long wanted = workload.at("metadata", "generation").integer().orElse(0L);
    if (workload.at("status", "observedGeneration").integer().orElse(-1L) < wanted) {
      return false;
    }
    return workload.kind().equals("DaemonSet")
        ? count(workload, "updatedNumberScheduled") >= count(workload, "desiredNumberScheduled")
        : count(workload, "updatedReplicas") >= 1 && count(workload, "replicas") == 1;
  }

  private static long count(KubeObject workload, String field) {
    return workload.at("status", field).integer().orElse(0L);
  }

  static String image(KubeObject deployment) {
    return image(deployment, "containers", "registry");
  }

  /// Of the Envoy before it, where there is one of Mooring's.
  static String envoyImage(KubeObject deployment) {
    return image(deployment, "initContainers", "envoy");
  }

  private static String image(KubeObject deployment, String list, String name) {
    return deployment.at("spec", "template", "spec", list).stream()
        .filter(each -> each.at("name").textOrEmpty().equals(name))
        .findFirst()
        .map(each -> each.at("image").textOrEmpty())
        .orElse("");
  }
}
