package dev.mooring.mesh;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who vouches for a registry's proxy: the certificates in its namespace's ConfigMap, those of them
/// that are valid now, and nobody else.
///
/// The API server is asked again after a minute, so that an authority that was taken out is
/// believed
/// no longer than that. Thread-safe.
final class DoorAuthority {
  private static final Logger LOG = LoggerFactory.getLogger(DoorAuthority.class);
  private static final String MAP = "mooring-authority";
  private static final String KEY = "ca.crt";
  private static final Duration BELIEVED = Duration.ofMinutes(1);

  /// Whoever meets a proxy that the present ones do not vouch for asks, not more often than this.
  private static final Duration BETWEEN_READS = Duration.ofSeconds(1);

  private final Cluster cluster;
  private final RegistryDoor registry;
  private final ReentrantLock reading = new ReentrantLock();
  private volatile @Nullable Bundle known;
  private volatile long readAt;

  /// @param valid those that are believed
  /// @param tls believes them. Its sessions end with it: what another authority vouched for is not
  /// resumed.
  record Bundle(List<X509Certificate> valid, SSLContext tls) {}

  DoorAuthority(Cluster cluster, RegistryDoor registry) {
    this.cluster = cluster;
    this.registry = registry;
  }

  /// @throws MooringException when there is none, or none that is valid now
  Bundle present() throws InterruptedException {
    return atMost(BELIEVED);
  }

  /// The same, read anew unless that was just done.
  Bundle reread() throws InterruptedException {
    return atMost(BETWEEN_READS);
  }

  /// Whether this is still what is believed. Does not block.
  boolean believes(Bundle bundle) {
    return bundle.equals(known);
  }

  private Bundle atMost(Duration age) throws InterruptedException {
    Bundle present = fresh(age);
    if (present != null) {
      return present;
    }
    reading.lockInterruptibly();
    try {
      present = fresh(age);
      return present != null ? present : read();
    } finally {
      reading.unlock();
    }
  }

  private @Nullable Bundle fresh(Duration age) {
    Bundle bundle = known;
    return bundle != null && System.nanoTime() - readAt < age.toNanos() ? bundle : null;
  }

  private Bundle read() throws InterruptedException {
    Optional<KubeObject> map;
    try {
      map = cluster.get(Kind.CONFIG_MAP, registry.namespace(), MAP);
    } catch (MooringException e) {
      Bundle before = known;
      if (before == null) {
        throw e;
      }
      LOG.debug("The authority of {} stays as it was read", registry.words(), e);
      return before;
    }
    try {
      Bundle next = bundle(map.map(each -> each.at("data", KEY).textOrEmpty()).orElse(""));
      known = next;
      readAt = System.nanoTime();
      return next;
    } catch (MooringException e) {
      known = null;
      throw e;
    }
  }

  private Bundle bundle(String pem) {
    if (pem.isEmpty()) {
      throw refused(Messages.of("configmap-with-its-authority-is-missing", MAP, KEY), null);
    }
    try {
      List<X509Certificate> all = Anchors.parse(pem);
      List<X509Certificate> valid = all.stream().filter(DoorAuthority::valid).toList();
      if (valid.isEmpty()) {
        Date end = all.getLast().getNotAfter();
        throw refused(Messages.of("its-authority-is-not-valid-now", end.toInstant()), null);
      }
      Bundle before = known;
      if (before != null && before.valid().equals(valid)) {
        return before;
      }
      SSLContext tls = SSLContext.getInstance("TLS");
      tls.init(null, new TrustManager[] {Anchors.trust(valid)}, null);
      return new Bundle(valid, tls);
    } catch (GeneralSecurityException e) {
      throw refused(Messages.of("its-authority-cannot-be-read", MAP), e);
    }
  }

  /// The library that checks paths does not look at the anchors' own dates.
  private static boolean valid(X509Certificate anchor) {
    try {
      anchor.checkValidity();
      return true;
    } catch (CertificateExpiredException | CertificateNotYetValidException e) {
      return false;
    }
  }

  private MooringException refused(String why, @Nullable Throwable cause) {
    Problem problem =
        new Problem(
            Code.REGISTRY_UNTRUSTED,
            Messages.of("cannot-connect-to", registry.words()),
            why,
            new Remedy.Command(
                Messages.of("install-again-to-repair-it"),
                "mooring install --namespace " + registry.namespace()),
            cause == null ? "" : String.valueOf(cause.getMessage()));
    return DoorRefusal.raise(problem, cause);
  }
}
