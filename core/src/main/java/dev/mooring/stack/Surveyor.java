package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.identity.istiod.ControlPlane;
import dev.mooring.problem.MooringException;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.render.Surroundings;

/// Finds out what a cluster's own set-up adds to the options. Who may not look gets Istio's
/// defaults.
final class Surveyor {
  private final Cluster cluster;

  Surveyor(Cluster cluster) {
    this.cluster = cluster;
  }

  Surroundings look() throws InterruptedException {
    Surroundings found = Surroundings.of(ControlPlane.find(cluster));
    return found.withDoor(found.door().withApiPort(apiPort(found.door().apiPort())));
  }

  /// Where the API server listens behind its Service: network policies judge what is behind.
  private int apiPort(int usual) throws InterruptedException {
    try {
      return cluster
          .get(Kind.SERVICE, "default", "kubernetes")
          .flatMap(
              service ->
                  service.at("spec", "ports").stream()
                      .flatMap(each -> each.at("targetPort").integer().stream())
                      .findFirst())
          .map(Math::toIntExact)
          .orElse(usual);
    } catch (MooringException e) {
      return usual;
    }
  }

  /// The options with what was left to be found: the cluster's domain, where it is not the usual
  /// one, what carries the host of an ingress, and where its issuer has its keys. Recorded with
  /// the install, so that it is the same for those who may see less.
  StackOptions complete(StackOptions options) throws InterruptedException {
    return new IssuerKeys().settled(new Carriers(cluster, named(options)).settled());
  }

  private StackOptions named(StackOptions options) throws InterruptedException {
    if (!options.clusterDomain().isEmpty()) {
      return options;
    }
    String found = MeshSettings.read(cluster, ControlPlane.find(cluster)).clusterDomain();
    return found.isEmpty() || found.equals(options.domain())
        ? options
        : options.withClusterDomain(found);
  }
}
