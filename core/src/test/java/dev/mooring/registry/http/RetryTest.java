package dev.mooring.registry.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class RetryTest {
  private final AtomicInteger attempts = new AtomicInteger();
  private ServerSocket away;
  private Connection connection;
  private Retry retry;

  @BeforeEach
  void awayForever() throws Exception {
    away = new ServerSocket(0);
    away.close();
    connection = new Connection(URI.create("http://127.0.0.1:" + away.getLocalPort()));
    retry = new Retry(connection, Duration.ofMillis(50), Duration.ofMillis(1));
  }

  @AfterEach
  void close() {
    connection.close();
  }

  @Test
  void aHostWithoutAnAddressIsAMistakeUntilItWasHeard() throws Exception {
    MooringException mistake = assertThrows(MooringException.class, this::unknown);
    assertEquals(1, attempts.get());
    assertEquals(Code.REGISTRY_UNREACHABLE, mistake.problem().code());
    assertEquals("the hostname can't be resolved", mistake.problem().why());

    assertEquals("heard", retry.run("Can't read a", () -> "heard"));
    MooringException gone = assertThrows(MooringException.class, this::unknown);
    assertEquals("the connection to the registry was lost for more than 0 s", gone.problem().why());
  }

  private String unknown() throws InterruptedException {
    return retry.run(
        "Can't read a",
        () -> {
          attempts.incrementAndGet();
          throw new UnknownHostException("registry.invalid");
        });
  }
}
