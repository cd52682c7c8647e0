package dev.mooring.stack;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.mooring.identity.authority.ServerCertificate;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// The https address of an issuer, with a certificate for `localhost` that was made for it: what is
/// discovered, and the keys, as a test wants them.
public final class PublishedKeys implements AutoCloseable {
  /// What is answered to one question.
  ///
  /// @param location of a redirect; empty for none
  public record Said(int status, String location, String body) {
    public static Said ok(String body) {
      return new Said(200, "", body);
    }

    public static Said redirect(String location) {
      return new Said(302, location, "");
    }
  }

  private final ServerCertificate certificate =
      ServerCertificate.make("issuer", List.of("localhost"), Instant.now(), Duration.ofDays(1));

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger asked = new AtomicInteger();
  private final HttpsServer server;
  private volatile Said discovery = Said.ok("{}");
  private volatile Said keys = Said.ok("{}");

  public PublishedKeys() throws IOException, GeneralSecurityException {
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    server.setHttpsConfigurator(new HttpsConfigurator(tls(certificate)));
    server.setExecutor(threads);
    server.createContext(
        "/.well-known/openid-configuration", exchange -> answer(exchange, discovery));
    server.createContext(
        "/keys",
        exchange -> {
          asked.incrementAndGet();
          answer(exchange, keys);
        });
    server.start();
  }

  /// What shows a certificate.
  static SSLContext tls(ServerCertificate certificate)
      throws GeneralSecurityException, IOException {
    Certificate shown =
        CertificateFactory.getInstance("X.509")
            .generateCertificate(
                new ByteArrayInputStream(
                    certificate.certificate().getBytes(StandardCharsets.US_ASCII)));
    byte[] key = Base64.getMimeDecoder().decode(certificate.key().replaceAll("-----.*?-----", ""));
    PrivateKey own = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(key));
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry("issuer", own, new char[0], new Certificate[] {shown});
    KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
    managers.init(store, new char[0]);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(managers.getKeyManagers(), null, null);
    return tls;
  }

  private static void answer(HttpExchange exchange, Said said) throws IOException {
    try (exchange) {
      if (!said.location().isEmpty()) {
        exchange.getResponseHeaders().set("Location", said.location());
      }
      exchange.sendResponseHeaders(said.status(), said.body().isEmpty() ? -1 : 0);
      OutputStream out = exchange.getResponseBody();
      out.write(said.body().getBytes(StandardCharsets.UTF_8));
    }
  }

  /// As tokens name it.
  public String issuer() {
    return "https://localhost:" + server.getAddress().getPort();
  }

  public String address() {
    return issuer() + "/keys";
  }

  /// PEM, by which its certificate is known.
  public String authority() {
    return certificate.authority();
  }

  public void discovery(Said next) {
    discovery = next;
  }

  public void keys(Said next) {
    keys = next;
  }

  /// How often somebody wanted the keys.
  public int asked() {
    return asked.get();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
