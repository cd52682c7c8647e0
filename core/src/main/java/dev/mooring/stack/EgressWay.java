package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import dev.mooring.forward.AccountName;
import dev.mooring.forward.Target;
import dev.mooring.forward.running.MeshWays;
import dev.mooring.identity.Identities;
import dev.mooring.identity.ServiceAccount;
import dev.mooring.mesh.EntranceRoute;
import dev.mooring.mesh.MeshPort;
import dev.mooring.mesh.RegistryAddress;
import dev.mooring.mesh.ServiceWays;
import dev.mooring.registry.http.WayOut;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.render.EgressProxy;
import dev.mooring.tunnel.Tunnels;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// From this machine through the egress proxy of a registry to the hosts that it lists, and to no
/// other: by the laptops' entrance, or a port-forward, under the identity of a writer. TLS is with
/// the host. Thread-safe.
public final class EgressWay implements WayOut {
  private final StackOptions options;
  private final ServiceAccount as;
  private final MeshPort port;
  private final Set<String> led = ConcurrentHashMap.newKeySet();

  private EgressWay(StackOptions options, ServiceAccount as, MeshPort port) {
    this.options = options;
    this.as = as;
    this.port = port;
  }

  /// How images of another registry get into this one: through its egress where it has one. A
  /// registry of this machine is reached as it is.
  ///
  /// @param as whose certificate is shown
  /// @throws dev.mooring.problem.MooringException where the egress does not lead to the other
  /// registry, or this account cannot use it
  public static WayOut into(
      StackOptions options,
      ServiceAccount as,
      RegistryAddress from,
      Cluster cluster,
      Tunnels tunnels,
      Identities identities)
      throws InterruptedException {
    EntranceRoute entrances = new EntranceRoute(cluster, tunnels);
    entrances.through(options.entranceNamespace());
    MeshWays ways = new ServiceWays(cluster, tunnels, identities, entrances);
    return into(options, as, from, () -> open(options, as, cluster, ways));
  }

  /// Opens a way to the proxy.
  @FunctionalInterface
  interface Opener {
    MeshPort open() throws InterruptedException;
  }

  static WayOut into(StackOptions options, ServiceAccount as, RegistryAddress from, Opener opener)
      throws InterruptedException {
    if (!options.hasEgress() || from.isLocal()) {
      return WayOut.OF_MACHINE;
    }
    EgressProblems.demandListed(options, from.address());
    EgressWay way = new EgressWay(options, as, opener.open());
    boolean done = false;
    try {
      way.demand(from.address());
      done = true;
      return way;
    } finally {
      if (!done) {
        way.close();
      }
    }
  }

  /// A way to the proxy itself.
  static MeshPort open(StackOptions options, ServiceAccount as, Cluster cluster, MeshWays ways)
      throws InterruptedException {
    return MeshPort.open(
        cluster,
        ways,
        new Target.Service(
            options.egressNamespace(), EgressProxy.NAME, Integer.toString(EgressProxy.PORT)),
        new AccountName(as.namespace(), as.name()));
  }

  @Override
  public String words() {
    return Messages.of("copying-through-the-egress-of", options.registry(), port.route());
  }

  @Override
  public Optional<InetSocketAddress> proxy() {
    return Optional.of(port.address());
  }

  @Override
  public void demand(URI uri) throws InterruptedException {
    String host = EgressProblems.host(uri);
    if (led.contains(host)) {
      return;
    }
    EgressProblems.demandListed(options, uri);
    EgressProbe.Said said = EgressProbe.ask(port.dial(), host);
    if (said.answer() != EgressProbe.Answer.LEADS) {
      throw EgressProblems.refused(options, as, host, said).raise();
    }
    led.add(host);
  }

  @Override
  public void close() {
    port.close();
  }
}
