package dev.mooring.debug.subject;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.debug.DebugTarget;
import dev.mooring.forward.Target;
import dev.mooring.forward.reach.Selectors;
import dev.mooring.forward.reach.TargetCheck;
import dev.mooring.message.Nearest;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// From the user's words to one container of one running pod.
public final class PodChoice {
  /// Where a name may stand that comes without one.
  private static final List<Kind> WITHOUT_KIND =
      List.of(Kind.DEPLOYMENT, Kind.STATEFUL_SET, Kind.DAEMON_SET, Kind.POD);

  private final Cluster cluster;
  private final Attempts attempts;

  public PodChoice(Cluster cluster, Attempts attempts) {
    this.cluster = cluster;
    this.attempts = attempts;
  }

  /// @throws MooringException when there is no such thing, no running pod or no clear container
  public TargetContainer choose(DebugTarget target) throws InterruptedException {
    ContainerChoice choice = all(target);
    List<String> names = choice.all().stream().map(TargetContainer::name).toList();
    String pod = choice.all().getFirst().pod().name();
    if (!target.container().isEmpty()) {
      return choice.all().stream()
          .filter(each -> each.name().equals(target.container()))
          .findFirst()
          .orElseThrow(
              () ->
                  new Problem(
                          Code.INVALID_TARGET,
                          Messages.of("cannot-debug-container-of-pod", target.container(), pod),
                          Messages.of("the-pod-has-no-such-container"),
                          new Remedy.Advice(Messages.of("choose-one-of", String.join(", ", names))))
                      .raise());
    }
    if (choice.clear()) {
      return choice.likely().getFirst();
    }
    List<String> likely = choice.likely().stream().map(TargetContainer::name).toList();
    throw new Problem(
            Code.CONTAINER_NEEDED,
            Messages.of("which-container", pod),
            Messages.of("it-has-several-containers", String.join(", ", likely)),
            new Remedy.Advice(Messages.of("choose-a-container")))
        .raise();
  }

  /// @throws MooringException when there is no such thing or no running pod
  public ContainerChoice all(DebugTarget target) throws InterruptedException {
    return ContainerChoice.of(pod(target), attempts);
  }

  private KubeObject pod(DebugTarget target) throws InterruptedException {
    String words = target.workload().strip();
    if (Target.parse(words, target.namespace(), "") instanceof Target.Selector labels) {
      return best(target, cluster.list(Kind.POD, target.namespace(), labels.name()));
    }
    KubeObject object = named(target);
    if (object.kind().equals("Pod")) {
      return object;
    }
    return best(
        target,
        cluster.list(Kind.POD, target.namespace(), "").stream()
            .filter(pod -> Selectors.select(object, pod))
            .toList());
  }

  private static KubeObject best(DebugTarget target, List<KubeObject> pods) {
    return pods.stream()
        .filter(p -> !p.deleting() && p.at("status", "phase").textOrEmpty().equals("Running"))
        .filter(p -> !p.labels().containsKey(TargetContainer.COPY_LABEL))
        .sorted(
            Comparator.comparing((KubeObject p) -> !p.ready())
                .thenComparing(p -> p.at("metadata", "creationTimestamp").textOrEmpty())
                .thenComparing(KubeObject::name))
        .findFirst()
        .orElseThrow(
            () ->
                problem(
                    target,
                    pods.isEmpty()
                        ? Messages.of("it-has-no-pods")
                        : Messages.of("none-of-its-pods-is-running", pods.size()),
                    Messages.of("scale-it-up-or-see-why")));
  }

  /// @throws MooringException when there is no such thing
  public KubeObject named(DebugTarget target) throws InterruptedException {
    String words = target.workload().strip();
    Target parsed = Target.parse(words, target.namespace(), "");
    List<Kind> kinds =
        words.contains("/") ? List.of(parsed.owner().orElse(Kind.POD)) : WITHOUT_KIND;
    for (Kind kind : kinds) {
      Optional<KubeObject> found = cluster.get(kind, target.namespace(), parsed.name());
      if (found.isPresent()) {
        return found.get();
      }
    }
    String what = Messages.of("cannot-debug", target.workload());
    if (words.contains("/")) {
      throw TargetCheck.missing(cluster, parsed, what).raise();
    }
    throw new Problem(
            Code.NOT_FOUND,
            what,
            Messages.of("there-is-none-in-namespace", target.namespace()),
            new Remedy.Advice(
                Nearest.to(words, names(target.namespace()))
                    .map(nearest -> Messages.of("did-you-mean", nearest))
                    .orElseGet(() -> Messages.of("check-the-name-and-the-namespace"))))
        .raise();
  }

  /// What the user may have meant who wrote no kind; a pod's name is seldom typed.
  private List<String> names(String namespace) throws InterruptedException {
    List<String> names = new ArrayList<>();
    for (Kind kind : WITHOUT_KIND) {
      if (!kind.equals(Kind.POD)) {
        names.addAll(TargetCheck.names(cluster, kind, namespace));
      }
    }
    return names;
  }

  private static MooringException problem(DebugTarget target, String why, String whatToDo) {
    return new Problem(
            Code.INVALID_TARGET,
            Messages.of("cannot-debug", target.workload()),
            why,
            new Remedy.Advice(whatToDo))
        .raise();
  }
}
