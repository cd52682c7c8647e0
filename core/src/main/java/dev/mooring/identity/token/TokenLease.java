package dev.mooring.identity.token;

import dev.mooring.cluster.Cluster;
import dev.mooring.identity.Lease;
import dev.mooring.identity.ServiceAccount;
import java.time.InstantSource;

/// The present token of one ServiceAccount for one audience, from the API server (TokenRequest).
///
/// One is kept, in memory. At half its life the next call still gets it at once while a fresh one
/// is
/// fetched beside, always by the user's own right, so that whoever takes the right away ends the
/// renewals. Thread-safe.
public final class TokenLease implements AutoCloseable {
  private final Lease<AccountToken> lease;

  public TokenLease(Cluster cluster, ServiceAccount account, String audience) {
    this(cluster, account, audience, InstantSource.system());
  }

  /// @param clock for tests that let time pass
  public TokenLease(Cluster cluster, ServiceAccount account, String audience, InstantSource clock) {
    lease = new Lease<>(account, new TokenIssuer(cluster, audience, clock), clock);
  }

  /// Quick while the present one is valid; else one call to the API server.
  ///
  /// @throws dev.mooring.problem.MooringException when the right `create serviceaccounts/token` is
  /// missing, or the API server gives none
  public AccountToken present() throws InterruptedException {
    return lease.present();
  }

  /// Another token than this one, for those whose token was refused.
  ///
  /// @throws dev.mooring.problem.MooringException as [#present]
  public AccountToken renewed(AccountToken stale) throws InterruptedException {
    return lease.renewed(stale);
  }

  /// Forgets the token.
  @Override
  public void close() {
    lease.close();
  }
}
