package dev.mooring.practice.pki;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/// A key with its certificate and the authority above.
public record Credential(PrivateKey key, X509Certificate leaf, X509Certificate root) {

  public KeyManager[] keyManagers() {
    try {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(null, null);
      keys.setKeyEntry("leaf", key, new char[0], new X509Certificate[] {leaf, root});
      // It keeps the key; that of the name PKIX decrypts it again for each handshake.
      KeyManagerFactory factory = KeyManagerFactory.getInstance("SunX509");
      factory.init(keys, new char[0]);
      return factory.getKeyManagers();
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("Cannot use a key that was just made", e);
    }
  }

  /// What trusts only the given authorities.
  public static TrustManager[] trusting(List<X509Certificate> trusted) {
    try {
      KeyStore anchors = KeyStore.getInstance("PKCS12");
      anchors.load(null, null);
      for (X509Certificate each : trusted) {
        anchors.setCertificateEntry("root-" + anchors.size(), each);
      }
      TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(anchors);
      return trust.getTrustManagers();
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("Cannot use a certificate that was just made", e);
    }
  }

  /// TLS with this certificate, trusting only the given authorities.
  public SSLContext tls(List<X509Certificate> trusted) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keyManagers(), trusting(trusted), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Cannot use a key that was just made", e);
    }
  }

  /// Says whose, never the key.
  @Override
  public String toString() {
    return "Credential[" + leaf.getSubjectX500Principal() + "]";
  }
}
