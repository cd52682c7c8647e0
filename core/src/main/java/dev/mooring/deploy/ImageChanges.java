package dev.mooring.deploy;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.forward.Target;
import dev.mooring.forward.reach.TargetCheck;
import dev.mooring.message.Nearest;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.rights.Needs;
import dev.mooring.rights.Review;
import dev.mooring.workload.PodContainer;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Gives containers of workloads other images, as `kubectl set image` does, but only where they
/// still have the one that was seen.
public final class ImageChanges {
  private ImageChanges() {}

  /// What setting an image would do, by the server's own dry run: nothing is changed. Rights are
  /// asked for first.
  ///
  /// @param container empty for the only one that is no sidecar and runs all the time
  /// @throws MooringException when it cannot be done or would be refused, saying why
  public static ImageChange plan(Cluster cluster, Target target, String container, String image)
      throws InterruptedException {
    Target.Workload workload = workload(target);
    KubeObject object = read(cluster, workload);
    Review.of(cluster, Needs.setImage(kind(workload), target.namespace()))
        .demand(Messages.of("cannot-set-the-image-of", target.words()));
    ContainerPlace place = chosen(workload, ContainerPlace.of(object), container);
    String before = place.image(object);
    if (before.equals(image)) {
      throw refused(
          target,
          Code.INVALID_VALUE,
          Messages.of("the-image-is-set-already", place.name(), image),
          Messages.of("nothing-to-do"));
    }
    boolean daemons = workload.kind().equals("DaemonSet");
    long pods =
        object.at("status", daemons ? "currentNumberScheduled" : "replicas").integer().orElse(0L);
    return new ImageChange(
        workload,
        place,
        before,
        image,
        pods,
        strategy(object),
        Keepers.of(object),
        rehearsed(cluster, workload, object, place, image));
  }

  /// What putting the image back would do that the container had before the one that it has, as the
  /// cluster keeps it: the same as setting it.
  ///
  /// @param container as for [#plan]
  /// @throws MooringException with the code NOT_FOUND where the cluster keeps no other image of it;
  /// else as for [#plan]
  public static ImageChange planBack(Cluster cluster, Target target, String container)
      throws InterruptedException {
    Target.Workload workload = workload(target);
    KubeObject object = read(cluster, workload);
    Kind kind = kind(workload);
    Review.of(cluster, Needs.rollBack(kind, FormerImage.keeper(kind), target.namespace()))
        .demand(Messages.of("cannot-roll-back", target.words()));
    ContainerPlace place = chosen(workload, ContainerPlace.of(object), container);
    String former =
        FormerImage.of(cluster, kind, object, place)
            .orElseThrow(
                () ->
                    new Problem(
                            Code.NOT_FOUND,
                            Messages.of("cannot-roll-back", target.words()),
                            Messages.of("no-former-image", place.name()),
                            new Remedy.Advice(Messages.of("set-the-image-that-you-want")))
                        .raise());
    return plan(cluster, target, place.name(), former);
  }

  private static Target.Workload workload(Target target) {
    if (target instanceof Target.Workload workload && !workload.kind().equals("ReplicaSet")) {
      return workload;
    }
    throw refused(
        target,
        Code.INVALID_TARGET,
        Messages.of("only-workloads-keep-an-image"),
        Messages.of("name-the-workload"));
  }

  /// A webhook that can't take part in a dry run refuses it whatever it thinks of the change.
  private static List<String> rehearsed(
      Cluster cluster,
      Target.Workload target,
      KubeObject object,
      ContainerPlace place,
      String image)
      throws InterruptedException {
    try {
      return cluster
          .wouldPatch(
              kind(target),
              target.namespace(),
              target.name(),
              place.steps(object, place.image(object), image))
          .warnings();
    } catch (MooringException e) {
      if (e.problem().detail().contains("does not support dry run")) {
        return List.of(Messages.of("cannot-be-tried-first", e.problem().why()));
      }
      throw told(target, e);
    }
  }

