package dev.mooring.identity.authority;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// How long a certificate is good, and for whom.
///
/// @param hosts its DNS names
public record CertificateLife(Instant from, Instant until, Set<String> hosts) {
  private static final int DNS_NAME = 2;

  /// Of a PEM text's first certificate; nothing where there is none that can be read.
  public static Optional<CertificateLife> of(String pem) {
    try {
      X509Certificate certificate =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(
                      new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
      return Optional.of(
          new CertificateLife(
              certificate.getNotBefore().toInstant(),
              certificate.getNotAfter().toInstant(),
              names(certificate)));
    } catch (CertificateException e) {
      return Optional.empty();
    }
  }

  private static Set<String> names(X509Certificate certificate) throws CertificateParsingException {
    Collection<List<?>> names = certificate.getSubjectAlternativeNames();
    return names == null
        ? Set.of()
        : names.stream()
            .filter(each -> each.getFirst().equals(DNS_NAME))
            .map(each -> String.valueOf(each.get(1)))
            .collect(Collectors.toUnmodifiableSet());
  }

  /// Whether less than a third of it is left.
  public boolean nearItsEnd(Instant now) {
    return left(now).compareTo(Duration.between(from, until).dividedBy(3)) < 0;
  }

  /// Not more than nothing when it is over.
  public Duration left(Instant now) {
    return Duration.between(now, until);
  }
}
