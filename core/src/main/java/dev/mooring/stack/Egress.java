package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import dev.mooring.job.Progress;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.stack.options.Builder;
import dev.mooring.stack.options.Protection;
import dev.mooring.stack.options.StackOptions;

/// Whether builders go out by the proxy only, in the namespaces where they build, and writers are
/// let through it.
final class Egress {
  private final Cluster cluster;
  private final StackOptions options;

  Egress(Cluster cluster, StackOptions options) {
    this.cluster = cluster;
    this.options = options;
  }

  /// @throws MooringException where nothing would keep builders from going out directly
  static void demandPossible(StackOptions options) {
    if (!options.hasEgress()) {
      return;
    }
    if (options.protection() != Protection.MESH) {
      throw refused(
          Messages.of("only-a-mesh-keeps-builders-in"),
          new Remedy.Setting(Messages.of("use-a-network-policy-instead"), "--egress", "none"));
    }
    if (options.isCache()) {
      throw refused(
          Messages.of("a-cache-has-no-builders"),
          new Remedy.Setting(Messages.of("leave-egress-out"), "--egress", "none"));
    }
  }

  private static MooringException refused(String why, Remedy remedy) {
    return new Problem(
            Code.INVALID_VALUE, Messages.of("cannot-install-an-egress-proxy"), why, remedy)
        .raise();
  }

  /// Makes it so for the builders that are there; theirs is done again, whatever was before.
  void settle(Progress progress) throws InterruptedException {
    if (options.protection() != Protection.MESH) {
      return;
    }
    if (options.hasEgress()) {
      new MeshWriters(cluster, options).settle();
    }
    MeshBuilders builders = new MeshBuilders(cluster, options);
    for (Builder each : builders.list()) {
      try {
        builders.settle(each);
      } catch (MooringException e) {
        progress.step(
            Messages.of("egress-of-a-builder-is-as-before", each.account(), e.problem().why()));
      }
    }
  }
}
