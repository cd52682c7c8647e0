package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.identity.authority.CertificateLife;
import dev.mooring.identity.authority.ServerCertificate;
import dev.mooring.stack.envoy.IngressDoor;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.render.DoorCertificate;
import dev.mooring.stack.render.IngressEntrance;
import dev.mooring.stack.render.Ownership;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// The certificate by which a gateway knows the ingress: made by Install, kept in the cluster,
/// renewed by Install when less than a third of its year is left.
///
/// A gateway may read the new authority before the pod shows the new certificate, or after it: so
/// the old one is believed for as long as the new one is.
record IngressCertificates(Cluster cluster, StackOptions options) {
  private static final String END = "-----END CERTIFICATE-----\n";

  /// The one that stands where it is good, else a fresh one that nobody has yet.
  DoorCertificate wanted(Instant now) throws InterruptedException {
    Optional<DoorCertificate> there = standing();
    return there.isPresent() && good(there.get(), now) ? there.get() : fresh(there, now);
  }

  private Optional<DoorCertificate> standing() throws InterruptedException {
    return cluster
        .get(Kind.SECRET, options.ingressNamespace(), IngressEntrance.NAME)
        .filter(each -> Ownership.belongs(each, options))
        .map(DoorCertificates::read)
        .filter(each -> CertificateLife.of(each.certificate()).isPresent());
  }

  private boolean good(DoorCertificate certificate, Instant now) {
    Set<String> names = Set.copyOf(new IngressDoor(options).names());
    return CertificateLife.of(certificate.certificate())
            .filter(each -> each.hosts().containsAll(names) && !each.nearItsEnd(now))
            .isPresent()
        && CertificateLife.of(certificate.authority()).isPresent();
  }

  private DoorCertificate fresh(Optional<DoorCertificate> there, Instant now) {
    ServerCertificate made =
        ServerCertificate.make(
            options.ingressNamespace(),
            new IngressDoor(options).names(),
            now,
            DoorCertificates.LIFE);
    String before =
        there.map(DoorCertificate::authority).map(IngressCertificates::first).orElse("");
    return new DoorCertificate(made.certificate(), made.key(), made.authority() + before);
  }

  private static String first(String authorities) {
    int end = authorities.indexOf(END);
    return end < 0 ? "" : authorities.substring(0, end + END.length());
  }
}
