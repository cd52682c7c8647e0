package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.job.Progress;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.render.Ownership;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Finds the loopback port of a further registry: the first that is free on every node.
///
/// Taken is what a pod's spec claims or another registry has recorded, and what answers on the
/// loopback of a node. The latter is asked by a short pod on each node's own network; where
/// admission forbids that, the claims have to do.
final class NodePorts {
  /// Ports that one pod asks for; each is a process in it.
  private static final int AT_ONCE = 8;

  /// After so many that are taken, something else is wrong.
  private static final int MOST = 64;

  /// Images that may have a shell, tried side by side.
  private static final int MOST_IMAGES = 3;

  private static final int NAMED = 3;

  /// A node may have to pull the image first; the claims do where it takes longer.
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final Cluster cluster;
  private final Progress progress;

  NodePorts(Cluster cluster, Progress progress) {
    this.cluster = cluster;
    this.progress = progress;
  }

  /// With the first port, from the present one on, that nothing claims. Writes nothing.
  StackOptions unclaimed(StackOptions options) throws InterruptedException {
    return options.withNodePort(candidates(options, claimed(options)).getFirst());
  }

  /// With the first port, from the present one on, that nothing claims and that no node answers on.
  ///
  /// @param options of a registry whose namespace for the nodes' entrance is there
  StackOptions free(StackOptions options) throws InterruptedException {
    List<Integer> candidates = candidates(options, claimed(options));
    progress.advance(Messages.of("finding-a-free-node-port"), 0, 0, Progress.Unit.ITEMS);
    try {
      return options.withNodePort(asked(options, candidates));
    } catch (MooringException e) {
      if (e.problem().code() != Code.MISSING_RIGHT) {
        throw e;
      }
      int port = candidates.getFirst();
      progress.step(Messages.of("node-port-is-not-asked", port, e.problem().why()));
      return options.withNodePort(port);
    }
  }

  private int asked(StackOptions options, List<Integer> candidates) throws InterruptedException {
    NodePulls pulls = new NodePulls(cluster, options, progress);
    pulls.clean();
    try {
      List<KubeObject> nodes = pulls.nodes().stream().filter(KubeObject::ready).toList();
      Map<String, List<String>> images = images(options, nodes);
      for (int i = 0; i < candidates.size(); i += AT_ONCE) {
        List<Integer> some = candidates.subList(i, Math.min(i + AT_ONCE, candidates.size()));
        Asked asked = ask(options, nodes, images, some);
        Set<Integer> free = new LinkedHashSet<>(some);
        free.removeAll(asked.taken());
        if (!free.isEmpty()) {
          int port = free.iterator().next();
          progress.step(asked.words(port, nodes.size()));
          return port;
        }
      }
    } finally {
      pulls.clean();
    }
    throw none(options);
  }

  /// @param silent nodes that could not be asked, with the reason
  private record Asked(Set<Integer> taken, Map<String, String> silent) {
    String words(int port, int nodes) {
      if (silent.isEmpty()) {
        return Messages.of("node-port-is-free-asked", port, nodes);
      }
      String why =
          silent.entrySet().stream()
              .limit(NAMED)
              .map(each -> each.getKey() + ": " + each.getValue())
              .collect(Collectors.joining("; "));
      return Messages.of("node-port-is-unclaimed", port, silent.size(), nodes, why);
    }
  }

