package dev.mooring.mesh;

import dev.mooring.cluster.Cluster;
import dev.mooring.forward.reach.ReadyPod;
import dev.mooring.identity.Identities;
import dev.mooring.identity.Identity;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.Tunnels;
import java.util.List;

/// A registry in the mesh, by a certificate from istiod.
final class MeshAccess implements Access {
  private final RegistryLocation registry;
  private final Cluster cluster;
  private final Tunnels tunnels;
  private final Identities identities;

  MeshAccess(RegistryLocation registry, Cluster cluster, Tunnels tunnels, Identities identities) {
    this.registry = registry;
    this.cluster = cluster;
    this.tunnels = tunnels;
    this.identities = identities;
  }

  @Override
  public String step() {
    return Messages.of("requesting-a-certificate-from-istiod");
  }

  @Override
  public ShownIdentity shown() throws InterruptedException {
    Identity me = identities.get(registry.account());
    return new ShownIdentity(ShownIdentity.By.CERTIFICATE, me.principal(), me.expires());
  }

  @Override
  public List<Lane> lanes() {
    return List.of(
        new EntranceLane(cluster, identities, registry),
        new PodLane(
            cluster,
            tunnels,
            registry,
            Messages.of("through-the-kubernetes-api"),
            new MutualHandshake<>(registry, identities, ReadyPod::serviceAccount, null)),
        new EntranceForwardLane(cluster, tunnels, identities, registry));
  }

  @Override
  public void greet(ByteStream stream) throws InterruptedException {
    Greeting.exchange(stream, registry, identities.get(registry.account()).principal());
  }

  @Override
  public void close() {
    // Its certificate is the identities'.
  }
}
