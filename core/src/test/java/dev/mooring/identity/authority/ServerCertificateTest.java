package dev.mooring.identity.authority;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.SignatureException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ServerCertificateTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration YEAR = Duration.ofDays(365);

  private static ServerCertificate made() {
    return ServerCertificate.make("registry", List.of("a.svc", "localhost"), NOW, YEAR);
  }

  private static X509Certificate parsed(String pem) throws Exception {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
  }

  @Test
  void itsAuthoritySignedItAndNoOther() throws Exception {
    ServerCertificate one = made();
    X509Certificate certificate = parsed(one.certificate());
    certificate.verify(parsed(one.authority()).getPublicKey());
    X509Certificate other = parsed(made().authority());
    assertThrows(SignatureException.class, () -> certificate.verify(other.getPublicKey()));
    assertEquals(-1, certificate.getBasicConstraints());
    assertFalse(certificate.getIssuerX500Principal().equals(other.getSubjectX500Principal()));
  }

  @Test
  void itsKeyIsNoPartOfWhatItSaysOfItself() {
    ServerCertificate one = made();
    assertTrue(one.key().startsWith("-----BEGIN PRIVATE KEY-----"));
    assertEquals("ServerCertificate", one.toString());
  }

  @Test
  void itIsNearItsEndWhenAThirdIsLeft() {
    CertificateLife life = CertificateLife.of(made().certificate()).orElseThrow();
    assertEquals(Set.of("a.svc", "localhost"), life.hosts());
    assertFalse(life.nearItsEnd(NOW));
    assertFalse(life.nearItsEnd(NOW.plus(Duration.ofDays(243))));
    assertTrue(life.nearItsEnd(NOW.plus(Duration.ofDays(244))));
    assertTrue(life.left(NOW.plus(Duration.ofDays(366))).isNegative());
  }

  @Test
  void whatIsNoCertificateHasNoLife() {
    assertEquals(Optional.empty(), CertificateLife.of(""));
    assertEquals(Optional.empty(), CertificateLife.of("-----BEGIN CERTIFICATE-----\nx\n"));
  }
}
