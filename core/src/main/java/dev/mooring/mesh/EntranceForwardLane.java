package dev.mooring.mesh;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.forward.Target;
import dev.mooring.identity.Identities;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.tunnel.Tunnels;
import java.util.Optional;

/// Through the API server into a pod of the laptops' entrance, which passes our TLS on to the
/// registry's sidecar. Needs no right in the registry's namespace.
final class EntranceForwardLane extends ForwardedLane {
  private final String namespace;
  private final Canary canary;

  EntranceForwardLane(
      Cluster cluster, Tunnels tunnels, Identities identities, RegistryLocation registry) {
    super(
        cluster,
        tunnels,
        registry,
        new Target.Selector(
            registry.entranceNamespace(), Entrance.LABEL, Integer.toString(Entrance.PORT)),
        // The registry's pod cannot be looked at from here.
        new MutualHandshake<>(
            registry, identities, pod -> registry.deployment(), registry.serverName()));
    this.namespace = registry.entranceNamespace();
    this.canary = new Canary(this::reach, this::trouble);
  }

  @Override
  public String name() {
    return "entrance";
  }

  @Override
  public String route() {
    return Messages.of("entrance-through-the-kubernetes-api");
  }

  @Override
  public int rank() {
    return 30;
  }

  @Override
  Optional<Problem> missing() throws InterruptedException {
    try {
      return cluster().list(Kind.POD, namespace, Entrance.LABEL).isEmpty()
          ? Optional.of(Entrance.none(namespace))
          : Optional.empty();
    } catch (MooringException e) {
      return Optional.empty();
    }
  }

  @Override
  public void used(boolean now) {
    canary.wanted(now);
  }

  @Override
  public void close() {
    canary.close();
    super.close();
  }
}
