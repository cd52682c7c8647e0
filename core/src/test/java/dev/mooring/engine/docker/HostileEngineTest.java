package dev.mooring.engine.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.mooring.engine.Engine;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// An engine that answers with too much, with nonsense, or with what could steer a screen.
@Timeout(30)
final class HostileEngineTest {
  private static final int ENOUGH = 100 << 20;

  private final AtomicLong sent = new AtomicLong();
  private HttpServer server;
  private Engine engine;

  private interface Answer {
    void write(OutputStream out) throws IOException;
  }

  @BeforeEach
  void start() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    say("/version", "{\"Version\": \"28\", \"ApiVersion\": \"1.48\"}");
    server.start();
    engine = open();
  }

  private Engine open() throws InterruptedException {
    return DockerEngine.open("tcp://127.0.0.1:" + server.getAddress().getPort(), null);
  }

  @AfterEach
  void stop() {
    engine.close();
    server.stop(0);
  }

  private void say(String path, String json) {
    say(path, out -> out.write(json.getBytes(StandardCharsets.UTF_8)));
  }

  private void say(String path, Answer answer) {
    say(path, answer, 200);
  }

  private void say(String path, Answer answer, int status) {
    server.createContext(path, exchange -> send(exchange, answer, status));
  }

  private static void send(HttpExchange exchange, Answer answer, int status) throws IOException {
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(status, 0);
      answer.write(exchange.getResponseBody());
    }
  }

  /// So much of the same as the other side takes, and at most a hundred megabytes.
  private Answer endless(String begin, String again) {
    return out -> {
      out.write(begin.getBytes(StandardCharsets.UTF_8));
      byte[] part =
          again.repeat(Math.max(1, 8192 / again.length())).getBytes(StandardCharsets.UTF_8);
      while (sent.addAndGet(part.length) < ENOUGH) {
        out.write(part);
      }
    };
  }

  private void failsSoon() {
    MooringException failed = assertThrows(MooringException.class, engine::images);
    assertClean(failed);
    assertTrue(sent.get() < ENOUGH, "it stopped reading: " + sent);
  }

  private static void assertClean(MooringException failed) {
    String said = failed.problem().what() + failed.problem().why() + failed.problem().detail();
    assertTrue(said.length() < 2_000, said);
    assertTrue(said.codePoints().noneMatch(Character::isISOControl), said);
  }

  @Test
  void aListWithoutAnEndIsGivenUp() {
    say("/v1.44/images/json", endless("[{}", ",{\"Id\":\"sha256:1\",\"RepoTags\":[\"a:1\"]}"));
    failsSoon();
  }

  @Test
  void aTextWithoutAnEndIsGivenUp() {
    say("/v1.44/images/json", endless("[{\"Id\":\"", "x"));
    failsSoon();
  }

  @Test
  void aRefusalWithoutAnEndIsCut() {
    say("/v1.44/images/json", endless("no", "\u001b[31m no"), 500);
    failsSoon();
  }

  @Test
  void anAnswerThatOnlyNestsIsGivenUp() {
    say("/v1.44/images/json", endless("", "["));
    failsSoon();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "7",
        "\"x\"",
        "[7]",
        "[[]]",
        "[{\"Id\":{}}]",
        "[{\"RepoTags\":7}]",
        "[{\"RepoTags\":[{}]}]",
        "[{\"Size\":\"many\"}]",
        "[{\"Created\":[]}]",
        "<html>\u001b[31m"
      })
  void whatIsOfAnotherTypeIsNoList(String json) {
    say("/v1.44/images/json", json);
    assertClean(assertThrows(MooringException.class, engine::images));
  }

  @Test
  void whatIsMissingOrBeyondAllBoundsIsLeftOut() throws Exception {
    say(
        "/v1.44/images/json",
        """
        [null, {}, {"Id": null, "RepoTags": null}, {"Id": "sha256:1", "Size": -5,
          "Created": 9223372036854775807, "RepoTags": [null, "a:1", "<none>:<none>", ""]}]
        """);
    List<Engine.LocalImage> images = engine.images();
    assertEquals(List.of("a:1"), images.getFirst().names());
    assertEquals(0, images.getFirst().size());
    assertEquals(null, images.getFirst().created());
    assertTrue(images.stream().skip(1).allMatch(each -> each.names().isEmpty()), images::toString);
  }

  @Test
  void whatAnEngineSaysOfAnImageIsCutAndNeverADefect() throws Exception {
    say("/v1.44/images/odd/json", "{\"Id\": 7, \"Created\": \"+999999999999-01-01T00:00:00Z\"}");
    say("/v1.44/images/odd/history", "[null, {\"Created\": 9223372036854775807, \"Size\": -1}]");
    assertEquals(List.of(0L), engine.inspect("odd").steps().stream().map(e -> e.size()).toList());
    say("/v1.44/images/types/json", "{\"Config\": \"x\"}");
    say("/v1.44/images/types/history", "[]");
    assertClean(assertThrows(MooringException.class, () -> engine.inspect("types")));
    say("/v1.44/images/null/json", "null");
    say("/v1.44/images/null/history", "null");
    assertClean(assertThrows(MooringException.class, () -> engine.inspect("null")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "[]", "{\"ApiVersion\": {}}", "{\"Components\": [null]}"})
  void aVersionThatIsNoneIsNoEngine(String json) {
    server.removeContext("/version");
    say("/version", json);
    try (Engine opened = open()) {
      assertTrue(opened.description().length() < 200, opened.description());
    } catch (MooringException e) {
      assertEquals(Code.ENGINE_UNREACHABLE, e.problem().code());
      assertClean(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void anEnginesOwnNameSteersNoScreen() throws Exception {
    server.removeContext("/version");
    say(
        "/version",
        "{\"Version\": \"\\u001b[2J" + "9".repeat(5_000) + "\", \"ApiVersion\": \"1.48\"}");
    try (Engine opened = open()) {
      assertTrue(opened.description().length() < 400, "it is cut");
      assertTrue(opened.description().codePoints().noneMatch(Character::isISOControl));
    }
  }
}
