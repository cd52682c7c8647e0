package dev.mooring.mesh;

import dev.mooring.identity.Identities;
import dev.mooring.identity.Identity;
import dev.mooring.identity.ServiceAccount;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.tunnel.Dialer;
import java.net.URI;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Our own mutual TLS with the sidecar of a registry or of any other service.
///
/// @param <P> where a connection leads: a pod, an address
final class MutualHandshake<P> implements Handshake<P> {
  /// Whoever cannot use the present certificate fetches another, not more often than this.
  private static final Duration BETWEEN_RENEWALS = Duration.ofSeconds(30);

  private final String namespace;
  private final ServiceAccount shown;
  private final Identities identities;
  private final Function<P, String> account;
  private final @Nullable String serverName;
  private final Speech speech;
  private final Object lock = new Object();
  private @Nullable Session<P> session;
  private long renewedAt = System.nanoTime() - BETWEEN_RENEWALS.toNanos();

  /// How one place is reached. It outlives single connections so that TLS sessions can be resumed.
  private record Session<P>(P place, URI server, MutualTls tls) {}

  /// @param account the ServiceAccount that the registry runs as at a place
  /// @param serverName as [MutualTls]
  MutualHandshake(
      RegistryLocation registry,
      Identities identities,
      Function<P, String> account,
      @Nullable String serverName) {
    this(registry.namespace(), registry.account(), identities, account, serverName, Speech.HTTP);
  }

  /// @param namespace of the service
  /// @param shown whose certificate is shown
  /// @param account the ServiceAccount that the service runs as at a place
  /// @param serverName as [MutualTls]
  /// @param speech what the bytes inside are
  MutualHandshake(
      String namespace,
      ServiceAccount shown,
      Identities identities,
      Function<P, String> account,
      @Nullable String serverName,
      Speech speech) {
    this.namespace = namespace;
    this.shown = shown;
    this.identities = identities;
    this.account = account;
    this.serverName = serverName;
    this.speech = speech;
  }

  @Override
  public Upstream<P> open(P place, Dialer below, BooleanSupplier staying)
      throws InterruptedException {
    Identity me = identities.get(shown);
    try {
      return open(place, below, staying, me);
    } catch (MooringException e) {
      // Roots that were changed since our certificate came are not with it.
      boolean outdated =
          e.problem().code() == Code.REGISTRY_UNTRUSTED
              || e.problem().code() == Code.CERTIFICATE_REFUSED;
      if (!outdated || !mayRenew()) {
        throw e;
      }
      return open(place, below, staying, identities.renew(shown, me));
    }
  }

  private Upstream<P> open(P place, Dialer below, BooleanSupplier staying, Identity me)
      throws InterruptedException {
    Session<P> mine = session(place, below, me);
    long now = System.nanoTime();
    URI server = mine.server();
    return new Upstream<>(
        mine.tls().open(me),
        place,
        now,
        e -> HandshakeRefusal.asStreamException(e, me, server),
        () -> shows(me),
        staying);
  }

  private boolean mayRenew() {
    synchronized (lock) {
      long now = System.nanoTime();
      boolean may = now - renewedAt >= BETWEEN_RENEWALS.toNanos();
      renewedAt = may ? now : renewedAt;
      return may;
    }
  }

  private Session<P> session(P place, Dialer below, Identity me) {
    URI server =
        URI.create(
            "spiffe://" + me.trustDomain() + "/ns/" + namespace + "/sa/" + account.apply(place));
    synchronized (lock) {
      Session<P> known = session;
      if (known == null || !known.place().equals(place) || !known.server().equals(server)) {
        MutualTls tls =
            new MutualTls(below, () -> identities.get(shown), server, serverName, speech);
        known = new Session<>(place, server, tls);
        session = known;
      }
      return known;
    }
  }

  /// Whether a connection made now would show the same certificate.
  private boolean shows(Identity me) {
    try {
      return identities.get(shown).chain().getFirst().equals(me.chain().getFirst());
    } catch (MooringException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
