package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import dev.mooring.job.Progress;
import dev.mooring.stack.render.Rendering;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Puts back what an install found: what it changed and removed is applied again as it was, what it
/// made is removed. The volume stays as it is: it has the images.
///
/// Each object is applied with the fields that Mooring set, and with those that were others' and
/// were taken over. Running it again does no harm.
final class Rollback {
  private static final Duration GOES = Duration.ofMinutes(2);
  private static final Set<String> WORKLOADS = Set.of("Deployment", "DaemonSet");
  private static final String VOLUME = Kind.VOLUME_CLAIM.kind();

  private final Cluster cluster;
  private final List<Planner.Task> done;

  /// @param tasks of the install, carried out or not
  Rollback(Cluster cluster, List<Planner.Task> tasks) {
    this.cluster = cluster;
    this.done =
        tasks.stream()
            .filter(each -> each.step().action() != Plan.Action.KEEP)
            .filter(each -> !each.object().kind().equals(VOLUME))
            .toList();
  }

  /// @return how many objects are as they were
  int carryOut(Progress progress) throws InterruptedException {
    List<KubeObject> former =
        done.stream()
            .filter(each -> each.before().isPresent())
            .sorted(Comparator.comparingInt(each -> Rendering.rank(each.object())))
            .map(Rollback::former)
            .toList();
    List<KubeObject> made =
        done.stream()
            .filter(each -> each.before().isEmpty())
            .map(Planner.Task::object)
            .sorted(Comparator.comparingInt(Rendering::rank).reversed())
            .toList();
    int count = 0;
    // Walls first; what holds a node's port goes before what takes it again.
    for (KubeObject each : part(former, false)) {
      put(each, progress);
      count++;
    }
    for (KubeObject each : part(made, true)) {
      remove(each, progress);
      count++;
    }
    for (KubeObject each : part(former, true)) {
      put(each, progress);
      count++;
    }
    for (KubeObject each : part(made, false)) {
      remove(each, progress);
      count++;
    }
    return count;
  }

  private static List<KubeObject> part(List<KubeObject> all, boolean workloads) {
    return all.stream().filter(each -> WORKLOADS.contains(each.kind()) == workloads).toList();
  }

  private void put(KubeObject object, Progress progress) throws InterruptedException {
    cluster.apply(object);
    progress.step(Messages.of("put-back", object.words()));
  }

  private void remove(KubeObject object, Progress progress) throws InterruptedException {
    if (cluster.delete(Kind.of(object), object.namespace(), object.name(), GOES)) {
      progress.step(Messages.of("removed", object.words()));
    }
  }

  static KubeObject former(Planner.Task task) {
    KubeObject before = task.before().orElseThrow();
    if (before.at("metadata", "managedFields").items().isEmpty()) {
      return bare(before);
    }
    Set<String> managers = new HashSet<>(Set.of(Cluster.FIELD_MANAGER));
    task.step().fields().forEach(each -> managers.add(each.manager()));
    task.step().taken().forEach(each -> managers.add(each.manager()));
    return FieldOwners.applied(before, managers);
  }

  /// Without what only the server writes.
  private static KubeObject bare(KubeObject object) {
    Document document = object.document().without("status");
    for (String each : Differences.OWN) {
      document = document.without("metadata", each);
    }
    return new KubeObject(document);
  }
}
