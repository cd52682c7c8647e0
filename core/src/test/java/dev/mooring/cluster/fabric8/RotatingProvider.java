package dev.mooring.cluster.fabric8;

import com.sun.net.httpserver.HttpExchange;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.identity.istiod.TestAuthority;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// An OpenID Connect provider over TLS that takes each refresh token once.
final class RotatingProvider implements AutoCloseable {
  private final TestServer server;
  private final AtomicInteger issued = new AtomicInteger();
  private final Path certificate;
  private String accepted = "refresh-0";
  private volatile Duration life = Duration.ofHours(1);
  final List<String> uses = new CopyOnWriteArrayList<>();

  RotatingProvider(Path folder) throws Exception {
    TestAuthority authority = new TestAuthority("provider");
    certificate =
        Files.writeString(folder.resolve("provider.pem"), TestAuthority.pem(authority.root()));
    server = new TestServer(0, TestTls.server(authority), (exchange, request) -> answer(exchange));
  }

  String issuer() {
    return "https://localhost:" + server.port();
  }

  Path certificate() {
    return certificate;
  }

  void issueFor(Duration next) {
    life = next;
  }

  /// What another program gets here: its own refresh with the token in use.
  synchronized OpenIdTokens refreshElsewhere() {
    return next();
  }

  private OpenIdTokens next() {
    int number = issued.incrementAndGet();
    accepted = "refresh-" + number;
    return new OpenIdTokens(jwt("id-" + number, Instant.now().plus(life)), accepted);
  }

  static String jwt(String subject, Instant end) {
    return part(Map.of("alg", "none"))
        + "."
        + part(Map.of("sub", subject, "exp", end.getEpochSecond()))
        + ".c2ln";
  }

  private static String part(Map<String, Object> claims) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(Documents.jsonBytes(Document.of(claims)));
  }

  private void answer(HttpExchange exchange) throws IOException {
    if (exchange.getRequestURI().getPath().equals("/.well-known/openid-configuration")) {
      TestServer.say(exchange, 200, "{\"token_endpoint\":\"" + issuer() + "/token\"}");
      return;
    }
    String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String used =
        URLDecoder.decode(
            form.replaceAll(".*refresh_token=([^&]*).*", "$1"), StandardCharsets.UTF_8);
    synchronized (this) {
      uses.add(used);
      if (!used.equals(accepted)) {
        TestServer.say(exchange, 400, "{\"error\":\"invalid_grant\"}");
        return;
      }
      OpenIdTokens tokens = next();
      TestServer.say(
          exchange,
          200,
          Documents.json(
              Document.of(Map.of("id_token", tokens.id(), "refresh_token", tokens.refresh()))));
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
