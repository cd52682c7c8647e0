package dev.mooring.mesh;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.forward.Target;
import dev.mooring.forward.reach.ReadyPod;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.tunnel.Tunnels;
import java.util.Optional;

/// Through the API server into the registry's pod: what guards the registry listens there too.
final class PodLane extends ForwardedLane {
  private final RegistryPlace.InCluster registry;
  private final String route;

  /// @param route as [Lane#route]
  PodLane(
      Cluster cluster,
      Tunnels tunnels,
      RegistryPlace.InCluster registry,
      String route,
      Handshake<ReadyPod> handshake) {
    super(
        cluster,
        tunnels,
        registry,
        // By its label: people who only connect need no right to look at workloads.
        new Target.Selector(
            registry.namespace(),
            "app=" + registry.deployment(),
            Integer.toString(registry.port())),
        handshake);
    this.registry = registry;
    this.route = route;
  }

  @Override
  public String name() {
    return "pod";
  }

  @Override
  public String route() {
    return route;
  }

  @Override
  public int rank() {
    return 20;
  }

  /// The pods at its end are the registry's.
  @Override
  Standing waiting(Problem why, boolean replaced) {
    return replaced ? new Standing.Replaced(why) : super.waiting(why, replaced);
  }

  @Override
  Optional<Problem> missing() throws InterruptedException {
    return missing(cluster(), registry);
  }

  /// Why there is no registry, where that is known for certain.
  static Optional<Problem> missing(Cluster cluster, RegistryPlace.InCluster registry)
      throws InterruptedException {
    try {
      return cluster.get(Kind.DEPLOYMENT, registry.namespace(), registry.deployment()).isPresent()
          ? Optional.empty()
          : Optional.of(
              new Problem(
                  Code.REGISTRY_MISSING,
                  Messages.of("no-registry-in-namespace", registry.namespace()),
                  Messages.of("there-is-no-deployment", registry.deployment()),
                  new Remedy.Command(
                      Messages.of("install-one"),
                      "mooring install --namespace " + registry.namespace())));
    } catch (MooringException e) {
      // Whoever may not look at Deployments is not told of one.
      return Optional.empty();
    }
  }
}
