package dev.mooring.cluster.fabric8;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import dev.mooring.document.Document;
import dev.mooring.identity.istiod.TestAuthority;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an identity provider is asked, and what is believed of its answers.
final class OpenIdProviderTest {
  private static final String REFRESH = "r3fresh&more";
  private static final String SECRET = "tr0ub4dor";

  @TempDir Path folder;

  /// One answer of the provider.
  private interface Says {
    void to(HttpExchange exchange) throws IOException, InterruptedException;
  }

  private final TestAuthority authority = new TestAuthority("provider");
  private final List<String> forms = new CopyOnWriteArrayList<>();
  private final List<String> logins = new CopyOnWriteArrayList<>();
  private final Map<String, Object> settings = new LinkedHashMap<>();
  private final List<Says> tokens = new ArrayList<>();
  private TestServer server;
  private Says discovery;

  @BeforeEach
  void start() throws Exception {
    server = new TestServer(0, TestTls.server(authority), this::answer);
    discovery = json(200, "{'issuer': '%s', 'token_endpoint': '%s/token'}", issuer(), issuer());
    Files.writeString(folder.resolve("idp.pem"), TestAuthority.pem(authority.root()));
    settings.put("client-id", "mooring");
    settings.put("idp-issuer-url", issuer());
    settings.put("idp-certificate-authority", "idp.pem");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aRefreshTokenIsExchangedAtTheEndpointThatTheIssuerNames() throws Exception {
    tokens.add(json(200, "{'id_token': 'new-id', 'refresh_token': 'new-refresh'}"));
    OpenIdTokens got = refresh();
    assertEquals("new-id", got.id());
    assertEquals("new-refresh", got.refresh());
    assertEquals(
        List.of("GET /.well-known/openid-configuration", "POST /token"), server.requests());
    assertEquals(
        List.of("grant_type=refresh_token&refresh_token=r3fresh%26more&client_id=mooring"), forms);
    assertEquals(List.of(""), logins);
  }

  @Test
  void aProviderThatKeepsTheRefreshTokenNeedNotSayItAgain() throws Exception {
    tokens.add(json(200, "{'id_token': 'new-id'}"));
    assertEquals(REFRESH, refresh().refresh());
  }

  @Test
  void aSecretGoesIntoTheHeaderAndIntoTheFormOnlyWhereThatIsRefused() throws Exception {
    settings.put("client-secret", SECRET);
    tokens.add(json(401, "{'error': 'invalid_client'}"));
    tokens.add(json(200, "{'id_token': 'new-id'}"));
    assertEquals("new-id", refresh().id());
    String basic =
        Base64.getEncoder()
            .encodeToString(("mooring:" + SECRET).getBytes(StandardCharsets.US_ASCII));
    assertEquals(List.of("Basic " + basic, ""), logins);
    assertFalse(forms.getFirst().contains("client_"), forms::toString);
    assertTrue(
        forms.getLast().endsWith("&client_id=mooring&client_secret=" + SECRET), forms::toString);
  }

  @Test
  void anAnswerThatIsNotAboutTheClientIsFinal() throws Exception {
    settings.put("client-secret", SECRET);
    tokens.add(json(400, "{'error': 'invalid_grant'}"));
    assertTrue(refused().why().contains("status 400 invalid_grant"));
    assertEquals(1, forms.size());
  }

  @Test
  void whoSaysToBeAnotherIssuerGetsNoToken() throws Exception {
    discovery =
        json(200, "{'issuer': 'https://evil.test', 'token_endpoint': '%s/token'}", issuer());
    assertTrue(refused().why().contains("for another issuer"));
    assertEquals(List.of(), forms);
  }

  @Test
  void aSlashAtTheEndMakesNoOtherIssuer() throws Exception {
    settings.put("idp-issuer-url", issuer() + "/");
    tokens.add(json(200, "{'id_token': 'new-id'}"));
    assertEquals("new-id", refresh().id());
    assertEquals("GET /.well-known/openid-configuration", server.requests().getFirst());
  }

  @Test
  void aTokenEndpointWithoutTlsGetsNoToken() throws Exception {
    try (TestServer plain = new TestServer(0, (e, r) -> TestServer.say(e, 200, "{}"))) {
      for (String endpoint :
          List.of("http://127.0.0.1:" + plain.port() + "/token", "ftp://x/", "/token", ":", "")) {
        discovery = json(200, "{'token_endpoint': '%s'}", endpoint);
        assertTrue(refused().why().contains("isn't HTTPS"), endpoint);
      }
      assertEquals(List.of(), plain.requests());
    }
    settings.put("idp-issuer-url", issuer().replace("https", "http"));
    assertTrue(refused().why().contains("isn't HTTPS"));
    assertEquals(List.of(), forms);
  }

  @Test
  void redirectsAreNotFollowed() throws Exception {
    try (TestServer thief =
        new TestServer(0, TestTls.server(authority), (e, r) -> TestServer.say(e, 200, "{}"))) {
      Says away =
          exchange -> {
            exchange
                .getResponseHeaders()
                .set("Location", "https://localhost:" + thief.port() + "/token");
            exchange.sendResponseHeaders(307, -1);
          };
      tokens.add(away);
      assertTrue(refused().why().contains("status 307"));
      discovery = away;
      assertTrue(refused().why().contains("discovery document returned status 307"));
      assertEquals(List.of(), thief.requests());
    }
  }

  @Test
  void whatIsNotAnAnswerIsRefused() throws Exception {
    for (String body : List.of("<html>", "[]", "null", "", "{'id_token': ''}")) {
      tokens.clear();
      tokens.add(json(200, body));
      assertTrue(refused().why().contains("no ID token"), body);
    }
    for (String body : List.of("<html>", "[]", "{}", "{'token_endpoint': {}}")) {
      discovery = json(200, body);
      refused();
    }
  }

  @Test
  void tokensThatDoNotFitIntoALineAreRefused() throws Exception {
    for (String body :
        List.of(
            "{'id_token': 'a\\nb'}",
            "{'id_token': 'a b'}",
            "{'id_token': 'ok', 'refresh_token': 'x\\u0000'}",
            "{'id_token': 'ok', 'refresh_token': 'x\\u00e9'}",
            "{'id_token': '" + "a".repeat((64 << 10) + 1) + "'}")) {
      tokens.clear();
      tokens.add(json(200, body));
      assertTrue(refused().why().contains("characters"), body.substring(0, 15));
    }
  }

  @Test
  void anAnswerWithoutEndIsGivenUp() throws Exception {
    Says endless =
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          byte[] spaces = " ".repeat(64 << 10).getBytes(StandardCharsets.US_ASCII);
          while (true) {
            exchange.getResponseBody().write(spaces);
          }
        };
    tokens.add(endless);
    assertTrue(refused().why().contains("can't be reached"));
    discovery = endless;
    refused();
  }

