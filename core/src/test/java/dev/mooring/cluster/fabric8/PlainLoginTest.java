package dev.mooring.cluster.fabric8;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Cluster;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What goes to a server without TLS, or where a server sends it on.
final class PlainLoginTest {
  private static final String TOKEN = "s3cr3t-t0ken";

  @TempDir Path folder;

  private final List<String> logins = new CopyOnWriteArrayList<>();

  @Test
  void noLoginGoesOutWithoutTls() throws Exception {
    Files.writeString(folder.resolve("token"), TOKEN);
    List<String> users =
        List.of(
            "token: " + TOKEN,
            "tokenFile: token",
            "{username: ana, password: " + TOKEN + "}",
            "{exec: {command: no-such-plugin}}",
            "{auth-provider: {name: oidc, config: {id-token: " + TOKEN + "}}}");
    for (String user : users) {
      try (TestServer server = plain();
          Cluster cluster = open("server: http://127.0.0.1:" + server.port(), user, Map.of())) {
        Problem problem = assertThrows(MooringException.class, cluster::version).problem();
        assertEquals(Code.LOGIN_FAILED, problem.code(), user);
        assertTrue(problem.why().contains("doesn't use TLS"), problem::toString);
        assertFalse(problem.toString().contains(TOKEN), problem::toString);
        assertThrows(MooringException.class, () -> cluster.endpoint().headers(), user);
        assertEquals(List.of(), server.requests(), user);
      }
    }
  }

  @Test
  void whoHasNoLoginMayAskWithoutTls() throws Exception {
    try (TestServer server = plain();
        Cluster cluster = open("server: http://127.0.0.1:" + server.port(), "{}", Map.of())) {
      assertEquals("v1.35.4", cluster.version().gitVersion());
      assertEquals(List.of("null"), logins);
    }
  }

  @Test
  void theSettingSparesLoopbackAndNothingElse() throws Exception {
    for (String host : List.of("127.0.0.1", "127.1.2.3", "localhost", "[::1]")) {
      try (Cluster cluster =
          open("server: 'http://" + host + ":1'", "token: x", TestServer.PLAIN)) {
        assertEquals("Bearer x", cluster.endpoint().headers().get("Authorization"), host);
      }
    }
    for (String host : List.of("api.test", "10.0.0.1", "localhost.evil.test", "127.0.0.1.test")) {
      try (Cluster cluster =
          open("server: 'http://" + host + ":1'", "token: x", TestServer.PLAIN)) {
        assertThrows(MooringException.class, () -> cluster.endpoint().headers(), host);
      }
    }
    String behind = "{server: 'http://127.0.0.1:1', proxy-url: 'http://proxy.test:3128'}";
    try (Cluster cluster = open(behind, "token: x", TestServer.PLAIN)) {
      assertThrows(MooringException.class, () -> cluster.endpoint().headers());
    }
    try (Cluster cluster =
        open("server: 'http://127.0.0.1:1'", "token: x", Map.of(Route.PLAIN, "always"))) {
      assertThrows(MooringException.class, () -> cluster.endpoint().headers());
    }
  }

  @Test
  void aLoginIsNotSentWhereTheServerRedirectsTo() throws Exception {
    try (TestServer thief = plain();
        TestServer server =
            new TestServer(
                0,
                (exchange, request) -> {
                  exchange
                      .getResponseHeaders()
                      .set("Location", "http://127.0.0.1:" + thief.port() + "/version");
                  exchange.sendResponseHeaders(307, -1);
                });
        Cluster cluster =
            TestServer.connect(folder, server.port(), "token: x", Duration.ofSeconds(5))) {
      assertThrows(MooringException.class, cluster::version);
      assertThrows(MooringException.class, () -> cluster.followLog("dev", "p", "", 1, line -> {}));
      assertEquals(List.of(), thief.requests());
    }
  }

  private TestServer plain() {
    return new TestServer(
        0,
        (exchange, request) -> {
          logins.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
          TestServer.say(exchange, 200, "{\"gitVersion\":\"v1.35.4\"}");
        });
  }

  private Cluster open(String cluster, String user, Map<String, String> environment)
      throws IOException {
    Path file = TestKubeconfig.write(folder, cluster, user);
    return new FabricKubeconfig(List.of(file), environment)
        .connect(null, Duration.ofSeconds(5), Duration.ofSeconds(1));
  }
}
