package dev.mooring.practice.mesh;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// The identity that a certificate carries.
final class Spiffe {
  private static final int URI = 6;

  private Spiffe() {}

  static Optional<String> of(X509Certificate certificate) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      return names == null
          ? Optional.empty()
          : names.stream()
              .filter(each -> each.getFirst().equals(URI))
              .map(each -> (String) each.get(1))
              .filter(each -> each.startsWith("spiffe://"))
              .findFirst();
    } catch (CertificateParsingException e) {
      return Optional.empty();
    }
  }
}
