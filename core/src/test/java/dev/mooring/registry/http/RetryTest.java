package dev.mooring.registry.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.registry.TinyRegistry;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class RetryTest {
  private final AtomicInteger attempts = new AtomicInteger();
  private ServerSocket away;
  private TinyRegistry server;
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
    if (server != null) {
      server.close();
    }
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

  /// From here on a registry is there.
  private void answering() throws Exception {
    connection.close();
    server = new TinyRegistry();
    connection = new Connection(server.uri());
    retry = new Retry(connection, Duration.ofSeconds(5), Duration.ofMillis(1));
  }

  private String failing(IOException why, LongSupplier got) throws InterruptedException {
    return retry.run(
        "Can't read a",
        () -> {
          attempts.incrementAndGet();
          throw why;
        },
        got);
  }

  private PassingFailure busy(String seconds) {
    HttpHeaders headers =
        HttpHeaders.of(Map.of("Retry-After", List.of(seconds)), (name, value) -> true);
    Answer answer = new Answer("GET", connection.base(), 429, headers, new byte[0]);
    return assertInstanceOf(
        PassingFailure.class,
        assertThrows(
            IOException.class,
            () -> {
              throw PassingFailure.of(connection, "Can't read a", "a", answer);
            }));
  }

  @Test
  void fiveRetriesWithoutAByteAreTheLast() throws Exception {
    answering();
    MooringException lost =
        assertThrows(
            MooringException.class, () -> failing(new IOException("broken pipe"), () -> 0));
    assertEquals(6, attempts.get());
    assertEquals(Code.REGISTRY_UNREACHABLE, lost.problem().code());
    assertTrue(lost.problem().why().contains("broken pipe"), lost.problem().why());
  }

  @Test
  void bytesThatMovedGiveFiveRetriesMore() throws Exception {
    answering();
    assertThrows(
        MooringException.class,
        () -> failing(new IOException("broken pipe"), () -> Math.min(attempts.get(), 4)));
    assertEquals(9, attempts.get(), "as many after the fourth as after a first");
  }

  @Test
  void asLongAsBytesMoveThereIsAlwaysAnotherAttempt() throws Exception {
    answering();
    assertEquals(
        "done",
        retry.run(
            "Can't read a",
            () -> {
              if (attempts.incrementAndGet() <= 12) {
                throw new IOException("broken pipe");
              }
              return "done";
            },
            attempts::get));
    assertEquals(13, attempts.get());
  }

  @Test
  void whoHasPatienceForOneTryMakesOne() throws Exception {
    answering();
    connection.close();
    connection =
        new Connection(
            server.uri(), Authorization.NONE, Reach.of(null, WayOut.OF_MACHINE), Patience.ONE_TRY);
    retry = new Retry(connection, Duration.ofSeconds(5), Duration.ofMillis(1));
    assertThrows(MooringException.class, () -> failing(new IOException("broken pipe"), () -> 0));
    assertEquals(1, attempts.get());
    assertEquals(0, server.requests.size(), "nor is the registry waited for");
  }

  @Test
  void anAnswerThatIsTooLongStaysTooLong() throws Exception {
    answering();
    MooringException thrown =
        assertThrows(MooringException.class, () -> failing(new BoundedBody.TooLong(7), () -> 0));
    assertEquals(Code.IMAGE_UNREADABLE, thrown.problem().code());
    assertEquals(1, attempts.get());
  }

  @Test
  void aWaitOfMoreThanAMinuteIsToldAndAMinuteIsWaited() throws Exception {
    answering();
    PassingFailure longer = busy("61");
    MooringException told = assertThrows(MooringException.class, () -> failing(longer, () -> 0));
    assertEquals(Code.REGISTRY_BUSY, told.problem().code());
    assertEquals(1, attempts.get());

    PassingFailure minute = busy("60");
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, () -> failing(minute, () -> 0));
    assertEquals(2, attempts.get());
  }

  @Test
  void theWaitThatIsAskedForIsKept() throws Exception {
    answering();
    PassingFailure busy = busy("1");
    long start = System.nanoTime();
    assertEquals(
        "done",
        retry.run(
            "Can't read a",
            () -> {
              if (attempts.getAndIncrement() == 0) {
                throw busy;
              }
              return "done";
            }));
    assertTrue(System.nanoTime() - start >= 950_000_000L);
  }

  @Test
  void aRegistryThatComesBackIsWaitedForBeforeTheNextAttempt() throws Exception {
    answering();
    AtomicInteger pings = new AtomicInteger();
    server.twists.add(
        exchange -> {
          int status = pings.getAndIncrement() < 2 ? 503 : 401;
          TinyRegistry.error(exchange, status, "UNAUTHORIZED");
          return true;
        });
    assertEquals(
        "done",
        retry.run(
            "Can't read a",
            () -> {
              if (attempts.getAndIncrement() == 0) {
                throw new IOException("broken pipe");
              }
              return "done";
            }));
    assertEquals(3, pings.get(), "one that wants a login is there");
  }
}
