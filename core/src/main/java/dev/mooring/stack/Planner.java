package dev.mooring.stack;

import dev.mooring.cluster.Applied;
import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Conflict;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.job.Concurrently;
import dev.mooring.mesh.OfferedService;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.stack.options.Protection;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.render.BuilderPolicy;
import dev.mooring.stack.render.DoorRules;
import dev.mooring.stack.render.EgressProxy;
import dev.mooring.stack.render.MeshServiceObjects;
import dev.mooring.stack.render.Ownership;
import dev.mooring.stack.render.PullThrough;
import dev.mooring.stack.render.RehearsalPolicies;
import dev.mooring.stack.render.Rendering;
import dev.mooring.stack.render.Surroundings;
import dev.mooring.stack.render.WriterPolicy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

/// Compares what is wanted with what is there, by the server's own dry run and without a write.
final class Planner {
  private final Cluster cluster;
  private final StackOptions options;

  Planner(Cluster cluster, StackOptions options) {
    this.cluster = cluster;
    this.options = options;
  }

  /// One step and the object that it is about.
  ///
  /// @param before as it is there; nothing where it is to be made, or stays
  record Task(Plan.Step step, KubeObject object, Optional<KubeObject> before) {}

  List<Task> tasks(Surroundings around, List<KubeObject> desired) throws InterruptedException {
    List<Callable<Task>> questions = new ArrayList<>();
    desired.forEach(each -> questions.add(() -> compare(each)));
    List<Task> wanted = Concurrently.all(questions);
    Set<String> names = new HashSet<>();
    new Rendering(options, around).objects().forEach(each -> names.add(each.words()));
    List<Task> obsolete = obsolete(names);
    List<Task> tasks = new ArrayList<>();
    wanted.stream().filter(each -> !onNodes(each)).forEach(tasks::add);
    obsolete.stream().filter(Planner::runs).forEach(tasks::add);
    wanted.stream().filter(Planner::onNodes).forEach(tasks::add);
    obsolete.stream().filter(each -> !runs(each)).forEach(tasks::add);
    tasks.addAll(rooms(names));
    return tasks;
  }

  /// The namespaces of an ingress and an egress proxy that there are no longer.
  private List<Task> rooms(Set<String> wanted) throws InterruptedException {
    List<Task> tasks = new ArrayList<>();
    Rooms rooms = new Rooms(cluster, options);
    for (String name : List.of(options.ingressNamespace(), options.egressNamespace())) {
      if (!wanted.contains("Namespace " + name)) {
        rooms.emptied(name).ifPresent(each -> tasks.add(removal(each)));
      }
    }
    return tasks;
  }

  private static Task removal(KubeObject object) {
    return new Task(
        new Plan.Step(
            Plan.Action.REMOVE,
            object.words(),
            List.of(),
            List.of(),
            Messages.of("no-longer-needed")),
        object,
        Optional.of(object));
  }

  /// What may hold a node's port, so that what takes its place cannot start before it is gone.
  private static boolean onNodes(Task task) {
    return task.object().kind().equals("DaemonSet");
  }

  private static boolean runs(Task task) {
    return onNodes(task) || task.object().kind().equals("Deployment");
  }

  private Task compare(KubeObject desired) throws InterruptedException {
    Applied would = cluster.wouldApply(desired);
    if (would.change() == Applied.Change.CREATED) {
      return task(Plan.Action.CREATE, desired, Optional.empty(), List.of(), List.of());
    }
    if (would.change() == Applied.Change.UNCHANGED) {
      return task(Plan.Action.KEEP, desired, Optional.empty(), List.of(), List.of());
    }
    Optional<KubeObject> before =
        cluster.get(Kind.of(desired), desired.namespace(), desired.name());
    if (before.isPresent() && !Ownership.belongs(before.get(), options)) {
      throw foreign(desired);
    }
    return task(
        Plan.Action.CHANGE,
        desired,
        before,
        before.map(each -> Differences.between(each, would.object())).orElse(List.of()),
        cluster.conflicts(desired));
  }

  private static Task task(
      Plan.Action action,
      KubeObject object,
      Optional<KubeObject> before,
      List<FieldChange> fields,
      List<Conflict> taken) {
    return new Task(new Plan.Step(action, object.words(), fields, taken, ""), object, before);
  }

  private static RuntimeException foreign(KubeObject desired) {
    return new Problem(
            Code.OBJECT_OF_OTHERS,
            Messages.of("cannot-install-the-registry"),
            Messages.of("belongs-to-something-else", desired.words()),
            new Remedy.Advice(Messages.of("rename-or-delete-it-or-install")))
        .raise();
  }

  /// What this stack once had and has no longer. Writers, builders, services for laptops and
  /// volumes
  /// are nobody's to clear away.
  private List<Task> obsolete(Set<String> wanted) throws InterruptedException {
    List<Task> tasks = new ArrayList<>();
    for (KubeObject each : new Remover(cluster, options).labelled()) {
      boolean stays =
          wanted.contains(each.words())
              || writer(each)
              || (each.labels().containsKey(OfferedService.LABEL) && !formerEgress(each))
              || each.kind().equals("Pod")
              || login(each)
              || wayOut(each)
              || each.kind().equals("PersistentVolumeClaim")
              || !each.at("metadata", "ownerReferences").isNothing();
      if (!stays) {
        tasks.add(removal(each));
      }
    }
    return tasks;
  }

  /// What led laptops to the egress proxy, which nobody but the install offered.
  private boolean formerEgress(KubeObject object) {
    return !options.hasEgress()
        && object.name().equals(MeshServiceObjects.name(EgressProxy.offered(options)));
  }

  /// A builder's or a writer's, while there is a proxy.
  private boolean wayOut(KubeObject object) {
    return options.hasEgress() && object.labels().containsKey(EgressProxy.LABEL);
  }

  /// The login of a cache is given once and kept.
  private boolean login(KubeObject object) {
    return options.isCache()
        && object.kind().equals("Secret")
        && object.name().equals(PullThrough.LOGIN);
  }

  /// Who can push, and what is tried beside. Rules of another protection are kept while nothing has
  /// taken them over.
  private boolean writer(KubeObject object) {
    boolean labelled =
        object.labels().containsKey(WriterPolicy.LABEL)
            || object.labels().containsKey(BuilderPolicy.LABEL);
    boolean takenOver =
        object.kind().equals(Kind.AUTHORIZATION_POLICY.kind())
            && options.protection() == Protection.TOKENS;
    boolean rehearsal =
        object.labels().containsKey(RehearsalPolicies.LABEL)
            && options.protection() == Protection.MESH;
    return rehearsal
        || (labelled && !takenOver)
        || (object.name().equals(DoorRules.NAME) && options.protection() == Protection.PLAIN);
  }
}
