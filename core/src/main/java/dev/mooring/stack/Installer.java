package dev.mooring.stack;

import dev.mooring.cluster.Applied;
import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Conflict;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.cluster.Quantity;
import dev.mooring.job.Progress;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.remote.UpstreamLogin;
import dev.mooring.rights.Needs;
import dev.mooring.rights.Report;
import dev.mooring.rights.Review;
import dev.mooring.stack.options.Builder;
import dev.mooring.stack.options.Protection;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.options.Writer;
import dev.mooring.stack.render.Announcement;
import dev.mooring.stack.render.BuilderPolicy;
import dev.mooring.stack.render.DoorRules;
import dev.mooring.stack.render.IngressEntrance;
import dev.mooring.stack.render.Ownership;
import dev.mooring.stack.render.PullThrough;
import dev.mooring.stack.render.Rendering;
import dev.mooring.stack.render.Surroundings;
import dev.mooring.stack.render.WriterPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Brings the cluster to the rendered objects, one after the other. Nothing is remembered between
/// runs: what an interrupted one left is simply there already.
final class Installer {
  private static final Duration GOES = Duration.ofMinutes(2);
  private static final Duration NAMESPACE_GOES = Duration.ofMinutes(1);

  private final Cluster cluster;
  private final StackOptions options;
  private final Progress progress;
  private final Optional<UpstreamLogin> login;

  Installer(Cluster cluster, StackOptions options, Progress progress) {
    this(cluster, options, progress, Optional.empty());
  }

  /// @param login of a cache; nothing to leave the one that it has
  Installer(
      Cluster cluster, StackOptions options, Progress progress, Optional<UpstreamLogin> login) {
    this.cluster = cluster;
    this.options = options;
    this.progress = progress;
    this.login = login;
  }

  List<Planner.Task> tasks(Surroundings around) throws InterruptedException {
    return new Planner(cluster, options).tasks(around, desired(around));
  }

  Stack.Installation carryOut(List<Planner.Task> tasks) throws InterruptedException {
    List<Planner.Task> writes =
        tasks.stream().filter(each -> each.step().action() != Plan.Action.KEEP).toList();
    for (int i = 0; i < writes.size(); i++) {
      Planner.Task task = writes.get(i);
      KubeObject object = task.object();
      boolean removing = task.step().action() == Plan.Action.REMOVE;
      progress.advance(
          removing
              ? Messages.of("removing", object.words())
              : Messages.of("applying", object.words()),
          i,
          writes.size(),
          Progress.Unit.ITEMS);
      if (removing) {
        cluster.delete(Kind.of(object), object.namespace(), object.name(), GOES);
        progress.step(Messages.of("removed", object.words()));
      } else {
        Applied.Change change = apply(task);
        progress.step(
            change.name().toLowerCase(Locale.ROOT) + " " + object.words() + fields(task.step()));
        for (Conflict each : task.step().taken()) {
          progress.step(
              Messages.of("took-of-from-manager", each.field(), object.words(), each.manager()));
        }
      }
    }
    progress.advance("Applied", writes.size(), writes.size(), Progress.Unit.ITEMS);
    return new Stack.Installation(
        count(tasks, Plan.Action.CREATE),
        count(tasks, Plan.Action.CHANGE),
        count(tasks, Plan.Action.REMOVE),
        count(tasks, Plan.Action.KEEP),
        options);
  }

  /// Writers and token rules that somebody adds meanwhile stay.
  private Applied.Change apply(Planner.Task task) throws InterruptedException {
    if (task.step().action() == Plan.Action.CHANGE && task.object().name().equals(DoorRules.NAME)) {
      DoorWriters writers = new DoorWriters(cluster, options);
      for (Writer each : DoorWriters.read(task.object())) {
        writers.put(each);
      }
      return Applied.Change.CHANGED;
    }
    if (task.step().action() == Plan.Action.CHANGE
        && task.object().name().equals(IngressEntrance.RULES)) {
      new TokenRules(cluster, options).rewrite();
      return Applied.Change.CHANGED;
    }
    return cluster.apply(task.object()).change();
  }

  private static String fields(Plan.Step step) {
    return step.fields().isEmpty() ? "" : ": " + step.changes();
  }

  private static int count(List<Planner.Task> tasks, Plan.Action action) {
    return (int) tasks.stream().filter(each -> each.step().action() == action).count();
  }

