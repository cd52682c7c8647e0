package dev.mooring.tunnel.liveness;

import dev.mooring.cluster.ApiEndpoint;
import dev.mooring.cluster.Unreachable;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.tunnel.ReachabilityEvent;
import dev.mooring.tunnel.connection.ApiConnection;
import dev.mooring.tunnel.connection.HttpHead;
import dev.mooring.tunnel.connection.Source;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Asks the API server a few times a second whether it is there, over one kept connection.
///
/// `OPTIONS *` asks for nothing: Go's HTTP server answers it before any handler, so that it costs
/// no login, no audit line and no place in the API's queues (decision 401). Behind a path prefix
/// something else would answer it, and some proxies hang up on it, so there `/version` is asked
/// for. Any answer counts.
public final class ServerPulse {
  private static final Duration PAUSE = Duration.ofMillis(250);

  /// With the pause this keeps the report within a second.
  private static final Duration SILENCE = Duration.ofMillis(600);

  /// What an answer may take where the way is long: a multiple of the usual.
  private static final int UNUSUAL = 4;

  private static final Duration LONGEST = Duration.ofSeconds(5);
  private static final Duration CONNECT = Duration.ofSeconds(2);

  /// Longer than any pause of a busy machine.
  private static final Duration ASLEEP = Duration.ofSeconds(3);

  private static final int LARGEST_BODY = 64 * 1024;
  private static final Pattern LENGTH = Pattern.compile("[0-9]{1,6}");

  private final ApiEndpoint endpoint;
  private final Consumer<ReachabilityEvent> event;
  private final Clock clock;
  private long usual;

  /// Whether `OPTIONS *` ended the connection: a handshake for each question costs a hundred times
  /// more than the question.
  private boolean unwelcome;

  private @Nullable Problem told;

  /// Asks nothing before [#run].
  ///
  /// @param event told of silence, of its end, and that the machine slept; on the thread in
  /// [#run], and never twice the same in a row
  /// @param clock the wall's, which goes on while the machine sleeps
  public ServerPulse(ApiEndpoint endpoint, Consumer<ReachabilityEvent> event, Clock clock) {
    this.endpoint = endpoint;
    this.event = event;
    this.clock = clock;
  }

  private byte[] question(URI server) {
    String prefix = server.getRawPath() == null ? "" : server.getRawPath().replaceAll("/+$", "");
    String line =
        prefix.isEmpty() && !unwelcome
            ? "OPTIONS * HTTP/1.1"
            : "GET " + prefix + "/version HTTP/1.1";
    return (line + "\r\nHost: " + server.getRawAuthority() + "\r\nUser-Agent: mooring\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  /// Asks until it is interrupted. Failures of the connection are what it tells of, and never
  /// thrown.
  public void run() throws InterruptedException {
    while (true) {
      try {
        follow();
      } catch (IOException e) {
        silent(Unreachable.problem(Messages.of("the-api-server-cannot-be-reached"), endpoint, e));
      } catch (MooringException e) {
        silent(e.problem());
      }
      pause();
    }
  }

  private void follow() throws IOException, InterruptedException {
    Duration limit = told == null ? LONGEST : CONNECT;
    try (ApiConnection connection = ApiConnection.open(endpoint, limit)) {
      follow(connection);
    }
  }

  private void follow(ApiConnection connection) throws IOException, InterruptedException {
    URI server = endpoint.server();
    byte[] question = question(server);
    Source answers = new Source(connection.input());
    while (endpoint.server().equals(server)) {
      long start = System.nanoTime();
      long wall = clock.millis();
      long limit = Math.clamp(usual * UNUSUAL, SILENCE.toNanos(), LONGEST.toNanos());
      connection.limit(Duration.ofNanos(limit));
      boolean kept;
      try {
        connection.write(question, 0, question.length);
        kept = skip(HttpHead.read(answers), answers);
      } catch (SocketTimeoutException e) {
        if (woke(wall, limit)) {
          return;
        }
        throw e;
      }
      if (woke(wall, limit)) {
        return;
      }
      long took = System.nanoTime() - start;
      usual = usual == 0 ? took : (7 * usual + took) / 8;
      heard();
      unwelcome |= !kept;
      if (pause() || !kept) {
        return;
      }
    }
  }

  /// True when the process stood still meanwhile; what is connected is then not trusted.
  private boolean pause() throws InterruptedException {
    long wall = clock.millis();
    TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
    return woke(wall, PAUSE.toNanos());
  }

  private boolean woke(long wall, long expected) {
    long gone = clock.millis() - wall - expected / 1_000_000;
    if (gone < ASLEEP.toMillis()) {
      return false;
    }
    event.accept(new ReachabilityEvent.Woke(Duration.ofMillis(gone)));
    return true;
  }

  private void heard() {
    if (told != null) {
      told = null;
      event.accept(new ReachabilityEvent.ServerHeard());
    }
  }

  private void silent(Problem why) {
    if (!why.equals(told)) {
      told = why;
      event.accept(new ReachabilityEvent.ServerSilent(why));
    }
  }

  /// Reads past the answer's body.
  ///
  /// @return whether the connection can be asked again
  private static boolean skip(HttpHead head, InputStream body) throws IOException {
    String length = head.header("content-length");
    boolean ends =
        head.status() == 204
            || (LENGTH.matcher(length).matches() && Integer.parseInt(length) <= LARGEST_BODY);
    if (!ends || head.header("connection").equalsIgnoreCase("close")) {
      return false;
    }
    if (head.status() != 204) {
      body.skipNBytes(Integer.parseInt(length));
    }
    return true;
  }
}
