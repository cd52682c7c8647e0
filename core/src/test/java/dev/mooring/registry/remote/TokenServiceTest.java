package dev.mooring.registry.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.registry.http.BoundedClient;
import dev.mooring.registry.http.Reach;
import dev.mooring.registry.http.WayOut;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TokenServiceTest {
  private static final Login ANA = new Login("ana", "s3cret");

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private BoundedClient client;
  private URI registry;
  private TokenService service;
  private int status = 200;
  private String body = "{\"token\":\"abc\"}";

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            String form =
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            asked.add(
                exchange.getRequestMethod()
                    + " "
                    + exchange.getRequestURI()
                    + " "
                    + exchange.getRequestHeaders().getFirst("Authorization")
                    + " "
                    + exchange.getRequestHeaders().getFirst("Content-Type")
                    + " "
                    + form);
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
          }
        });
    server.start();
    registry = URI.create("http://localhost:" + server.getAddress().getPort());
    client = new BoundedClient(Reach.of(null, WayOut.OF_MACHINE));
    service = new TokenService("reg.test", registry, client);
  }

  @AfterEach
  void stop() {
    client.close();
    server.stop(0);
  }

  private Challenge challenge(String path) {
    return new Challenge(
        "bearer", Map.of("realm", registry + path, "service", "a b", "scope", "repository:x:pull"));
  }

  private TokenService.Token token(String answer) throws IOException, InterruptedException {
    body = answer;
    return service.get(challenge("/token"), Optional.empty());
  }

  private Problem problem(int answered, Optional<Login> login) {
    status = answered;
    return assertThrows(MooringException.class, () -> service.get(challenge("/token"), login))
        .problem();
  }

  @Test
  void whoIsNobodyAsksWithoutALogin() throws Exception {
    assertEquals("abc", service.get(challenge("/token"), Optional.empty()).text());
    assertEquals(List.of("GET /token?service=a+b&scope=repository%3Ax%3Apull null null "), asked);
  }

  @Test
  void aPasswordGoesIntoTheHeaderAndItsUserIntoTheAddress() throws Exception {
    service.get(challenge("/token?x=1"), Optional.of(ANA));
    assertEquals(
        List.of(
            "GET /token?x=1&service=a+b&scope=repository%3Ax%3Apull&account=ana "
                + ANA.basic()
                + " null "),
        asked);
  }

  @Test
  void anAddressWithNothingToAddIsAskedAsItIs() throws Exception {
    service.get(new Challenge("bearer", Map.of("realm", registry + "/token")), Optional.empty());
    assertEquals(List.of("GET /token null null "), asked);
  }

  @Test
  void aRefreshTokenIsPostedAsAForm() throws Exception {
    service.get(challenge("/token"), Optional.of(Login.ofToken("r&f")));
    assertEquals(
        List.of(
            "POST /token null application/x-www-form-urlencoded grant_type=refresh_token"
                + "&client_id=mooring&service=a+b&scope=repository%3Ax%3Apull"
                + "&refresh_token=r%26f"),
        asked);
  }

  @Test
  void eitherNameOfATokenWillDo() throws Exception {
    assertEquals("a", token("{\"token\":\"a\",\"access_token\":\"b\"}").text());
    assertEquals("b", token("{\"access_token\":\"b\"}").text());
    assertEquals("a".repeat(32_768), token("{\"token\":\"" + "a".repeat(32_768) + "\"}").text());
    assertFalse(token("{\"token\":\"abc\"}").toString().contains("abc"));
  }

  @Test
  void whatCannotStandInAHeaderIsNoToken() {
    for (String wrong :
        List.of(
            "{}",
            "{\"token\":\"\"}",
            "{\"token\":\"a b\"}",
            "{\"token\":\"a\\nb\"}",
            "{\"token\":\"" + "a".repeat(32_769) + "\"}")) {
      body = wrong;
      Problem problem = problem(200, Optional.empty());
      assertEquals(Code.REGISTRY_LOGIN_NEEDED, problem.code());
      assertTrue(problem.why().contains(registry.toString()), problem.why());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', 60",
    "',\"expires_in\":300', 300",
    "',\"expires_in\":0', 1",
    "',\"expires_in\":-5', 1",
    "',\"expires_in\":999999999', 86400"
  })
  void aTokenIsGoodForASecondToADay(String said, long seconds) throws Exception {
    assertEquals(Duration.ofSeconds(seconds), token("{\"token\":\"a\"" + said + "}").lasts());
  }

  @Test
  void eachRefusalOfTheServiceIsToldAsWhatItIs() {
    for (int refused : new int[] {400, 401, 403}) {
      Problem known = problem(refused, Optional.of(ANA));
      assertEquals(Code.REGISTRY_LOGIN_NEEDED, known.code());
      assertTrue(known.why().contains("rejects your saved login"), known.why());
      assertFalse(problem(refused, Optional.empty()).why().contains("rejects your saved login"));
    }
    assertEquals(Code.REGISTRY_BUSY, problem(429, Optional.of(ANA)).code());
    for (int failed : new int[] {201, 404, 500}) {
      Problem problem = problem(failed, Optional.empty());
      assertEquals(Code.REGISTRY_FAILED, problem.code());
      assertTrue(problem.why().contains(String.valueOf(failed)), problem.why());
    }
  }

  @Test
  void anAnswerOfMoreThanAMebibyteIsNotKept() {
    body = " ".repeat(1 << 20) + "{}";
    assertThrows(IOException.class, () -> service.get(challenge("/token"), Optional.empty()));
  }
}