  @Test
  void anAnswerThatHangsAfterItsHeadIsGivenUpAtTheLimit() throws Exception {
    tokens.add(
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write('{');
          exchange.getResponseBody().flush();
          new CountDownLatch(1).await(1, TimeUnit.MINUTES);
        });
    long start = System.nanoTime();
    assertThrows(MooringException.class, () -> provider(Duration.ofMillis(700)).refresh(REFRESH));
    assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(20));
  }

  @Test
  void onlyTheAuthorityOfTheKubeconfigIsBelieved() throws Exception {
    String right = TestAuthority.pem(authority.root());
    String other = TestAuthority.pem(new TestAuthority("other").root());
    Files.writeString(folder.resolve("idp.pem"), other);
    refused();
    assertEquals(List.of(), server.requests());
    // Data wins over a file.
    settings.put(
        "idp-certificate-authority-data",
        Base64.getEncoder().encodeToString(right.getBytes(StandardCharsets.US_ASCII)));
    tokens.add(json(200, "{'id_token': 'new-id'}"));
    assertEquals("new-id", refresh().id());
    settings.put("idp-certificate-authority-data", "bm90IHBlbQ==");
    assertTrue(refused().why().contains("certificate authority"));
  }

  @Test
  void aLoginWithoutIssuerOrClientCannotBeRefreshed() {
    assertTrue(provider(Duration.ofSeconds(5)).canRefresh());
    settings.remove("client-id");
    assertFalse(provider(Duration.ofSeconds(5)).canRefresh());
    settings.put("client-id", "mooring");
    settings.remove("idp-issuer-url");
    assertFalse(provider(Duration.ofSeconds(5)).canRefresh());
  }

  private String issuer() {
    return "https://localhost:" + server.port();
  }

  private OpenIdProvider provider(Duration limit) {
    Document user =
        Document.of(Map.of("auth-provider", Map.of("name", "oidc", "config", settings)));
    return new OpenIdProvider(
        new KubeconfigEntries.Entry("ana", user, folder.resolve("config")), limit);
  }

  private OpenIdTokens refresh() throws InterruptedException {
    return provider(Duration.ofSeconds(10)).refresh(REFRESH);
  }

  private Problem refused() {
    Problem problem = assertThrows(MooringException.class, this::refresh).problem();
    assertEquals(Code.LOGIN_FAILED, problem.code());
    assertTrue(problem.what().endsWith("ana"), problem::toString);
    for (String secret : List.of(REFRESH, SECRET, "new-id")) {
      assertFalse(problem.toString().contains(secret), problem::toString);
    }
    return problem;
  }

  private void answer(HttpExchange exchange, String request)
      throws IOException, InterruptedException {
    if (request.contains("/.well-known/")) {
      discovery.to(exchange);
      return;
    }
    forms.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.US_ASCII));
    String login = exchange.getRequestHeaders().getFirst("Authorization");
    logins.add(login == null ? "" : login);
    (tokens.size() > 1 ? tokens.removeFirst() : tokens.getFirst()).to(exchange);
  }

  /// @param text JSON with single quotes
  @SuppressWarnings("AnnotateFormatMethod") // that annotation is a library for one test
  private static Says json(int status, String text, Object... values) {
    String body = (values.length == 0 ? text : text.formatted(values)).replace('\'', '"');
    return exchange -> TestServer.say(exchange, status, body);
  }
}
