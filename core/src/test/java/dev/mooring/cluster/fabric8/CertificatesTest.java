package dev.mooring.cluster.fabric8;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsExchange;
import dev.mooring.cluster.Cluster;
import dev.mooring.identity.istiod.TestAuthority;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/// Who the API server and the user are to each other by their certificates.
final class CertificatesTest {
  private static final String NOBODY = "nobody";

  @TempDir Path folder;

  private final TestAuthority authority = new TestAuthority("kubernetes");
  private final AtomicReference<String> seen = new AtomicReference<>(NOBODY);

  @Test
  void aCertificateThatRotatesOnDiskCountsFromTheNextRequestOn() throws Exception {
    try (TestServer server = new TestServer(0, TestTls.server(authority), this::answer)) {
      String first = certify();
      try (Cluster cluster = open(server, authority)) {
        cluster.version();
        assertEquals(first, seen.get());
        String second = certify();
        cluster.version();
        assertEquals(second, seen.get());
      }
    }
  }

  @Test
  void betweenANewCertificateAndItsKeyTheLastPairThatFitCounts() throws Exception {
    try (TestServer server = new TestServer(0, TestTls.server(authority), this::answer)) {
      String first = certify();
      try (Cluster cluster = open(server, authority)) {
        cluster.version();
        String key = Files.readString(folder.resolve("client.key"));
        Files.writeString(folder.resolve("client.key"), "half a ke");
        cluster.version();
        assertEquals(first, seen.get());
        Files.writeString(folder.resolve("client.key"), key);
        String second = certify();
        cluster.version();
        assertEquals(second, seen.get());
      }
    }
  }

  @Test
  void filesThatStayedGiveTheSameContextAndAnAuthorityThatChangedAnother() throws Exception {
    certify();
    try (TestServer server = new TestServer(0, TestTls.server(authority), this::answer);
        Cluster cluster = open(server, new TestAuthority("another"))) {
      var before = cluster.endpoint().tls();
      assertSame(before, cluster.endpoint().tls());
      assertEquals(
          Code.API_UNTRUSTED,
          assertThrows(MooringException.class, cluster::version).problem().code());
      write("ca.crt", TestAuthority.pem(authority.root()));
      assertNotSame(before, cluster.endpoint().tls());
      cluster.version();
    }
  }

  @Test
  @ResourceLock(Resources.SYSTEM_PROPERTIES)
  void whereTheKubeconfigGivesAnAuthorityThoseOfTheRuntimeAreNotBelieved() throws Exception {
    TestAuthority known = new TestAuthority("known to the runtime");
    // Readable without a password, as the runtime's own is.
    KeyStore store = KeyStore.getInstance("JKS");
    store.load(null, null);
    store.setCertificateEntry("known", known.root());
    Path roots = folder.resolve("roots.jks");
    try (OutputStream out = Files.newOutputStream(roots)) {
      store.store(out, "changeit".toCharArray());
    }
    String before = System.setProperty("javax.net.ssl.trustStore", roots.toString());
    try (TestServer server = new TestServer(0, TestTls.server(known), this::answer);
        Cluster cluster = open(server, authority)) {
      assertEquals(
          Code.API_UNTRUSTED,
          assertThrows(MooringException.class, cluster::version).problem().code());
      assertEquals(List.of(), server.requests());
    } finally {
      if (before == null) {
        System.clearProperty("javax.net.ssl.trustStore");
      } else {
        System.setProperty("javax.net.ssl.trustStore", before);
      }
    }
  }

  @Test
  void theNameOfTheKubeconfigIsAskedForAndCheckedInsteadOfTheAddress() throws Exception {
    AtomicReference<String> asked = new AtomicReference<>("");
    try (TestServer server =
        new TestServer(
            0,
            TestTls.server(authority, TestAuthority.dns("api.internal")),
            (exchange, request) -> {
              ExtendedSSLSession session =
                  (ExtendedSSLSession) ((HttpsExchange) exchange).getSSLSession();
              asked.set(session.getRequestedServerNames().toString());
              answer(exchange, request);
            })) {
      try (Cluster named = open(server, authority, "token: x", ", tls-server-name: api.internal")) {
        assertEquals("v1.35.4", named.version().gitVersion());
        assertTrue(asked.get().contains("api.internal"), asked::toString);
      }
      for (String other : List.of(", tls-server-name: other.internal", "")) {
        try (Cluster wrong = open(server, authority, "token: x", other)) {
          MooringException failed = assertThrows(MooringException.class, wrong::version);
          assertTrue(failed.problem().why().contains("another hostname"), failed::toString);
        }
      }
      try (Cluster unchecked =
          open(server, new TestAuthority("x"), "token: x", ", insecure-skip-tls-verify: true")) {
        assertEquals("v1.35.4", unchecked.version().gitVersion());
      }
    }
  }

