package dev.mooring.mesh;

import dev.mooring.identity.Identities;
import dev.mooring.identity.Identity;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.Dialer;
import dev.mooring.tunnel.ReachabilityEvent;
import dev.mooring.tunnel.SpareStreams;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A lane that ends at the registry's sidecar, with our own mutual TLS inside; connections that
/// have shaken hands are kept ready.
///
/// @param <P> where a connection leads: a pod, an address
abstract class MeshLane<P> implements Lane {
  private static final int SPARES = 4;
  private static final Duration SPARE_LIFE = Duration.ofSeconds(20);

  /// Whoever cannot use the present certificate fetches another, not more often than this.
  private static final Duration BETWEEN_RENEWALS = Duration.ofSeconds(30);

  private final RegistryLocation registry;
  private final Identities identities;
  private final @Nullable String serverName;
  private final SpareStreams<Upstream<P>> spares =
      new SpareStreams<>(SPARES, SPARE_LIFE, new Warm());
  private final Object lock = new Object();
  private @Nullable Session<P> session;
  private long renewedAt = System.nanoTime() - BETWEEN_RENEWALS.toNanos();
  private volatile long wokeAt = System.nanoTime();

  /// How one place is reached. It outlives single connections so that TLS sessions can be resumed.
  private record Session<P>(P place, URI server, MutualTls tls) {}

  /// @param serverName as [MutualTls]
  MeshLane(RegistryLocation registry, Identities identities, @Nullable String serverName) {
    this.registry = registry;
    this.identities = identities;
    this.serverName = serverName;
  }

  final RegistryLocation registry() {
    return registry;
  }

  /// A new connection to one of the places.
  abstract Upstream<P> reach() throws InterruptedException;

  /// Whether a new connection could lead there too.
  abstract boolean leadsTo(P place);

  /// Whether the next request may go there. One that goes away still answers what has begun.
  boolean stays(P place) {
    return leadsTo(place);
  }

  /// The stream below, without TLS.
  abstract ByteStream raw(P place) throws InterruptedException;

  @Override
  public final ByteStream dial() throws InterruptedException {
    return spares.take();
  }

  /// Shakes hands with the registry there.
  ///
  /// @param account the ServiceAccount that the registry runs as
  final Upstream<P> open(P place, String account) throws InterruptedException {
    Identity me = identities.get(registry.account());
    try {
      return open(place, account, me);
    } catch (MooringException e) {
      // Roots that were changed since our certificate came are not with it.
      boolean outdated =
          e.problem().code() == Code.REGISTRY_UNTRUSTED
              || e.problem().code() == Code.CERTIFICATE_REFUSED;
      if (!outdated || !mayRenew()) {
        throw e;
      }
      return open(place, account, identities.renew(registry.account(), me));
    }
  }

  private Upstream<P> open(P place, String account, Identity me) throws InterruptedException {
    Session<P> mine = session(place, account, me);
    long now = System.nanoTime();
    return new Upstream<>(mine.tls().open(me), place, mine.server(), me, now, () -> stays(place));
  }

  private boolean mayRenew() {
    synchronized (lock) {
      long now = System.nanoTime();
      boolean may = now - renewedAt >= BETWEEN_RENEWALS.toNanos();
      renewedAt = may ? now : renewedAt;
      return may;
    }
  }

  private Session<P> session(P place, String account, Identity me) {
    URI server =
        URI.create(
            "spiffe://" + me.trustDomain() + "/ns/" + registry.namespace() + "/sa/" + account);
    synchronized (lock) {
      Session<P> known = session;
      if (known == null || !known.place().equals(place) || !known.server().equals(server)) {
        Dialer below = () -> raw(place);
        MutualTls tls =
            new MutualTls(below, () -> identities.get(registry.account()), server, serverName);
        known = new Session<>(place, server, tls);
        session = known;
      }
      return known;
    }
  }

  /// Whether it still leads to the right place under the present certificate.
  private boolean current(Upstream<P> upstream) {
    if (upstream.opened() - wokeAt < 0 || !leadsTo(upstream.place())) {
      return false;
    }
    try {
      return identities
          .get(registry.account())
          .chain()
          .getFirst()
          .equals(upstream.me().chain().getFirst());
    } catch (MooringException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /// Lets go of spares that are of no more use.
  final void tidy() {
    spares.tidy();
  }

  @Override
  public void hear(ReachabilityEvent event) {
    if (event instanceof ReachabilityEvent.Woke) {
      wokeAt = System.nanoTime();
      Thread.ofVirtual().name("spares-after-sleep").start(this::tidy);
    }
  }

  @Override
  public void close() {
    spares.close();
  }

  /// Connections that have already shaken hands.
  private final class Warm implements SpareStreams.Source<Upstream<P>> {
    @Override
    public Upstream<P> open() throws InterruptedException {
      return reach();
    }

    @Override
    public boolean current(Upstream<P> spare) {
      return MeshLane.this.current(spare);
    }

    /// Only who reads learns that the sidecar has ended the connection.
    @Override
    public void putAside(Upstream<P> spare) {
      Thread.ofVirtual().name("spare").start(spare.tls()::readAhead);
    }
  }
}
