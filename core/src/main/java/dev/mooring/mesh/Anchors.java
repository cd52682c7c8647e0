package dev.mooring.mesh;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/// Certificates that vouch for servers, and nobody else does.
final class Anchors {
  /// More in one bundle is no bundle of an authority.
  private static final int MOST = 100;

  private Anchors() {}

  /// Every certificate of a bundle in PEM.
  ///
  /// @throws CertificateException also where there is none
  static List<X509Certificate> parse(String pem) throws CertificateException {
    List<X509Certificate> all = new ArrayList<>();
    for (Certificate each :
        CertificateFactory.getInstance("X.509")
            .generateCertificates(
                new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))) {
      if (all.size() == MOST) {
        throw new CertificateException("more than " + MOST + " certificates in one bundle");
      }
      all.add((X509Certificate) each);
    }
    if (all.isEmpty()) {
      throw new CertificateException("no certificate in it");
    }
    return List.copyOf(all);
  }

  /// Believes what these vouch for.
  static X509TrustManager trust(List<X509Certificate> anchors) throws GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try {
      store.load(null, null);
    } catch (IOException e) {
      throw new GeneralSecurityException("an empty store", e);
    }
    for (int i = 0; i < anchors.size(); i++) {
      store.setCertificateEntry("anchor-" + i, anchors.get(i));
    }
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(store);
    for (TrustManager each : factory.getTrustManagers()) {
      if (each instanceof X509TrustManager trust) {
        return trust;
      }
    }
    throw new GeneralSecurityException("no PKIX trust manager");
  }
}
