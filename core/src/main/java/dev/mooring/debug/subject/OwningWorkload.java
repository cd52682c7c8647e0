package dev.mooring.debug.subject;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.GitOps;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What made a pod and makes it anew when its template changes.
public record OwningWorkload(KubeObject object) {
  private static final List<Kind> KINDS =
      List.of(Kind.DEPLOYMENT, Kind.STATEFUL_SET, Kind.DAEMON_SET);
  private static final Kind AUTOSCALER =
      new Kind("autoscaling", "v2", "HorizontalPodAutoscaler", "horizontalpodautoscalers", true);

  /// @throws MooringException when nothing did, or nothing that replaces pods by itself
  public static OwningWorkload of(Cluster cluster, KubeObject pod) throws InterruptedException {
    Optional<KubeObject> owner = Controllers.of(cluster, pod);
    Optional<KubeObject> above =
        owner.isPresent() ? Controllers.of(cluster, owner.get()) : Optional.empty();
    KubeObject found =
        above
            .or(() -> owner)
            .filter(each -> KINDS.contains(Kind.of(each)))
            .orElseThrow(
                () ->
                    cannot(
                        pod.words(),
                        Messages.of("nothing-makes-it-anew"),
                        Messages.of("debug-a-copy")));
    Document strategy = found.at("spec", "updateStrategy");
    if (strategy.at("type").textOrEmpty().equals("OnDelete")
        || strategy.at("rollingUpdate", "partition").integer().orElse(0L) > 0
        || found.at("spec", "paused").isTrue()) {
      throw cannot(
          found.words(), Messages.of("it-does-not-replace-its-pods"), Messages.of("debug-a-copy"));
    }
    return new OwningWorkload(found);
  }

  public Kind kind() {
    return Kind.of(object);
  }

  public Document template() {
    return object.at("spec", "template");
  }

  /// What a change of its template means, a sentence each.
  public List<String> consequences(Cluster cluster, String container) throws InterruptedException {
    List<String> words = new ArrayList<>();
    words.add(Messages.of("its-pods-are-replaced", object.words()));
    words.add(Messages.of("container-is-changed", container));
    words.add(Messages.of("it-is-restored-at-the-end"));
    GitOps.watcher(object).ifPresent(name -> words.add(Messages.of("somebody-manages-it", name)));
    if (isScaled(cluster)) {
      words.add(Messages.of("it-is-scaled"));
    }
    return List.copyOf(words);
  }

  private boolean isScaled(Cluster cluster) throws InterruptedException {
    try {
      return cluster.list(AUTOSCALER, object.namespace(), "").stream()
          .map(each -> each.at("spec", "scaleTargetRef"))
          .anyMatch(
              each ->
                  each.at("kind").textOrEmpty().equals(object.kind())
                      && each.at("name").textOrEmpty().equals(object.name()));
    } catch (MooringException e) {
      return false; // many users may not look at them
    }
  }

  private static MooringException cannot(String what, String why, String whatToDo) {
    return new Problem(
            Code.DEBUG_NOT_POSSIBLE,
            Messages.of("cannot-relaunch", what),
            why,
            new Remedy.Advice(whatToDo))
        .raise();
  }
}
