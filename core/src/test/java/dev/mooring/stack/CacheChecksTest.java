package dev.mooring.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.problem.Finding;
import dev.mooring.problem.Finding.Level;
import dev.mooring.registry.TinyRegistry;
import dev.mooring.stack.options.Additions;
import dev.mooring.stack.options.StackOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CacheChecksTest {
  private static final StackOptions CACHE =
      StackOptions.defaults().withAdditions(Additions.NONE.withPullThrough("https://docker.io"));

  private TinyRegistry registry;
  private ProbePush way;

  @BeforeEach
  void open() throws IOException {
    registry = new TinyRegistry();
    way =
        new ProbePush(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), registry.uri().getPort()));
  }

  @AfterEach
  void close() {
    way.close();
    registry.close();
  }

  private void answering(int status, String code) {
    registry.twists.add(
        exchange -> {
          TinyRegistry.error(exchange, status, code);
          return true;
        });
  }

  @ParameterizedTest
  @CsvSource({
    "404, MANIFEST_UNKNOWN, OK, docker.io answers",
    "401, UNAUTHORIZED, OK, docker.io answers",
    "429, TOOMANYREQUESTS, WARNING, docker.io limits the number of requests (429)",
    "500, UNKNOWN, WARNING, docker.io can't be reached (500"
  })
  void whatTheUpstreamSaysIsTold(int status, String code, Level level, String begins)
      throws InterruptedException {
    answering(status, code);
    Finding found = new CacheChecks(CACHE, way).upstream("0123456789abcdef").finding();
    assertEquals(level, found.level());
    assertEquals(begins, found.sentence().substring(0, begins.length()));
  }

  @Test
  void aCacheThatTakesAPushFailsItsVerification() throws InterruptedException {
    assertEquals(Level.BLOCKER, new CacheChecks(CACHE, way).push().finding().level());
    answering(403, "DENIED");
    assertEquals(Level.OK, new CacheChecks(CACHE, way).push().finding().level());
  }
}
