package dev.mooring.cluster.fabric8;

import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// Whose certificates are believed.
///
/// fabric8 adds the Java runtime's own authorities to those of a kubeconfig: then each of them
/// could vouch for an API server. Here a given authority is the only one, as in kubectl.
final class Trust {
  private Trust() {}

  /// Exactly the authorities of a PEM text; null for those of the Java runtime.
  static TrustManager @Nullable [] of(byte @Nullable [] pem)
      throws GeneralSecurityException, IOException {
    if (pem == null) {
      return null;
    }
    Collection<? extends Certificate> authorities =
        CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem));
    if (authorities.isEmpty()) {
      throw new CertificateException("no certificate");
    }
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    for (Certificate each : authorities) {
      store.setCertificateEntry("authority-" + store.size(), each);
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  /// Everybody: the kubeconfig says to check nothing.
  static TrustManager[] anyone() throws GeneralSecurityException, IOException {
    return SSLUtils.trustManagers(null, null, true, null, null);
  }
}
