package dev.mooring.debug.inspect;

import dev.mooring.document.Document;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.tunnel.Dialer;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// The connections to a Delve: one to control the program, one to look at it, because Delve works
/// off a connection's calls one by one and holds them while the program runs. Each is opened when
/// it is needed, and again when it was lost. Thread-safe.
public final class DelveConnections implements AutoCloseable {
  private static final Duration CALL = Duration.ofSeconds(5);
  private static final int HALTS = 4;
  private static final Duration PAUSE = Duration.ofMillis(20);

  private final Connection control;
  private final Connection query;

  public DelveConnections(Dialer dialer) {
    control = new Connection(dialer);
    query = new Connection(dialer);
  }

  /// The connection that moves the program. An unanswered `continue` holds up what follows it
  /// there.
  ///
  /// @throws dev.mooring.problem.MooringException when it cannot be opened, or this is closed
  public DelveClient control() throws InterruptedException {
    return control.get();
  }

  /// The connection that only asks. Most questions wait until the program stands.
  ///
  /// @throws dev.mooring.problem.MooringException when it cannot be opened, or this is closed
  public DelveClient query() throws InterruptedException {
    return query.get();
  }

  /// What the program does, at once even while it runs.
  ///
  /// Asks again over a new connection when there is no answer: one that overtakes a `continue`
  /// finds the program halted still, then waits for the lock that the `continue` holds until the
  /// program stops, which on a quiet pod is never (Delve's `Debugger.State`).
  public Document state(Duration limit) throws InterruptedException {
    Duration first = limit.dividedBy(4);
    try {
      return query.get().state(first);
    } catch (MooringException e) {
      if (!(e.getCause() instanceof TimeoutException)) {
        throw e;
      }
    }
    return query.get().state(limit.minus(first));
  }

  /// Stops the program.
  ///
  /// Asks again when there is no answer: a debug adapter that is just letting the program go on
  /// from a logpoint takes the stop for its own, and the first request waits for another one.
  public Document halt(Duration limit) throws InterruptedException {
    Duration once = limit.dividedBy(HALTS);
    for (int i = 1; i < HALTS; i++) {
      try {
        return control.get().halt(once);
      } catch (MooringException e) {
        if (!(e.getCause() instanceof TimeoutException)) {
          throw e;
        }
      }
    }
    return control.get().halt(once);
  }

  /// Lets the program go on and waits until it does, or has stopped again: going on is not
  /// answered, and whoever halts next must not overtake it.
  public void resume() throws InterruptedException {
    Future<Document> stop = control.get().resume();
    long deadline = System.nanoTime() + CALL.toNanos();
    while (!stop.isDone() && !state(CALL).at("Running").isTrue() && System.nanoTime() < deadline) {
      Thread.sleep(PAUSE);
    }
  }

  @Override
  public void close() {
    control.close();
    query.close();
  }

  private static final class Connection implements AutoCloseable {
    private final Dialer dialer;
    private @Nullable DelveClient client;
    private boolean closed;

    Connection(Dialer dialer) {
      this.dialer = dialer;
    }

    synchronized DelveClient get() throws InterruptedException {
      DelveClient open = client;
      if (closed) {
        throw new Problem(
                Code.DEBUG_SESSION_ENDED,
                Messages.of("delve-was-not-asked"),
                Messages.of("the-session-ended"),
                new Remedy.Advice(Messages.of("attach-again")))
            .raise();
      }
      if (open == null || open.lost()) {
        if (open != null) {
          open.close();
        }
        open = new DelveClient(dialer.dial());
        client = open;
      }
      return open;
    }

    @Override
    public synchronized void close() {
      closed = true;
      if (client != null) {
        client.close();
      }
    }
  }
}
