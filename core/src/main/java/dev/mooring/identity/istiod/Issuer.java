package dev.mooring.identity.istiod;

import dev.mooring.cluster.Cluster;
import dev.mooring.identity.Identity;
import dev.mooring.identity.ServiceAccount;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.PodPort;
import dev.mooring.tunnel.Tunnels;
import java.net.URI;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Fetches one certificate: token, key, request, answer, checks.
class Issuer {
  private static final Logger LOG = LoggerFactory.getLogger(Issuer.class);

  private static final String AUDIENCE = "istio-ca";

  /// The shortest that Kubernetes grants; the token is used once, at once.
  private static final Duration TOKEN_LIFE = Duration.ofMinutes(10);

  /// Share of a certificate's life by which renewals are spread, so that a team that started
  /// together does not renew together.
  private static final double JITTER = 0.01;

  /// How many istiod pods are tried.
  private static final int MOST_PODS = 3;

  private final Cluster cluster;
  private final Tunnels tunnels;
  private final InstantSource clock;
  private final Duration life;
  private final Duration limit;

  Issuer(Cluster cluster, Tunnels tunnels, InstantSource clock, Duration life, Duration limit) {
    this.cluster = cluster;
    this.tunnels = tunnels;
    this.clock = clock;
    this.life = life;
    this.limit = limit;
  }

  /// Always by a fresh token, so that whoever takes the right away ends the renewals.
  Identity issue(ServiceAccount account) throws InterruptedException {
    Istiod istiod = Istiod.find(cluster, account);
    String token = cluster.token(account.namespace(), account.name(), AUDIENCE, TOKEN_LIFE);
    SigningRequest request = SigningRequest.make();
    List<String> answer = ask(istiod, account, token, request);
    try {
      return checked(account, istiod, request, Certificates.sort(answer));
    } catch (CertificateException e) {
      throw new Problem(
              "No certificate for " + account,
              "istiod's answer is not a certificate for this account",
              "Look at istiod's log, and whether the mesh uses another certificate authority",
              String.valueOf(e.getMessage()))
          .raise(e);
    }
  }

  private List<String> ask(
      Istiod istiod, ServiceAccount account, String token, SigningRequest request)
      throws InterruptedException {
    MooringException failed = null;
    for (PodPort pod : istiod.pods().stream().limit(MOST_PODS).toList()) {
      try {
        ByteStream stream = tunnels.open(pod);
        return CertificateCall.create(
            stream,
            istiod.serverName(),
            istiod.roots(),
            account,
            token,
            new CertificateMessages.Request(request.pem(), life.toSeconds()),
            limit);
      } catch (MooringException e) {
        LOG.info("{} gave no certificate for {}: {}", pod, account, e.getMessage());
        failed = e;
      }
    }
    throw failed == null ? new IllegalStateException("no istiod pod") : failed;
  }

  private Identity checked(
      ServiceAccount account, Istiod istiod, SigningRequest request, Certificates.Issued issued)
      throws CertificateException {
    X509Certificate leaf = issued.chain().getFirst();
    if (!leaf.getPublicKey().equals(request.publicKey())) {
      throw new CertificateException("the leaf is for another key");
    }
    URI spiffe = Certificates.spiffe(leaf);
    String path = "/ns/" + account.namespace() + "/sa/" + account.name();
    if (spiffe.getHost() == null || !path.equals(spiffe.getPath())) {
      throw new CertificateException("the leaf is for " + spiffe);
    }
    Instant now = clock.instant();
    Duration left = Duration.between(now, leaf.getNotAfter().toInstant());
    if (!left.isPositive()) {
      throw new CertificateException(
          "the leaf ended " + leaf.getNotAfter().toInstant() + ", here it is " + now);
    }
    Set<X509Certificate> roots = new LinkedHashSet<>(issued.roots());
    roots.addAll(istiod.roots());
    Identity identity =
        new Identity(
            spiffe, issued.chain(), request.privateKey(), List.copyOf(roots), half(now, left));
    LOG.info("{} until {}, renewed at {}", spiffe, identity.expires(), identity.renewAt());
    return identity;
  }

  /// From now and not from the certificate's start, which authorities date back for clocks that
  /// run behind.
  private static Instant half(Instant now, Duration left) {
    double share = 0.5 + ThreadLocalRandom.current().nextDouble(-JITTER, JITTER);
    return now.plusMillis((long) (left.toMillis() * share));
  }
}
