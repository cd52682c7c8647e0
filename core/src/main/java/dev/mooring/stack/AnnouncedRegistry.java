package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.mesh.RegistryAddress;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.stack.render.Announcement;
import dev.mooring.stack.render.Ownership;
import java.util.Optional;

/// The registry that another tool announces in a cluster, as those of kind, k3d, ctlptl and Tilt do
/// (KEP-1755).
public final class AnnouncedRegistry {
  private AnnouncedRegistry() {}

  /// Where it is reached from this machine; empty where none is announced, where it is Mooring's
  /// own, and where the address is none that a registry can have.
  ///
  /// @throws MooringException when the cluster cannot be asked; not where this user may not
  public static Optional<RegistryAddress> find(Cluster cluster) throws InterruptedException {
    Optional<KubeObject> announced;
    try {
      announced = cluster.get(Kind.CONFIG_MAP, Announcement.NAMESPACE, Announcement.NAME);
    } catch (MooringException e) {
      if (e.problem().code() == Code.MISSING_RIGHT) {
        return Optional.empty();
      }
      throw e;
    }
    return announced
        .filter(each -> !Ownership.mooring(each))
        .flatMap(each -> address(Hosting.host(each)));
  }

  private static Optional<RegistryAddress> address(String host) {
    try {
      return Optional.of(RegistryAddress.parse(host, ""));
    } catch (MooringException e) {
      return Optional.empty();
    }
  }
}
