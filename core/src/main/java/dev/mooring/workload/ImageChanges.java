package dev.mooring.workload;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import dev.mooring.forward.Target;
import dev.mooring.forward.reach.TargetCheck;
import dev.mooring.message.Nearest;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.rights.Needs;
import dev.mooring.rights.Review;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Gives containers of workloads other images, as `kubectl set image` does.
public final class ImageChanges {
  private ImageChanges() {}

  /// What setting an image would do. Nothing is changed, and rights are asked for first.
  ///
  /// @param container empty for the only one that is no sidecar
  /// @throws dev.mooring.problem.MooringException when it cannot be done, saying why
  public static ImageChange plan(Cluster cluster, Target target, String container, String image)
      throws InterruptedException {
    if (!(target instanceof Target.Workload workload) || workload.kind().equals("ReplicaSet")) {
      throw refused(
          target,
          Code.INVALID_TARGET,
          Messages.of("only-workloads-keep-an-image"),
          Messages.of("name-the-workload"));
    }
    KubeObject object = read(cluster, workload);
    Review.of(cluster, Needs.setImage(kind(workload), target.namespace()))
        .demand(Messages.of("cannot-set-the-image-of", target.words()));
    Map<String, String> images = images(object);
    String chosen = chosen(workload, images, container);
    String before = images.getOrDefault(chosen, "");
    if (before.equals(image)) {
      throw refused(
          target,
          Code.INVALID_VALUE,
          Messages.of("the-image-is-set-already", chosen, image),
          Messages.of("nothing-to-do"));
    }
    boolean daemons = workload.kind().equals("DaemonSet");
    long pods =
        object.at("status", daemons ? "currentNumberScheduled" : "replicas").integer().orElse(0L);
    return new ImageChange(workload, chosen, before, image, pods, rollout(object));
  }

  /// Changes the workload, unless somebody else did meanwhile.
  ///
  /// @throws dev.mooring.problem.MooringException when it cannot be done, saying why
  public static void apply(Cluster cluster, ImageChange change) throws InterruptedException {
    Target.Workload target = change.target();
    String now = images(read(cluster, target)).getOrDefault(change.container(), "");
    if (!now.equals(change.before())) {
      throw refused(
          target,
          Code.CONFLICT,
          Messages.of("the-image-changed-meanwhile", now),
          Messages.of("look-at-it-again"));
    }
    Document container = Document.of(Map.of("name", change.container(), "image", change.after()));
    cluster.strategicPatch(
        kind(target),
        target.namespace(),
        target.name(),
        "",
        Document.nothing().with(List.of(container), "spec", "template", "spec", "containers"));
  }

  private static KubeObject read(Cluster cluster, Target.Workload target)
      throws InterruptedException {
    Optional<KubeObject> found = cluster.get(kind(target), target.namespace(), target.name());
    if (found.isEmpty()) {
      String what = Messages.of("cannot-set-the-image-of", target.words());
      throw TargetCheck.missing(cluster, target, what).raise();
    }
    return found.get();
  }

  private static Kind kind(Target.Workload target) {
    return target.owner().orElse(Kind.DEPLOYMENT);
  }

  /// By container, in their order.
  private static Map<String, String> images(KubeObject workload) {
    Map<String, String> images = new LinkedHashMap<>();
    workload.at("spec", "template", "spec", "containers").stream()
        .forEach(each -> images.put(each.at("name").textOrEmpty(), each.at("image").textOrEmpty()));
    return images;
  }

  private static String chosen(
      Target.Workload target, Map<String, String> images, String container) {
    List<String> names = List.copyOf(images.keySet());
    if (names.contains(container)) {
      return container;
    }
    if (!container.isEmpty()) {
      throw refused(
          target,
          Code.INVALID_TARGET,
          Messages.of("no-container-of-that-name", container),
          Nearest.to(container, names)
              .map(nearest -> Messages.of("did-you-mean", nearest))
              .orElseGet(() -> Messages.of("choose-one-of-them")));
    }
    List<String> own = names.stream().filter(each -> !PodContainer.isSidecar(each)).toList();
    if (own.size() == 1) {
      return own.getFirst();
    }
    throw refused(
        target,
        Code.INVALID_TARGET,
        Messages.of("several-containers", String.join(", ", names)),
        Messages.of("name-the-container"));
  }

  private static ImageChange.Rollout rollout(KubeObject workload) {
    String strategy = workload.at("spec", "strategy", "type").textOrEmpty();
    String update = workload.at("spec", "updateStrategy", "type").textOrEmpty();
    return update.equals("OnDelete")
        ? ImageChange.Rollout.ON_DELETE
        : strategy.equals("Recreate")
            ? ImageChange.Rollout.ALL_AT_ONCE
            : ImageChange.Rollout.ROLLING;
  }

  private static RuntimeException refused(Target target, Code code, String why, String whatToDo) {
    return new Problem(
            code,
            Messages.of("cannot-set-the-image-of", target.words()),
            why,
            new Remedy.Advice(whatToDo))
        .raise();
  }
}