  /// What to apply here: not what belongs to somebody else, and never a smaller volume.
  private List<KubeObject> desired(Surroundings around) throws InterruptedException {
    List<KubeObject> desired = new ArrayList<>();
    List<KubeObject> rendered = new ArrayList<>(new Rendering(options, around).objects());
    login.ifPresent(each -> rendered.add(PullThrough.secret(options, each.document())));
    rendered.sort(Comparator.comparingInt(Rendering::rank));
    for (KubeObject object : rendered) {
      switch (object.kind()) {
        case "Namespace" -> namespace(object).ifPresent(desired::add);
        case "PersistentVolumeClaim" -> desired.add(volume(object));
        case "ConfigMap" -> {
          if (!object.namespace().equals(Announcement.NAMESPACE) || hostingIsOurs(object)) {
            desired.add(object);
          }
        }
        default -> desired.add(object);
      }
    }
    if (options.protection() == Protection.MESH) {
      for (Writer each : new DoorWriters(cluster, options).list()) {
        KubeObject policy =
            Builder.of(each)
                .map(builder -> BuilderPolicy.of(options, builder))
                .orElseGet(() -> WriterPolicy.of(options, each));
        if (desired.stream().noneMatch(known -> known.words().equals(policy.words()))) {
          desired.add(policy);
        }
      }
    }
    return desired;
  }

  /// A namespace that someone else made stays theirs, so that uninstalling never deletes it.
  private Optional<KubeObject> namespace(KubeObject desired) throws InterruptedException {
    Optional<KubeObject> present = present(desired.name());
    if (present.isPresent() && present.get().deleting()) {
      progress.advance(
          Messages.of("waiting-until-is-gone", desired.words()), 0, 0, Progress.Unit.ITEMS);
      gone(desired.name());
      return Optional.of(desired);
    }
    if (present.isPresent() && !Ownership.belongs(present.get(), options)) {
      String owner = present.get().labels().getOrDefault(Ownership.PART_OF, "");
      if (Ownership.MOORING.equals(present.get().labels().get(Ownership.MANAGED_BY))) {
        throw new Problem(
                Code.NAMESPACE_TAKEN,
                Messages.of("cannot-install-into-namespace", desired.name()),
                Messages.of("it-belongs-to-registry", owner),
                new Remedy.Advice(Messages.of("choose-another-namespace")))
            .raise();
      }
      progress.step(Messages.of("left-as-it-is-someone-else", desired.words()));
      return Optional.empty();
    }
    return Optional.of(desired);
  }

  private Optional<KubeObject> present(String namespace) throws InterruptedException {
    return cluster.get(Kind.NAMESPACE, null, namespace);
  }

  private void gone(String namespace) throws InterruptedException {
    long deadline = System.nanoTime() + NAMESPACE_GOES.toNanos();
    while (present(namespace).filter(KubeObject::deleting).isPresent()) {
      if (System.nanoTime() > deadline) {
        throw new Problem(
                Code.NAMESPACE_TAKEN,
                Messages.of("cannot-install-into-namespace", namespace),
                Messages.of("it-is-still-being-deleted-after", NAMESPACE_GOES.toSeconds()),
                new Remedy.Command(
                    Messages.of("see-what-holds-it"),
                    "kubectl get namespace " + namespace + " -o yaml"))
            .raise();
      }
      Thread.sleep(300);
    }
  }

  /// A claim never shrinks, and its class never changes: what is there decides.
  private KubeObject volume(KubeObject desired) throws InterruptedException {
    Optional<KubeObject> present =
        cluster.get(Kind.VOLUME_CLAIM, desired.namespace(), desired.name());
    if (present.isEmpty()) {
      return desired;
    }
    Caches.demandSame(options, present.get());
    String[] size = {"spec", "resources", "requests", "storage"};
    String there = present.get().at(size).textOrEmpty();
    String storageClass = present.get().at("spec", "storageClassName").textOrEmpty();
    String wanted = desired.at("spec", "storageClassName").textOrEmpty();
    if (!wanted.isEmpty() && !wanted.equals(storageClass)) {
      throw new Problem(
              Code.STORAGE_CLASS_FIXED,
              Messages.of("cannot-move-to-storage-class", desired.words(), wanted),
              Messages.of("it-exists-with-class-and-a", storageClass),
              new Remedy.Advice(Messages.of("install-without-storage-class-or-uninstall")))
          .raise();
    }
    if (Quantity.bytes(there).orElse(0L)
        > Quantity.bytes(desired.at(size).textOrEmpty()).orElse(0L)) {
      progress.step(Messages.of("kept-the-size-of", desired.words(), there));
      return new KubeObject(desired.document().with(there, size));
    }
    return desired;
  }

  private boolean hostingIsOurs(KubeObject desired) throws InterruptedException {
    try {
      Optional<KubeObject> foreign =
          cluster
              .get(Kind.CONFIG_MAP, desired.namespace(), desired.name())
              .filter(present -> !Ownership.belongs(present, options));
      if (foreign.isEmpty()) {
        Report rights = Review.of(cluster, Needs.install(List.of(desired)));
        if (!rights.missing().isEmpty()) {
          progress.step(
              Messages.of("left-out-you-lack-the-right", desired.words(), rights.words()));
        }
        return rights.missing().isEmpty();
      }
      progress.step(
          Messages.of("left-as-it-is-it-announces", desired.words(), Hosting.host(foreign.get())));
      return false;
    } catch (MooringException e) {
      progress.step(Messages.of("left-out", desired.words(), e.problem().why()));
      return false;
    }
  }
}
