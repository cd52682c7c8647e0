package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.KubeObject;
import dev.mooring.identity.ServiceAccount;
import dev.mooring.problem.Code;
import dev.mooring.problem.Finding;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.rights.Needs;
import dev.mooring.stack.options.Builder;
import dev.mooring.stack.options.BuilderAccess;
import dev.mooring.stack.options.StackOptions;
import java.util.List;

/// The rules by which builders push to a registry, and what leads their pods there.
interface BuilderStore {

  /// @param what cannot be done otherwise
  /// @throws dev.mooring.problem.MooringException where a registry knows no builders
  static BuilderStore of(Cluster cluster, StackOptions options, String what) {
    return switch (options.protection()) {
      case MESH -> new MeshBuilders(cluster, options);
      case TOKENS -> new DoorBuilders(cluster, options);
      case PLAIN ->
          throw new Problem(
                  Code.WRITER_NOT_ALLOWED,
                  what,
                  Messages.of("a-plain-registry-knows-nobody"),
                  new Remedy.Advice(Messages.of("its-pods-can-push-already")))
              .raise();
    };
  }

  /// By namespace and name.
  List<Builder> list() throws InterruptedException;

  Needs toAllow(ServiceAccount account);

  Needs toRemove(ServiceAccount account);

  /// Makes rule and way, or completes and changes what is there.
  void put(Builder builder) throws InterruptedException;

  /// @return false when there was none
  boolean remove(ServiceAccount account) throws InterruptedException;

  /// As it is now.
  BuilderAccess access(Builder builder, List<Finding> remarks) throws InterruptedException;

  /// What would keep its pods from pushing, or its Jobs from ending.
  List<Finding> remarks(Builder builder) throws InterruptedException;

  /// Objects of others that a removal of the registry has to restore.
  default List<KubeObject> led() throws InterruptedException {
    return List.of();
  }

  /// Restores one of them.
  default void restore(KubeObject object) throws InterruptedException {}
}
