package dev.mooring.mesh;

import dev.mooring.cluster.Cluster;
import dev.mooring.forward.reach.ReadyPod;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.StreamException;
import dev.mooring.tunnel.Tunnels;
import java.util.List;
import javax.net.ssl.SSLException;

/// A registry that nothing guards, as nobody: plain HTTP inside the port-forward.
final class PlainAccess implements Access {
  private final PlainRegistry registry;
  private final Cluster cluster;
  private final Tunnels tunnels;

  PlainAccess(PlainRegistry registry, Cluster cluster, Tunnels tunnels) {
    this.registry = registry;
    this.cluster = cluster;
    this.tunnels = tunnels;
  }

  @Override
  public String step() {
    return "";
  }

  @Override
  public ShownIdentity shown() {
    return new ShownIdentity(ShownIdentity.By.PLAIN, "", null);
  }

  @Override
  public List<Lane> lanes() {
    Handshake<ReadyPod> none =
        (pod, below, staying) ->
            new Upstream<>(
                below.dial(), pod, System.nanoTime(), PlainAccess::broken, () -> true, staying);
    return List.of(
        new PodLane(
            cluster, tunnels, registry, Messages.of("through-the-kubernetes-api-plain"), none));
  }

  /// There is no TLS that could fail.
  private static StreamException broken(SSLException e) {
    throw new IllegalStateException(e);
  }

  @Override
  public void greet(ByteStream stream) throws InterruptedException {
    Greeting.exchange(stream, registry, "");
  }

  @Override
  public void close() {
    // Nothing is kept.
  }
}
