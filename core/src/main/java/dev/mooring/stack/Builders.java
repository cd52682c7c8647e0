package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.KubeObject;
import dev.mooring.identity.ServiceAccount;
import dev.mooring.problem.Code;
import dev.mooring.problem.Finding;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.rights.Review;
import dev.mooring.stack.options.Builder;
import dev.mooring.stack.options.BuilderAccess;
import dev.mooring.stack.options.Names;
import dev.mooring.stack.options.Protection;
import dev.mooring.stack.options.StackOptions;
import java.util.ArrayList;
import java.util.List;

/// Whose pods push from inside the cluster, under their own identity.
final class Builders {
  private final Cluster cluster;
  private final StackOptions options;

  Builders(Cluster cluster, StackOptions options) {
    this.cluster = cluster;
    this.options = options;
  }

  private BuilderStore store(String what) {
    return BuilderStore.of(cluster, options, what);
  }

  List<BuilderAccess> list() throws InterruptedException {
    if (options.protection() == Protection.PLAIN) {
      return List.of();
    }
    BuilderStore store = store("");
    List<BuilderAccess> found = new ArrayList<>();
    for (Builder each : store.list()) {
      found.add(store.access(each, List.of()));
    }
    return found;
  }

  BuilderAccess allow(Builder builder) throws InterruptedException {
    String what = Messages.of("cannot-allow-the-builder", builder.account());
    BuilderStore store = store(what);
    new Writers(cluster, options).demandPossible(builder.writer(), what);
    Review.of(cluster, store.toAllow(builder.account())).demand(what);
    List<Finding> remarks = store.remarks(builder);
    store.put(builder);
    new Rehearsals(cluster, options).follow();
    return store.access(builder, remarks);
  }

  void remove(ServiceAccount account) throws InterruptedException {
    Names.label("namespace", account.namespace());
    Names.label("account", account.name());
    String what = Messages.of("cannot-remove-the-builder", account);
    BuilderStore store = store(what);
    Review.of(cluster, store.toRemove(account)).demand(what);
    if (!store.remove(account)) {
      throw new Problem(
              Code.BUILDER_UNKNOWN,
              what,
              Messages.of("the-registry-in-has-no-such-builder", options.namespace()),
              new Remedy.Command(
                  Messages.of("see-which-builders-there-are"), "mooring builder list"))
          .raise();
    }
    new Rehearsals(cluster, options).follow();
  }

  /// The objects of others that a removal of the registry has to restore.
  List<KubeObject> led() throws InterruptedException {
    return options.protection() == Protection.PLAIN ? List.of() : store("").led();
  }

  /// Restores one of [#led].
  void restore(KubeObject object) throws InterruptedException {
    store("").restore(object);
  }
}
