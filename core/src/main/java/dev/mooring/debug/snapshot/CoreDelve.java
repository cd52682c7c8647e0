package dev.mooring.debug.snapshot;

import dev.mooring.debug.inspect.DelveConnections;
import dev.mooring.problem.MooringException;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.Dialer;
import dev.mooring.tunnel.PodPort;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/// A second Delve in the debug container, which has the core file open while the program runs on.
/// Closing ends it; so does the loss of the connection.
final class CoreDelve implements AutoCloseable {
  private static final Duration CALL = Duration.ofSeconds(5);
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final int FIRST_PORT = 20_000;
  private static final int PORTS = 10_000;

  /// $1 Delve, $2 the program, $3 the core file, $4 the port. Delve is waited for here: an orphan
  /// would fall to the application.
  private static final String SCRIPT =
      """
      export GO_TELEMETRY_CHILD=2
      "$1" core "$2" "$3" --headless --accept-multiclient --api-version=2 \
        "--listen=127.0.0.1:$4" --only-same-user=false --check-go-version=false \
        </dev/null >/dev/null 2>&1 &
      delve=$!
      cat >/dev/null
      kill -KILL "$delve"
      wait "$delve"
      """;

  private final ByteStream running;
  private final Dialer dialer;

  private CoreDelve(ByteStream running, Dialer dialer) {
    this.running = running;
    this.dialer = dialer;
  }

  /// @param delve program of Delve in the debug container
  /// @param program of which the core is
  static CoreDelve open(Subject subject, String delve, String program, String core)
      throws InterruptedException {
    int port = FIRST_PORT + ThreadLocalRandom.current().nextInt(PORTS);
    ByteStream running =
        subject
            .tunnels()
            .exec(
                subject.namespace(),
                subject.pod(),
                subject.debugger(),
                PodShell.command(SCRIPT, delve, program, core, Integer.toString(port)));
    PodPort place = new PodPort(subject.namespace(), subject.pod(), port);
    CoreDelve opened = new CoreDelve(running, () -> subject.tunnels().open(place));
    try {
      opened.awaitOpen();
      return opened;
    } catch (InterruptedException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  Dialer dialer() {
    return dialer;
  }

  private void awaitOpen() throws InterruptedException {
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (true) {
      try (DelveConnections delve = new DelveConnections(dialer)) {
        delve.query().version(CALL);
        return;
      } catch (MooringException e) {
        if (System.nanoTime() > deadline || running.lost()) {
          throw e;
        }
      }
      Thread.sleep(PAUSE);
    }
  }

  @Override
  public void close() {
    running.close();
  }
}
