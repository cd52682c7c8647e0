package dev.mooring.identity.istiod;

import dev.mooring.cluster.Cluster;
import dev.mooring.identity.Identity;
import dev.mooring.identity.ServiceAccount;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.tunnel.ByteStream;
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

  /// How many places are tried. Whoever can label pods can put that many before istiod's own and
  /// stop nothing but the certificates of those who come by that route.
  private static final int MOST_PLACES = 32;

  private final Cluster cluster;
  private final List<IstiodRoute> routes;
  private final InstantSource clock;
  private final Duration life;
  private final Duration limit;

  Issuer(
      Cluster cluster,
      List<IstiodRoute> routes,
      InstantSource clock,
      Duration life,
      Duration limit) {
    this.cluster = cluster;
    this.routes = routes;
    this.clock = clock;
    this.life = life;
    this.limit = limit;
  }

  /// Always by a fresh token, so that whoever takes the right away ends the renewals.
  Identity issue(ServiceAccount account) throws InterruptedException {
    List<X509Certificate> roots = roots(account);
    String token = cluster.token(account.namespace(), account.name(), AUDIENCE, TOKEN_LIFE);
    SigningRequest request = SigningRequest.make();
    List<String> answer = ask(roots, account, token, request);
    try {
      return checked(account, roots, request, Certificates.sort(answer));
    } catch (CertificateException e) {
      throw new Problem(
              Code.ISTIOD_REFUSED,
              Messages.of("no-certificate-for", account),
              Messages.of("istiods-answer-is-not-a-certificate"),
              new Remedy.Advice(Messages.of("check-istiods-log-and-whether-the")),
              String.valueOf(e.getMessage()))
          .raise(e);
    }
  }

  /// A cluster without Istio has no root either; that it has none says more.
  private List<X509Certificate> roots(ServiceAccount account) throws InterruptedException {
    try {
      return MeshRoots.read(cluster, account);
    } catch (MooringException e) {
      for (IstiodRoute each : routes) {
        each.places(account);
      }
      throw e;
    }
  }

  /// Each route in turn, and each place that it leads to. What is not istiod by its certificate is
  /// passed over, and gets no token: it is sent after the TLS handshake.
  private List<String> ask(
      List<X509Certificate> roots, ServiceAccount account, String token, SigningRequest request)
      throws InterruptedException {
    MooringException failed = null;
    MooringException noRoute = null;
    for (IstiodRoute route : routes) {
      List<IstiodRoute.Place> places;
      try {
        places = route.places(account);
      } catch (MooringException e) {
        noRoute = e;
        continue;
      }
      for (IstiodRoute.Place place : places.stream().limit(MOST_PLACES).toList()) {
        try {
          return ask(place, roots, account, token, request);
        } catch (MooringException e) {
          LOG.info("{} gave no certificate for {}: {}", place.words(), account, e.getMessage());
          if (e.problem().code() == Code.ISTIOD_REFUSED) {
            throw e;
          }
          failed = failed == null || isImpostor(failed) ? e : failed;
        }
      }
    }
    if (failed != null) {
      throw failed;
    }
    throw noRoute != null ? noRoute : new IllegalStateException("no route to istiod");
  }

  private static boolean isImpostor(MooringException e) {
    return e.problem().code() == Code.ISTIOD_UNTRUSTED;
  }

  private List<String> ask(
      IstiodRoute.Place place,
      List<X509Certificate> roots,
      ServiceAccount account,
      String token,
      SigningRequest request)
      throws InterruptedException {
    ByteStream stream = place.dialer().dial();
    return CertificateCall.create(
        stream,
        place.serverName(),
        roots,
        account,
        token,
        new CertificateMessages.Request(request.pem(), life.toSeconds()),
        limit);
  }

  private Identity checked(
      ServiceAccount account,
      List<X509Certificate> published,
      SigningRequest request,
      Certificates.Issued issued)
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
    roots.addAll(published);
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
