package dev.mooring.identity.token;

import dev.mooring.cluster.Cluster;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.identity.Lease;
import dev.mooring.identity.ServiceAccount;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Fetches one token by TokenRequest and reads what whoever is shown it will read (RFC 7519).
final class TokenIssuer implements Lease.Issuer<AccountToken> {
  private static final Logger LOG = LoggerFactory.getLogger(TokenIssuer.class);

  /// The shortest that Kubernetes grants: whoever gets hold of one can use it until it ends, and a
  /// fresh one costs one call.
  private static final Duration LIFE = Duration.ofMinutes(10);

  /// A server may give longer ones than were asked for; they are renewed all the same.
  private static final Duration LONGEST_LIFE = Duration.ofHours(1);

  /// Share of a token's life by which renewals are spread, so that a team that started together
  /// does not renew together.
  private static final double JITTER = 0.05;

  /// A field of a request has its limits; tokens of Kubernetes have about 1 KiB.
  private static final int LONGEST = 16 * 1024;

  private final Cluster cluster;
  private final String audience;
  private final InstantSource clock;

  TokenIssuer(Cluster cluster, String audience, InstantSource clock) {
    this.cluster = cluster;
    this.audience = audience;
    this.clock = clock;
  }

  @Override
  public AccountToken issue(ServiceAccount account) throws InterruptedException {
    Instant asked = clock.instant();
    String token = cluster.token(account.namespace(), account.name(), audience, LIFE);
    Duration life = life(account, token);
    // By how long it lives and not by when it ends: clocks differ.
    AccountToken issued =
        new AccountToken(
            account,
            token.getBytes(StandardCharsets.US_ASCII),
            asked.plus(life),
            asked.plus(half(life)));
    LOG.info("{} for {}, renewed at {}", issued, audience, issued.renewAt());
    return issued;
  }

  private static Duration half(Duration life) {
    double share = 0.5 + ThreadLocalRandom.current().nextDouble(-JITTER, JITTER);
    return Duration.ofMillis((long) (life.toMillis() * share));
  }

  private Duration life(ServiceAccount account, String token) {
    if (token.length() > LONGEST || !token.matches("[\\w-]+\\.[\\w-]+\\.[\\w-]+")) {
      throw unusable(account);
    }
    Document claims = claims(account, token.split("\\.", 3)[1]);
    String subject = "system:serviceaccount:" + account.namespace() + ":" + account.name();
    long life = claims.at("exp").integer().orElse(0L) - claims.at("iat").integer().orElse(0L);
    boolean ours =
        claims.at("sub").textOrEmpty().equals(subject)
            && claims.at("aud").texts().contains(audience);
    if (!ours || life < 1) {
      throw unusable(account);
    }
    return Duration.ofSeconds(Math.min(life, LONGEST_LIFE.toSeconds()));
  }

  /// No cause is passed on: a parser's words may repeat what it read.
  private Document claims(ServiceAccount account, String part) {
    try {
      return Documents.json(Base64.getUrlDecoder().decode(part), "a token");
    } catch (IllegalArgumentException | MooringException e) {
      LOG.debug("A token's claims cannot be read: {}", e.getClass().getSimpleName());
      throw unusable(account);
    }
  }

  private MooringException unusable(ServiceAccount account) {
    return new Problem(
            Code.TOKEN_NOT_ISSUED,
            Messages.of("cannot-get-a-token-for", account),
            Messages.of("the-answer-is-not-a-token-for-it", audience),
            new Remedy.Advice(Messages.of("check-the-clusters-token-settings")))
        .raise();
  }
}
