package dev.mooring.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.mooring.forward.ending.ObservedStream;
import dev.mooring.forward.listener.Guard;
import dev.mooring.forward.listener.LoopbackListener;
import dev.mooring.forward.running.ForwardLog;
import dev.mooring.forward.tls.LocalTls;
import dev.mooring.identity.istiod.SocketStream;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A usual client, a usual server, and between them a forward with local TLS and the list of
/// requests.
@Timeout(60)
final class RequestsThroughTlsTest {
  private static final int ROUNDS = 20;

  @Test
  void everyRequestIsListedOnceWithItsAnswer() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          // A length of 0 means chunks here.
          exchange.sendResponseHeaders(body.length == 0 ? 404 : 200, 0);
          try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
          }
        });
    server.start();
    ForwardLog log = new ForwardLog(Clock.systemUTC());
    LocalTls tls = new LocalTls("api", List.of(), "", Clock.systemUTC());
    try (LoopbackListener listener =
            LoopbackListener.listen(
                List.of(),
                0,
                Guard.none(),
                tls,
                () ->
                    new ObservedStream(
                        new SocketStream(server.getAddress().getPort()),
                        log.view(true),
                        answers -> {}),
                ignored -> {});
        HttpClient client = HttpClient.newBuilder().sslContext(trusting(tls)).build()) {
      for (int i = 0; i < ROUNDS; i++) {
        URI where = URI.create("https://localhost:" + listener.port() + "/items/" + i + "?secret");
        String body = "x".repeat(i * 10_000);
        HttpResponse<String> answer =
            client.send(
                java.net.http.HttpRequest.newBuilder(where)
                    .POST(BodyPublishers.ofString(body))
                    .build(),
                BodyHandlers.ofString());
        assertEquals(body, answer.body());
      }
      Awaitility.await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> log.requests().size() == ROUNDS);
      for (int i = 0; i < ROUNDS; i++) {
        HttpRequest noted = log.requests().get(i);
        assertEquals("POST", noted.method());
        assertEquals("/items/" + i, noted.path());
        assertEquals(i == 0 ? 404 : 200, noted.status());
        assertEquals(i * 10_000L, noted.size());
        assertTrue(noted.took().isPositive());
      }
    } finally {
      server.stop(0);
    }
  }

  private static SSLContext trusting(LocalTls tls) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry(
        "forward",
        CertificateFactory.getInstance("X.509")
            .generateCertificate(
                new ByteArrayInputStream(tls.certificate().getBytes(StandardCharsets.US_ASCII))));
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }
}