  @Test
  void eachOfSeveralAuthoritiesIsBelieved() throws Exception {
    try (TestServer server = new TestServer(0, TestTls.server(authority), this::answer);
        Cluster cluster = open(server, new TestAuthority("old"))) {
      Files.writeString(
          folder.resolve("ca.crt"),
          "# the new one\n" + TestAuthority.pem(authority.root()),
          java.nio.file.StandardOpenOption.APPEND);
      assertEquals("v1.35.4", cluster.version().gitVersion());
    }
  }

  @Test
  void keysComeInEveryFormThatKubernetesToolsWrite() throws Exception {
    KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
    rsa.initialize(2048);
    for (KeyPair keys : List.of(TestAuthority.newKeys(), rsa.generateKeyPair())) {
      byte[] old =
          keys.getPrivate() instanceof ECPrivateKey ec
              ? new org.bouncycastle.asn1.sec.ECPrivateKey(
                      256, ec.getS(), SECObjectIdentifiers.secp256r1)
                  .getEncoded()
              : PrivateKeyInfo.getInstance(keys.getPrivate().getEncoded())
                  .parsePrivateKey()
                  .toASN1Primitive()
                  .getEncoded();
      List<String> forms =
          List.of(
              TestTls.pem("PRIVATE KEY", keys.getPrivate().getEncoded()),
              TestTls.pem(keys.getPrivate().getAlgorithm() + " PRIVATE KEY", old));
      for (String form : forms) {
        X509Certificate leaf =
            authority.leaf(keys.getPublic(), Duration.ofHours(1), TestAuthority.dns("ana"));
        String user =
            "{client-certificate-data: "
                + base64(TestAuthority.pem(leaf))
                + ", client-key-data: "
                + base64(form)
                + "}";
        seen.set(NOBODY);
        try (TestServer server = new TestServer(0, TestTls.server(authority), this::answer);
            Cluster cluster = open(server, authority, user)) {
          cluster.version();
          assertEquals(leaf.getSerialNumber().toString(), seen.get(), form.substring(0, 30));
        }
      }
    }
  }

  @Test
  void aCertificateWithoutItsKeyIsSaid() throws Exception {
    certify();
    try (TestServer server = new TestServer(0, TestTls.server(authority), this::answer);
        Cluster cluster = open(server, authority, "{client-certificate: client.crt}")) {
      MooringException failed = assertThrows(MooringException.class, cluster::version);
      assertEquals(Code.KUBECONFIG_INVALID, failed.problem().code());
    }
  }

  private void answer(HttpExchange exchange, String request) throws IOException {
    try {
      X509Certificate peer =
          (X509Certificate) ((HttpsExchange) exchange).getSSLSession().getPeerCertificates()[0];
      seen.set(peer.getSerialNumber().toString());
    } catch (SSLPeerUnverifiedException e) {
      seen.set(NOBODY);
    }
    TestServer.say(exchange, 200, "{\"gitVersion\":\"v1.35.4\"}");
  }

  /// A new certificate and key for the client, in files.
  ///
  /// @return its serial number
  private String certify() throws IOException {
    KeyPair keys = TestAuthority.newKeys();
    X509Certificate leaf =
        authority.leaf(keys.getPublic(), Duration.ofHours(1), TestAuthority.dns("ana"));
    write("client.crt", TestAuthority.pem(leaf));
    write("client.key", TestTls.pem("PRIVATE KEY", keys.getPrivate().getEncoded()));
    return leaf.getSerialNumber().toString();
  }

  /// As tools do that rotate: another file takes the name.
  private void write(String name, String text) throws IOException {
    Path next = Files.writeString(folder.resolve("next"), text);
    Files.move(next, folder.resolve(name), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  private Cluster open(TestServer server, TestAuthority trusted) throws IOException {
    return open(server, trusted, "{client-certificate: client.crt, client-key: client.key}");
  }

  private Cluster open(TestServer server, TestAuthority trusted, String user) throws IOException {
    return open(server, trusted, user, "");
  }

  private Cluster open(TestServer server, TestAuthority trusted, String user, String more)
      throws IOException {
    if (!Files.exists(folder.resolve("client.crt"))) {
      certify();
    }
    write("ca.crt", TestAuthority.pem(trusted.root()));
    Path file =
        TestKubeconfig.write(
            folder,
            "{server: 'https://127.0.0.1:"
                + server.port()
                + "', certificate-authority: ca.crt"
                + more
                + "}",
            user);
    return new FabricKubeconfig(List.of(file), Map.of())
        // Ample: the first handshake of a class that is instrumented waits for much to be loaded.
        .connect(null, Duration.ofSeconds(60), Duration.ofSeconds(1));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(US_ASCII));
  }
}
