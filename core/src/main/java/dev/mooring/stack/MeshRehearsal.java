package dev.mooring.stack;

import dev.mooring.cluster.Applied;
import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.job.Concurrently;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.rights.Needs;
import dev.mooring.stack.options.Rehearsed;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.render.Ownership;
import dev.mooring.stack.render.RehearsalPolicies;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;

/// A rehearsal in a mesh: a copy of each policy that allows something at the registry, as it would
/// be, marked as a dry run; and what has the sidecar say whom they would have refused.
///
/// All copies allow and none denies, so that a proxy which took them for real would lock nobody
/// out.
record MeshRehearsal(Cluster cluster, StackOptions options) implements RehearsalStore {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private RehearsalPolicies policies() {
    return new RehearsalPolicies(options);
  }

  @Override
  public Optional<Rehearsed> current() throws InterruptedException {
    return cluster
        .get(Kind.ENVOY_FILTER, options.namespace(), RehearsalPolicies.NAME)
        .filter(each -> Ownership.belongs(each, options))
        .flatMap(each -> Rehearsed.read(each.annotations()));
  }

  @Override
  public Needs needs() {
    return Needs.rehearse(options.namespace());
  }

  @Override
  public void demandHonoured(String what) throws InterruptedException {
    new MeshDryRun(cluster, options).demand(what);
  }

  @Override
  public void begin(Rehearsed rehearsed, String what) throws InterruptedException {
    Optional<Rehearsed> taken = current();
    if (taken.isPresent()) {
      throw Rehearsals.taken(taken.get(), what);
    }
    demandNoOther(what);
    demandOurs(what);
    cluster.apply(policies().log(rehearsed));
    try {
      copy(rehearsed);
    } catch (MooringException e) {
      // Some copies alone would show refusals that the change never makes.
      end();
      throw e;
    }
  }

  private void demandOurs(String what) throws InterruptedException {
    Optional<KubeObject> there =
        cluster.get(Kind.ENVOY_FILTER, options.namespace(), RehearsalPolicies.NAME);
    if (there.filter(each -> !Ownership.belongs(each, options)).isPresent()) {
      throw new Problem(
              Code.OBJECT_OF_OTHERS,
              what,
              Messages.of("belongs-to-something-else", there.get().words()),
              new Remedy.Advice(Messages.of("rename-or-delete-it")))
          .raise();
    }
  }

  /// Istio tries all dry runs together, so that somebody else's would have shown nobody refused.
  private void demandNoOther(String what) throws InterruptedException {
    Optional<KubeObject> other = concerning(policies()::triesBeside).stream().findFirst();
    if (other.isPresent()) {
      throw new Problem(
              Code.REHEARSAL_NOT_POSSIBLE,
              what,
              Messages.of("somebody-else-tries-a-policy", other.get().words()),
              new Remedy.Advice(Messages.of("end-that-dry-run-first")))
          .raise();
    }
  }

  @Override
  public void follow() throws InterruptedException {
    Optional<Rehearsed> current;
    try {
      current = current();
    } catch (MooringException e) {
      // Who may not look at it manages writers without it.
      return;
    }
    if (current.isPresent()) {
      boolean about =
          new MeshWriters(cluster, options).list().stream().anyMatch(current.get()::isAbout);
      if (about) {
        copy(current.get());
      } else {
        end();
      }
    }
  }

  /// First what allows, then what no longer does.
  private void copy(Rehearsed rehearsed) throws InterruptedException {
    List<KubeObject> wanted = new ArrayList<>();
    for (KubeObject each : concerning(policies()::allows)) {
      policies().copy(each, rehearsed).ifPresent(wanted::add);
    }
    List<Callable<Applied>> writes = new ArrayList<>();
    wanted.forEach(each -> writes.add(() -> cluster.apply(each)));
    Concurrently.all(writes);
    remove(
        copies().stream()
            .filter(each -> wanted.stream().noneMatch(one -> one.name().equals(each.name())))
            .toList());
  }

  private void remove(List<KubeObject> copies) throws InterruptedException {
    List<Callable<Boolean>> removals = new ArrayList<>();
    copies.forEach(
        each ->
            removals.add(
                () ->
                    cluster.delete(
                        Kind.AUTHORIZATION_POLICY, each.namespace(), each.name(), LIMIT)));
    Concurrently.all(removals);
  }

  private List<KubeObject> copies() throws InterruptedException {
    return cluster.list(
        Kind.AUTHORIZATION_POLICY,
        options.namespace(),
        Ownership.selector(options) + "," + RehearsalPolicies.LABEL);
  }

  /// Policies that may concern the registry, whoever made them.
  private List<KubeObject> concerning(Predicate<KubeObject> which) throws InterruptedException {
    List<KubeObject> all = new ArrayList<>();
    List<String> places = new ArrayList<>(List.of(options.namespace()));
    String root = new MeshDryRun(cluster, options).rootNamespace();
    if (!places.contains(root)) {
      places.add(root);
    }
    for (String each : places) {
      try {
        cluster.list(Kind.AUTHORIZATION_POLICY, each, "").stream().filter(which).forEach(all::add);
      } catch (MooringException e) {
        if (each.equals(options.namespace())) {
          throw e;
        }
      }
    }
    return all;
  }

  /// What has the sidecar speak goes last: it says that there is a rehearsal.
  @Override
  public boolean end() throws InterruptedException {
    remove(copies());
    return current().isPresent()
        && cluster.delete(Kind.ENVOY_FILTER, options.namespace(), RehearsalPolicies.NAME, LIMIT);
  }

  @Override
  public String container() {
    return MeshDryRun.PROXY;
  }
}
