package dev.mooring.registry.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.registry.http.Authorization.Refused;
import dev.mooring.registry.http.BoundedClient;
import dev.mooring.registry.http.Reach;
import dev.mooring.registry.http.WayOut;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TokenAuthorizationTest {
  private static final List<String> BASIC = List.of("Basic realm=\"x\"");

  @TempDir Path folder;
  private final List<String> logins = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private BoundedClient client;
  private URI registry;
  private List<String> bearer;
  private int lasts = 300;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    server.createContext(
        "/token",
        exchange -> {
          try (exchange) {
            logins.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            byte[] bytes =
                ("{\"token\":\"t" + logins.size() + "\",\"expires_in\":" + lasts + "}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
          }
        });
    server.start();
    registry = URI.create("http://localhost:" + server.getAddress().getPort());
    bearer = List.of("Bearer realm=\"" + registry + "/token\"");
    client = new BoundedClient(Reach.of(null, WayOut.OF_MACHINE));
  }

  @AfterEach
  void stop() {
    client.close();
    server.stop(0);
  }

  private TokenAuthorization authorization(URI at, DockerConfig config) {
    return new TokenAuthorization("reg.test", at, config, client);
  }

  private TokenAuthorization anonymous() {
    return authorization(registry, new DockerConfig(folder.resolve("none")));
  }

  private TokenAuthorization ana(URI at) throws IOException {
    return authorization(at, TokenServer.login(folder, "reg.test"));
  }

  private static String password() {
    return new Login(TokenServer.USER, TokenServer.PASSWORD).basic();
  }

  private URI of(String repository) {
    return registry.resolve("/v2/" + repository + "/manifests/1");
  }

  @Test
  void aTokenIsOfOneRepositoryWhateverIsAskedOfIt() throws Exception {
    // Taken by its word it would be over before it could be used.
    lasts = 1;
    TokenAuthorization authorization = anonymous();
    assertEquals(Optional.empty(), authorization.header(of("pub/app")));
    assertTrue(authorization.answer(of("pub/app"), bearer));
    assertEquals(Optional.of("Bearer t1"), authorization.header(of("pub/app")));
    for (String part : List.of("blobs/uploads/1", "tags/list", "referrers/x")) {
      URI uri = registry.resolve("/v2/pub/app/" + part);
      assertEquals(Optional.of("Bearer t1"), authorization.header(uri), part);
    }
    assertEquals(Optional.empty(), authorization.header(of("pub/other")));
    assertEquals(Optional.empty(), authorization.header(registry.resolve("/v2/")));
    assertEquals(List.of("null"), logins);
  }

  @Test
  void theTokensOfSixtyFourRepositoriesAreKeptThoseUsedLastLongest() throws Exception {
    TokenAuthorization authorization = anonymous();
    for (int i = 0; i < 64; i++) {
      authorization.answer(of("r" + i), bearer);
    }
    assertTrue(authorization.header(of("r0")).isPresent());
    authorization.answer(of("r64"), bearer);
    assertTrue(authorization.header(of("r0")).isPresent());
    assertEquals(Optional.empty(), authorization.header(of("r1")));
    assertTrue(authorization.header(of("r2")).isPresent());
  }

  @Test
  void aPasswordIsSentOnceItIsAskedForAndNotOfferedAgain() throws Exception {
    TokenAuthorization authorization = ana(registry);
    assertEquals(Optional.empty(), authorization.header(of("a")));
    assertTrue(authorization.answer(of("a"), BASIC));
    assertEquals(Optional.of(password()), authorization.header(of("a")));
    assertEquals(Optional.of(password()), authorization.header(registry.resolve("/v2/")));
    assertFalse(authorization.answer(of("a"), BASIC), "it was refused");
  }

  @Test
  void aPasswordCrossesANetworkOnlyEncrypted() throws Exception {
    TokenAuthorization plain = ana(URI.create("http://reg.test"));
    assertFalse(plain.answer(URI.create("http://reg.test/v2/"), BASIC));
    assertEquals(Optional.empty(), plain.header(URI.create("http://reg.test/v2/")));
    assertTrue(ana(URI.create("https://reg.test")).answer(URI.create("https://reg.test/"), BASIC));
  }

  @Test
  void whoHasNoPasswordHasNoAnswer() throws Exception {
    assertFalse(anonymous().answer(of("a"), BASIC));
    assertFalse(ana(registry).answer(of("a"), List.of("Negotiate")));
    Path file = folder.resolve("token.json");
    Files.writeString(file, "{\"auths\":{\"reg.test\":{\"identitytoken\":\"abc\"}}}");
    TokenAuthorization token = authorization(registry, new DockerConfig(file));
    assertFalse(token.answer(of("a"), BASIC));
    assertEquals(Optional.empty(), token.header(of("a")));
  }

  @Test
  void theLoginIsReadOnce() throws Exception {
    TokenAuthorization authorization = ana(registry);
    authorization.answer(of("a"), bearer);
    Files.delete(folder.resolve("config.json"));
    authorization.answer(of("b"), bearer);
    assertEquals(List.of(password(), password()), logins);
  }

  @Test
  void aRefusalSaysWhetherALoginWasSent() throws Exception {
    TokenAuthorization authorization = ana(registry);
    assertFalse(refusal(authorization, 401).orElseThrow().why().contains("your saved login"));
    authorization.answer(of("a"), bearer);
    for (int status : new int[] {401, 403}) {
      Problem problem = refusal(authorization, status).orElseThrow();
      assertEquals(Code.REGISTRY_LOGIN_NEEDED, problem.code());
      assertTrue(problem.why().contains("your saved login"), problem.why());
    }
    assertEquals(Code.REGISTRY_BUSY, refusal(authorization, 429).orElseThrow().code());
    assertEquals(Optional.empty(), refusal(authorization, 404));
  }

  private Optional<Problem> refusal(TokenAuthorization authorization, int status) {
    return authorization.refusal("Can't pull", new Refused(of("a"), status, "", 0, ""));
  }

  @Test
  void ofSeveralChallengesATokenComesBeforeAPassword() {
    assertEquals("bearer", scheme("Bearer realm=a", "Basic realm=b"));
    assertEquals("bearer", scheme("Basic realm=b", "Bearer realm=a"));
    assertEquals("basic", scheme("Negotiate", "BASIC realm=b", "Digest x=y"));
  }

  private static String scheme(String... headers) {
    return Challenge.of(List.of(headers)).orElseThrow().scheme();
  }

  @Test
  void aChallengeOfTheLongestLengthIsRead() {
    String longest = "Bearer realm=a,x=";
    String filled = longest + "y".repeat(4096 - longest.length());
    assertEquals("a", Challenge.of(List.of(filled)).orElseThrow().of("realm"));
    assertEquals(Optional.empty(), Challenge.of(List.of(filled + "y")));
  }

  @Test
  void theFirstOfTwoParametersOfANameCounts() {
    Challenge challenge =
        Challenge.of(List.of("Bearer Realm=\"\",realm=b;, scope=c")).orElseThrow();
    assertEquals("", challenge.of("realm"), "a quoted text may be empty");
    assertEquals("c", challenge.of("scope"));
    assertEquals("", challenge.of("service"));
    assertEquals("", Challenge.of(List.of("Bearer")).orElseThrow().of("realm"));
  }
}
