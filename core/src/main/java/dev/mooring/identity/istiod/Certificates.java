package dev.mooring.identity.istiod;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Certificates in PEM as istiod sends them.
final class Certificates {
  /// More in one bundle is no bundle of a mesh.
  private static final int MOST = 100;

  private Certificates() {}

  /// @param chain leaf first, without roots
  record Issued(List<X509Certificate> chain, List<X509Certificate> roots) {}

  /// Reads every certificate of a bundle.
  static List<X509Certificate> parse(String pem) throws CertificateException {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    List<X509Certificate> all = new ArrayList<>();
    for (var each :
        factory.generateCertificates(
            new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))) {
      if (all.size() == MOST) {
        throw new CertificateException("more than " + MOST + " certificates in one bundle");
      }
      all.add((X509Certificate) each);
    }
    return all;
  }

  /// Sorts istiod's answer: leaf, intermediates one a string, and last the bundle of roots. An
  /// authority whose own chain file repeats the root sends it twice.
  static Issued sort(List<String> answer) throws CertificateException {
    if (answer.size() < 2 || answer.size() > MOST) {
      throw new CertificateException("a chain of " + answer.size() + " parts");
    }
    Set<X509Certificate> roots = new LinkedHashSet<>(parse(answer.getLast()));
    Set<X509Certificate> chain = new LinkedHashSet<>();
    for (String part : answer.subList(0, answer.size() - 1)) {
      chain.addAll(parse(part));
    }
    chain.removeAll(roots);
    if (chain.isEmpty() || roots.isEmpty()) {
      throw new CertificateException("no leaf or no root in the answer");
    }
    return new Issued(List.copyOf(chain), List.copyOf(roots));
  }

  /// The one URI among the subject's alternative names.
  static URI spiffe(X509Certificate leaf) throws CertificateParsingException {
    List<String> uris = new ArrayList<>();
    Collection<List<?>> names = leaf.getSubjectAlternativeNames();
    if (names != null) {
      for (List<?> name : names) {
        if (Integer.valueOf(6).equals(name.get(0))) {
          uris.add(String.valueOf(name.get(1)));
        }
      }
    }
    if (uris.size() != 1 || !uris.getFirst().startsWith("spiffe://")) {
      throw new CertificateParsingException("names in the certificate: " + uris);
    }
    try {
      return URI.create(uris.getFirst());
    } catch (IllegalArgumentException e) {
      throw new CertificateParsingException("not a SPIFFE id: " + uris.getFirst(), e);
    }
  }
}
