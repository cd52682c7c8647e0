package dev.mooring.debug;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// From the user's words to one container of one running pod.
final class PodChoice {
  private static final Map<String, Kind> KINDS =
      Map.ofEntries(
          Map.entry("deploy", Kind.DEPLOYMENT),
          Map.entry("deployment", Kind.DEPLOYMENT),
          Map.entry("deployments", Kind.DEPLOYMENT),
          Map.entry("sts", Kind.STATEFUL_SET),
          Map.entry("statefulset", Kind.STATEFUL_SET),
          Map.entry("statefulsets", Kind.STATEFUL_SET),
          Map.entry("ds", Kind.DAEMON_SET),
          Map.entry("daemonset", Kind.DAEMON_SET),
          Map.entry("daemonsets", Kind.DAEMON_SET),
          Map.entry("rs", Kind.REPLICA_SET),
          Map.entry("replicaset", Kind.REPLICA_SET),
          Map.entry("replicasets", Kind.REPLICA_SET),
          Map.entry("svc", Kind.SERVICE),
          Map.entry("service", Kind.SERVICE),
          Map.entry("services", Kind.SERVICE),
          Map.entry("po", Kind.POD),
          Map.entry("pod", Kind.POD),
          Map.entry("pods", Kind.POD));

  private final Cluster cluster;

  PodChoice(Cluster cluster) {
    this.cluster = cluster;
  }

  /// @throws MooringException when there is no such thing, no running pod or no clear container
  TargetContainer choose(DebugTarget target) throws InterruptedException {
    KubeObject pod = pod(target);
    return new TargetContainer(pod, container(pod, target.container()));
  }

  private KubeObject pod(DebugTarget target) throws InterruptedException {
    KubeObject object = named(target);
    if (object.kind().equals("Pod")) {
      return object;
    }
    String selector = selector(object);
    if (selector.isEmpty()) {
      throw problem(
          target, "it selects no pods", "Name a Deployment or a pod instead, as in deploy/hello");
    }
    List<KubeObject> pods = cluster.list(Kind.POD, target.namespace(), selector);
    return pods.stream()
        .filter(p -> !p.deleting() && p.at("status", "phase").textOrEmpty().equals("Running"))
        .sorted(
            Comparator.comparing((KubeObject p) -> !ready(p))
                .thenComparing(p -> p.at("metadata", "creationTimestamp").textOrEmpty())
                .thenComparing(KubeObject::name))
        .findFirst()
        .orElseThrow(
            () ->
                problem(
                    target,
                    pods.isEmpty()
                        ? "it has no pods"
                        : "none of its " + pods.size() + " pods is running",
                    "Scale it up or see why with `kubectl describe " + target.workload() + "`"));
  }

  private KubeObject named(DebugTarget target) throws InterruptedException {
    String words = target.workload().strip();
    int slash = words.indexOf('/');
    String name = words.substring(slash + 1);
    if (name.isEmpty() || name.contains("/")) {
      throw problem(target, "that names nothing", "Write it as deploy/NAME or pod/NAME");
    }
    List<Kind> kinds = List.of(Kind.DEPLOYMENT, Kind.STATEFUL_SET, Kind.DAEMON_SET, Kind.POD);
    if (slash >= 0) {
      String word = words.substring(0, slash).toLowerCase(Locale.ROOT);
      Kind kind = KINDS.get(word.split("\\.", 2)[0]);
      if (kind == null) {
        throw problem(
            target,
            "'" + word + "' is no kind of thing that has pods",
            "Use deploy/, sts/, ds/, rs/, svc/ or pod/");
      }
      kinds = List.of(kind);
    }
    for (Kind kind : kinds) {
      Optional<KubeObject> found = cluster.get(kind, target.namespace(), name);
      if (found.isPresent()) {
        return found.get();
      }
    }
    throw problem(
        target,
        "there is none in namespace " + target.namespace(),
        "Check the name and the namespace");
  }

  private static String container(KubeObject pod, String wanted) {
    List<String> names =
        pod.at("spec", "containers").stream().map(c -> c.at("name").textOrEmpty()).toList();
    if (!wanted.isEmpty()) {
      if (names.contains(wanted)) {
        return wanted;
      }
      throw new Problem(
              "Cannot debug container " + wanted + " of pod " + pod.name(),
              "the pod has no such container",
              "Name one of: " + String.join(", ", names))
          .raise();
    }
    String byDefault =
        pod.annotations().getOrDefault("kubectl.kubernetes.io/default-container", "");
    if (names.contains(byDefault) && !TargetContainer.isSidecar(byDefault)) {
      return byDefault;
    }
    List<String> own = names.stream().filter(n -> !TargetContainer.isSidecar(n)).toList();
    if (own.size() == 1) {
      return own.getFirst();
    }
    throw new Problem(
            "Cannot choose a container of pod " + pod.name(),
            own.isEmpty() ? "it has only sidecars" : "it has " + own.size() + " of them",
            "Name one: " + String.join(", ", own.isEmpty() ? names : own))
        .raise();
  }

  private static boolean ready(KubeObject pod) {
    return pod.at("status", "conditions").stream()
        .anyMatch(
            c ->
                c.at("type").textOrEmpty().equals("Ready")
                    && c.at("status").textOrEmpty().equals("True"));
  }

  private static String selector(KubeObject object) {
    Document selector = object.at("spec", "selector");
    List<String> terms = new ArrayList<>();
    boolean service = object.kind().equals("Service");
    (service ? selector : selector.at("matchLabels"))
        .strings()
        .forEach((key, value) -> terms.add(key + "=" + value));
    for (Document each : selector.at("matchExpressions").items()) {
      String key = each.at("key").textOrEmpty();
      String values = "(" + String.join(",", each.at("values").texts()) + ")";
      switch (each.at("operator").textOrEmpty()) {
        case "In" -> terms.add(key + " in " + values);
        case "NotIn" -> terms.add(key + " notin " + values);
        case "Exists" -> terms.add(key);
        case "DoesNotExist" -> terms.add("!" + key);
        default -> terms.add(key + " in ()");
      }
    }
    return String.join(",", terms);
  }

  private static MooringException problem(DebugTarget target, String why, String whatToDo) {
    return new Problem("Cannot debug " + target.workload(), why, whatToDo).raise();
  }
}
