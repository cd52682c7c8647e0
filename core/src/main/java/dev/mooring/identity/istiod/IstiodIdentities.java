package dev.mooring.identity.istiod;

import dev.mooring.cluster.Cluster;
import dev.mooring.identity.Identities;
import dev.mooring.identity.Identity;
import dev.mooring.identity.Lease;
import dev.mooring.identity.ServiceAccount;
import dev.mooring.tunnel.Tunnels;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Certificates from istiod, as its own proxies get them: a token of the ServiceAccount, a key made
/// here, a signing request over gRPC (istio/api security/v1alpha1/ca.proto).
///
/// Thread-safe. One certificate an account is kept in memory; at half its life the next call still
/// gets it at once while a fresh one is fetched beside. Callers of the same account wait for one
/// another, never of different ones.
public final class IstiodIdentities implements Identities {
  /// What is asked for; the mesh may give less.
  private static final Duration LIFE = Duration.ofHours(1);

  /// For istiod's answer.
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final Issuer issuer;
  private final InstantSource clock;
  private final Map<ServiceAccount, Lease<Identity>> leases = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /// Certificates by port-forward to istiod's pods only.
  public IstiodIdentities(Cluster cluster, Tunnels tunnels) {
    this(cluster, tunnels, List.of());
  }

  /// @param before routes to istiod that are tried first, in this order; the port-forward to its
  /// pods comes last
  public IstiodIdentities(Cluster cluster, Tunnels tunnels, List<IstiodRoute> before) {
    this(cluster, routes(cluster, tunnels, before), InstantSource.system(), LIFE, LIMIT);
  }

  IstiodIdentities(
      Cluster cluster,
      List<IstiodRoute> routes,
      InstantSource clock,
      Duration life,
      Duration limit) {
    this.issuer = new Issuer(cluster, routes, clock, life, limit);
    this.clock = clock;
  }

  private static List<IstiodRoute> routes(
      Cluster cluster, Tunnels tunnels, List<IstiodRoute> before) {
    List<IstiodRoute> all = new ArrayList<>(before);
    all.add(new IstiodPods(cluster, tunnels));
    return List.copyOf(all);
  }

  @Override
  public Identity get(ServiceAccount account) throws InterruptedException {
    if (closed) {
      throw new IllegalStateException("closed");
    }
    return lease(account).present();
  }

  @Override
  public Identity renew(ServiceAccount account, Identity stale) throws InterruptedException {
    return lease(account).renewed(stale);
  }

  private Lease<Identity> lease(ServiceAccount account) {
    return leases.computeIfAbsent(account, mine -> new Lease<>(mine, issuer::issue, clock));
  }

  /// Forgets every certificate and key, and ends the renewals that run.
  @Override
  public void close() {
    closed = true;
    leases.values().forEach(Lease::close);
    leases.clear();
  }
}
