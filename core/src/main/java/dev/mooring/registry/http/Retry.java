package dev.mooring.registry.http;

import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.io.IOException;
import java.time.Duration;
import java.util.function.LongSupplier;

/// Brings requests through a registry's restart: after a broken connection waits until it
/// answers again and makes another attempt.
///
/// An attempt that got further than the one before counts as the first. An answer that is too
/// long, and a wait of more than a minute that a busy registry asks for, are thrown at once;
/// so is every refusal, since it will be the same again. Thread-safe, blocking.
public final class Retry {
  private final Connection connection;
  private final Duration absence;
  private final Duration firstPause;
  private volatile boolean heard;

  /// @param absence how long the registry may be away
  Retry(Connection connection, Duration absence, Duration firstPause) {
    this.connection = connection;
    this.absence = absence;
    this.firstPause = firstPause;
  }

  /// For 60 seconds, with pauses that double from 200 milliseconds on, as often as the
  /// connection's [Patience] says.
  public Retry(Connection connection) {
    this(connection, Duration.ofSeconds(60), Duration.ofMillis(200));
  }

  /// @param attempt made again from its start
  public <T> T run(String what, Connection.Attempt<T> attempt) throws InterruptedException {
    return run(what, attempt, () -> 0);
  }

  /// @param attempt made again from where it got to
  /// @param got how far that is: as long as it grows there is always another attempt
  public <T> T run(String what, Connection.Attempt<T> attempt, LongSupplier got)
      throws InterruptedException {
    Duration pause = firstPause;
    long before = 0;
    for (int retries = 0; ; retries++) {
      try {
        T result = attempt.run();
        heard = true;
        return result;
      } catch (IOException e) {
        if (!heard && RegistryRefusals.isUnknownHost(e)) {
          // A mistake in the name. Once it was heard, the machine has lost its network.
          throw failure(what, e);
        }
        if (got.getAsLong() > before) {
          before = got.getAsLong();
          retries = 0;
          pause = firstPause;
        }
        Duration asked = e instanceof PassingFailure passing ? passing.pause() : Duration.ZERO;
        if (retries >= connection.patience().retries()
            || e instanceof BoundedBody.TooLong
            || asked.compareTo(RetryAfter.LONGEST) > 0) {
          throw failure(what, e);
        }
        Thread.sleep(asked.compareTo(pause) > 0 ? asked : pause);
        awaitRegistry(what, e);
        pause = pause.multipliedBy(2);
      }
    }
  }

  private void awaitRegistry(String what, IOException lost) throws InterruptedException {
    long deadline = System.nanoTime() + absence.toNanos();
    while (!Ping.isAlive(connection)) {
      if (System.nanoTime() > deadline) {
        throw new Problem(
                Code.REGISTRY_UNREACHABLE,
                what,
                Messages.of("the-registry-went-away-and-did", absence.toSeconds()),
                new Remedy.Command(Messages.of("see-what-is-wrong-then-run"), "mooring verify"),
                lost.toString())
            .raise(lost);
      }
      Thread.sleep(firstPause.multipliedBy(2));
    }
  }

  private MooringException failure(String what, IOException e) {
    return e instanceof PassingFailure && e.getCause() instanceof MooringException refused
        ? refused
        : connection.failed(what, e);
  }
}
