package dev.mooring.cluster.fabric8;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.mooring.identity.istiod.TestAuthority;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x509.GeneralName;

/// Certificates of a test's own authorities.
final class TestTls {
  private static final char[] PASSWORD = "x".toCharArray();

  private TestTls() {}

  /// A server at loopback that believes the clients of the same authority.
  static SSLContext server(TestAuthority authority) throws Exception {
    return server(
        authority,
        TestAuthority.dns("localhost"),
        new GeneralName(GeneralName.iPAddress, "127.0.0.1"));
  }

  /// The same under other names.
  static SSLContext server(TestAuthority authority, GeneralName... names) throws Exception {
    KeyPair keys = TestAuthority.newKeys();
    Certificate leaf = authority.leaf(keys.getPublic(), Duration.ofHours(1), names);
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry("server", keys.getPrivate(), PASSWORD, new Certificate[] {leaf});
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(store, PASSWORD);
    return SSLUtils.sslContext(
        managers.getKeyManagers(),
        Trust.of(TestAuthority.pem(authority.root()).getBytes(US_ASCII)));
  }

  static String pem(String what, byte[] der) {
    return "-----BEGIN "
        + what
        + "-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
        + "\n-----END "
        + what
        + "-----\n";
  }
}