  private Asked ask(
      StackOptions options,
      List<KubeObject> nodes,
      Map<String, List<String>> images,
      List<Integer> ports)
      throws InterruptedException {
    String id = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    Map<String, String> labels = new TreeMap<>(Ownership.labels(options));
    labels.put(NodePulls.PROBE, id);
    List<OutsiderPod> pods = new ArrayList<>();
    Map<OutsiderPod.Order, Integer> asks = new LinkedHashMap<>();
    for (int i = 0; i < nodes.size(); i++) {
      List<OutsiderPod.Order> orders = new ArrayList<>();
      for (int port : ports) {
        OutsiderPod.Order order = order(nodes.get(i).name(), port);
        orders.add(order);
        asks.put(order, port);
      }
      String name = "mooring-port-" + id + "-" + i;
      pods.add(new OutsiderPod(name, nodes.get(i).name(), true, List.copyOf(orders)));
    }
    Set<Integer> taken = new TreeSet<>();
    Map<String, String> silent = new TreeMap<>();
    for (Outsiders.Told each :
        new Outsiders(cluster, options.nodeNamespace(), labels, Progress.none(), LIMIT)
            .send(pods, images)) {
      if (each.answer().outcome() == Answer.Outcome.UNTRIED) {
        silent.put(each.from(), each.answer().words());
      } else if (!closed(each.answer())) {
        taken.add(asks.get(each.order()));
      }
    }
    return new Asked(taken, silent);
  }

  /// Any request does: whether it is answered is the question.
  private static OutsiderPod.Order order(String node, int port) {
    return new OutsiderPod.Order(
        Attempt.NODE_WRITE, node, "GET", "http://127.0.0.1:" + port + "/", "localhost:" + port);
  }

  /// As curl and wget say it.
  private static boolean closed(Answer answer) {
    return answer.words().startsWith("Failed to connect")
        || answer.words().toLowerCase(Locale.ROOT).contains("connection refused");
  }

  /// Ports of other pods and other registries.
  private Set<Integer> claimed(StackOptions options) throws InterruptedException {
    Set<Integer> claimed = new TreeSet<>();
    for (StackOptions each : new InstalledRegistries(cluster).all(options)) {
      if (!each.registry().equals(options.registry())) {
        claimed.add(each.nodePort());
      }
    }
    for (KubeObject pod : pods()) {
      boolean own =
          Ownership.belongs(pod, options) && pod.namespace().equals(options.nodeNamespace());
      if (!own && NodeChecks.active(pod)) {
        NodeChecks.hostPorts(pod).forEach(claimed::add);
      }
    }
    return claimed;
  }

  private static List<Integer> candidates(StackOptions options, Set<Integer> claimed) {
    List<Integer> candidates =
        IntStream.rangeClosed(options.nodePort(), 65_535)
            .limit(MOST)
            .filter(each -> !claimed.contains(each))
            .boxed()
            .toList();
    if (candidates.isEmpty()) {
      throw none(options);
    }
    return candidates;
  }

  /// What is likely on each node and has a shell: the proxies that run there, then what other
  /// registries run.
  private Map<String, List<String>> images(StackOptions options, List<KubeObject> nodes)
      throws InterruptedException {
    List<KubeObject> pods = pods();
    Map<String, List<String>> images = new TreeMap<>();
    for (KubeObject node : nodes) {
      Stream<String> proxies =
          pods.stream()
              .filter(each -> Pods.node(each).equals(node.name()))
              .flatMap(each -> Pods.image(each, "istio-proxy").stream());
      Stream<String> registries =
          pods.stream()
              .filter(Ownership::mooring)
              .flatMap(each -> Pods.image(each, "registry").stream());
      images.put(
          node.name(),
          Stream.of(proxies.limit(1), registries, Stream.of(options.image()))
              .flatMap(each -> each)
              .distinct()
              .limit(MOST_IMAGES)
              .toList());
    }
    return images;
  }

  /// Who may not see them all has to do without their claims.
  private List<KubeObject> pods() throws InterruptedException {
    try {
      return cluster.list(Kind.POD, null, "");
    } catch (MooringException e) {
      if (e.problem().code() == Code.MISSING_RIGHT) {
        return List.of();
      }
      throw e;
    }
  }

  private static RuntimeException none(StackOptions options) {
    return new Problem(
            Code.INSTALL_BLOCKED,
            Messages.of("cannot-install-the-registry"),
            Messages.of("ports-are-all-taken", options.nodePort(), options.nodePort() + MOST - 1),
            new Remedy.Setting(Messages.of("choose-a-node-port"), "--node-port", ""))
        .raise();
  }
}