  /// Changes the workload, unless somebody else gave that container another image meanwhile: the
  /// server itself compares, so that nothing happens in between.
  ///
  /// @return the workload as it is then
  /// @throws MooringException when it cannot be done, saying why; with the code CONFLICT where the
  /// image is another one by now
  public static KubeObject apply(Cluster cluster, ImageChange change) throws InterruptedException {
    Target.Workload target = change.target();
    KubeObject now = demandUnchanged(cluster, change);
    try {
      return cluster
          .jsonPatch(
              kind(target),
              target.namespace(),
              target.name(),
              change.place().steps(now, change.before(), change.after()))
          .object();
    } catch (MooringException e) {
      if (e.problem().code() == Code.INVALID_OBJECT) {
        demandUnchanged(cluster, change);
      }
      throw told(target, e);
    }
  }

  private static KubeObject demandUnchanged(Cluster cluster, ImageChange change)
      throws InterruptedException {
    return demand(cluster, change, change.before()::equals);
  }

  /// Refuses where the container has another image than the one that is expected.
  ///
  /// @return the workload as it is now
  /// @throws MooringException with the code CONFLICT, saying who changed it where that is known
  public static KubeObject demandBefore(Cluster cluster, ImageChange change, ExpectedImage expected)
      throws InterruptedException {
    return demand(cluster, change, expected::is);
  }

  private static KubeObject demand(Cluster cluster, ImageChange change, Predicate<String> expected)
      throws InterruptedException {
    KubeObject now = read(cluster, change.target());
    String image = change.place().image(now);
    if (expected.test(image)) {
      return now;
    }
    String setter = Keepers.setter(now, change.place());
    throw refused(
        change.target(),
        Code.CONFLICT,
        image.isEmpty()
            ? Messages.of("no-container-of-that-name", change.container())
            : setter.isEmpty() || setter.equals(Cluster.FIELD_MANAGER)
                ? Messages.of("the-image-changed-meanwhile", image)
                : Messages.of("the-image-was-changed-by", image, setter),
        Messages.of("look-at-it-again"));
  }

  private static MooringException told(Target target, MooringException e) {
    Problem it = e.problem();
    return new Problem(
            it.code(),
            Messages.of("cannot-set-the-image-of", target.words()),
            it.why(),
            it.remedy(),
            it.detail())
        .raise(e);
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

  static Kind kind(Target.Workload target) {
    return target.owner().orElse(Kind.DEPLOYMENT);
  }

  private static ContainerPlace chosen(
      Target.Workload target, List<ContainerPlace> places, String container) {
    List<String> names = places.stream().map(ContainerPlace::name).toList();
    if (!container.isEmpty()) {
      return places.stream()
          .filter(each -> each.name().equals(container))
          .findFirst()
          .orElseThrow(
              () ->
                  refused(
                      target,
                      Code.INVALID_TARGET,
                      Messages.of("no-container-of-that-name", container),
                      Nearest.to(container, names)
                          .map(nearest -> Messages.of("did-you-mean", nearest))
                          .orElseGet(() -> Messages.of("choose-one-of-them"))));
    }
    List<ContainerPlace> own =
        places.stream()
            .filter(each -> !each.isInit() && !PodContainer.isSidecar(each.name()))
            .toList();
    if (own.size() == 1) {
      return own.getFirst();
    }
    throw refused(
        target,
        Code.INVALID_TARGET,
        Messages.of("several-containers", String.join(", ", names)),
        Messages.of("name-the-container"));
  }

  private static ImageChange.Strategy strategy(KubeObject workload) {
    if (workload.at("spec", "paused").isTrue()) {
      return ImageChange.Strategy.PAUSED;
    }
    String strategy = workload.at("spec", "strategy", "type").textOrEmpty();
    String update = workload.at("spec", "updateStrategy", "type").textOrEmpty();
    return update.equals("OnDelete")
        ? ImageChange.Strategy.ON_DELETE
        : strategy.equals("Recreate")
            ? ImageChange.Strategy.ALL_AT_ONCE
            : ImageChange.Strategy.ROLLING;
  }

  private static MooringException refused(Target target, Code code, String why, String whatToDo) {
    return new Problem(
            code,
            Messages.of("cannot-set-the-image-of", target.words()),
            why,
            new Remedy.Advice(whatToDo))
        .raise();
  }
}
