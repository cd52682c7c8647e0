package dev.mooring.workload;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import dev.mooring.forward.Target;
import dev.mooring.forward.reach.Selectors;
import dev.mooring.forward.reach.TargetCheck;
import dev.mooring.message.Nearest;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The pods behind a target and their containers, as kubectl chooses them: what runs and is ready
/// comes first, the application before its sidecars.
public final class PodContainers {
  private static final Comparator<KubeObject> BEST =
      Comparator.comparing(KubeObject::deleting)
          .thenComparing(pod -> !isRunning(pod))
          .thenComparing(pod -> !pod.ready())
          .thenComparing(pod -> pod.at("metadata", "creationTimestamp").textOrEmpty())
          .thenComparing(KubeObject::name);

  private PodContainers() {}

  /// The pods that a target stands for now, the best first; none where there is none.
  ///
  /// @throws dev.mooring.problem.MooringException when there is no such target
  public static List<KubeObject> pods(Cluster cluster, Target target) throws InterruptedException {
    if (target instanceof Target.Selector labels) {
      return sorted(cluster.list(Kind.POD, labels.namespace(), labels.name()));
    }
    Kind kind = target.owner().orElse(Kind.POD);
    Optional<KubeObject> found = cluster.get(kind, target.namespace(), target.name());
    if (found.isEmpty()) {
      String what = Messages.of("no-such-target", target.words(), target.namespace());
      throw TargetCheck.missing(cluster, target, what).raise();
    }
    KubeObject object = found.get();
    if (kind.equals(Kind.POD)) {
      return List.of(object);
    }
    return sorted(
        cluster.list(Kind.POD, target.namespace(), equal(object)).stream()
            .filter(pod -> Selectors.select(object, pod))
            .toList());
  }

  /// All containers of those pods, the likeliest first.
  ///
  /// @throws dev.mooring.problem.MooringException when there is no such target
  public static List<PodContainer> all(Cluster cluster, Target target) throws InterruptedException {
    List<PodContainer> all = new ArrayList<>();
    pods(cluster, target).forEach(pod -> all.addAll(of(pod)));
    return List.copyOf(all);
  }

  /// The container that is meant where the user names none, or the one that is named.
  ///
  /// @param container empty for the application's
  /// @throws dev.mooring.problem.MooringException when there is no such target, pod or container
  public static PodContainer one(Cluster cluster, Target target, String container)
      throws InterruptedException {
    List<KubeObject> pods = pods(cluster, target);
    if (pods.isEmpty()) {
      throw new Problem(
              Code.NOT_FOUND,
              Messages.of("has-no-pods", target.words(), target.namespace()),
              Messages.of("scaled-to-zero"),
              new Remedy.Advice(Messages.of("scale-it-up-or-see-why", target.words())))
          .raise();
    }
    List<PodContainer> all = of(pods.getFirst());
    if (container.isEmpty()) {
      return all.getFirst();
    }
    return all.stream()
        .filter(each -> each.container().equals(container))
        .findFirst()
        .orElseThrow(() -> noContainer(all, container));
  }

  /// The containers of a pod: the one that is meant by default, the application's others, the
  /// sidecars, and those that ran before them.
  public static List<PodContainer> of(KubeObject pod) {
    String byDefault =
        pod.annotations().getOrDefault("kubectl.kubernetes.io/default-container", "");
    List<PodContainer> all = new ArrayList<>(named(pod, "containers"));
    all.sort(
        Comparator.comparing((PodContainer each) -> each.isSidecar())
            .thenComparing(each -> !each.container().equals(byDefault)));
    all.addAll(named(pod, "initContainers"));
    return List.copyOf(all);
  }

  private static List<PodContainer> named(KubeObject pod, String list) {
    return pod.at("spec", list).stream()
        .map(each -> new PodContainer(pod.namespace(), pod.name(), each.at("name").textOrEmpty()))
        .toList();
  }

  private static RuntimeException noContainer(List<PodContainer> all, String wanted) {
    List<String> names = all.stream().map(PodContainer::container).toList();
    return new Problem(
            Code.INVALID_TARGET,
            Messages.of("no-such-container", all.getFirst().pod(), wanted),
            Messages.of("its-containers-are", String.join(", ", names)),
            new Remedy.Advice(
                Nearest.to(wanted, names)
                    .map(nearest -> Messages.of("did-you-mean", nearest))
                    .orElseGet(() -> Messages.of("choose-one-of-them"))))
        .raise();
  }

  private static List<KubeObject> sorted(List<KubeObject> pods) {
    return pods.stream().sorted(BEST).toList();
  }

  private static boolean isRunning(KubeObject pod) {
    return pod.at("status", "phase").textOrEmpty().equals("Running");
  }

  /// The labels of a selector that are plain, so that the server sends few pods.
  private static String equal(KubeObject owner) {
    Document selector = owner.at("spec", "selector");
    boolean plain =
        selector.at("matchLabels").isNothing() && selector.at("matchExpressions").isNothing();
    Map<String, String> labels = (plain ? selector : selector.at("matchLabels")).strings();
    return labels.entrySet().stream()
        .map(each -> each.getKey() + "=" + each.getValue())
        .collect(Collectors.joining(","));
  }
}
