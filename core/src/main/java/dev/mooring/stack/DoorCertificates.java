package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.identity.authority.CertificateLife;
import dev.mooring.identity.authority.ServerCertificate;
import dev.mooring.stack.envoy.Door;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.render.DoorCertificate;
import dev.mooring.stack.render.DoorKeys;
import dev.mooring.stack.render.Ownership;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/// The certificate of a registry's door: made by Install, kept in the cluster, renewed by Install
/// when less than a third of its year is left.
final class DoorCertificates {
  static final Duration LIFE = Duration.ofDays(365);

  private final Cluster cluster;
  private final StackOptions options;

  DoorCertificates(Cluster cluster, StackOptions options) {
    this.cluster = cluster;
    this.options = options;
  }

  /// The one that stands where it is good, else a fresh one that nobody has yet.
  DoorCertificate wanted(Instant now) throws InterruptedException {
    Optional<DoorCertificate> there = standing();
    return there.isPresent() && good(there.get(), now) ? there.get() : fresh(now);
  }

  /// The one that the door shows.
  Optional<DoorCertificate> standing() throws InterruptedException {
    return cluster
        .get(Kind.SECRET, options.namespace(), DoorKeys.CERTIFICATE)
        .filter(each -> Ownership.belongs(each, options))
        .map(DoorCertificates::read)
        .filter(each -> CertificateLife.of(each.certificate()).isPresent());
  }

  static DoorCertificate read(KubeObject secret) {
    return new DoorCertificate(
        decoded(secret, DoorKeys.CHAIN),
        decoded(secret, DoorKeys.KEY),
        decoded(secret, DoorKeys.ROOTS));
  }

  private static String decoded(KubeObject secret, String key) {
    try {
      byte[] content = Base64.getDecoder().decode(secret.at("data", key).textOrEmpty());
      return new String(content, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  boolean good(DoorCertificate certificate, Instant now) {
    Set<String> names = Set.copyOf(new Door(options).names());
    return CertificateLife.of(certificate.certificate())
            .filter(each -> each.hosts().containsAll(names) && !each.nearItsEnd(now))
            .isPresent()
        && CertificateLife.of(certificate.authority()).isPresent();
  }

  DoorCertificate fresh(Instant now) {
    ServerCertificate made =
        ServerCertificate.make(
            options.registry() + "." + options.namespace(), new Door(options).names(), now, LIFE);
    return new DoorCertificate(made.certificate(), made.key(), made.authority());
  }
}
