package dev.mooring.identity.istiod;

import dev.mooring.cluster.Cluster;
import dev.mooring.identity.Identities;
import dev.mooring.identity.Identity;
import dev.mooring.identity.ServiceAccount;
import dev.mooring.tunnel.Tunnels;
import java.time.Duration;
import java.time.InstantSource;
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
  private final Map<ServiceAccount, Lease> leases = new ConcurrentHashMap<>();
  private volatile boolean closed;

  public IstiodIdentities(Cluster cluster, Tunnels tunnels) {
    this(cluster, tunnels, InstantSource.system(), LIFE, LIMIT);
  }

  IstiodIdentities(
      Cluster cluster, Tunnels tunnels, InstantSource clock, Duration life, Duration limit) {
    this.issuer = new Issuer(cluster, tunnels, clock, life, limit);
    this.clock = clock;
  }

  @Override
  public Identity get(ServiceAccount account) throws InterruptedException {
    if (closed) {
      throw new IllegalStateException("closed");
    }
    return leases.computeIfAbsent(account, mine -> new Lease(mine, issuer, clock)).present();
  }

  /// Forgets every certificate and key, and ends the renewals that run.
  @Override
  public void close() {
    closed = true;
    leases.values().forEach(Lease::close);
    leases.clear();
  }
}
