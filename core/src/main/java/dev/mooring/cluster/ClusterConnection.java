package dev.mooring.cluster;

import dev.mooring.job.Observed;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Whether a cluster can be reached now, judged by the API server itself: it is asked for its
/// version every few seconds, less often while it never answered.
///
/// States are announced on a thread of the connection's. The cluster is not owned: closing ends
/// the asking only.
public final class ClusterConnection implements AutoCloseable {
  private static final Duration SLOWEST = Duration.ofSeconds(30);

  private final Cluster cluster;
  private final Duration beat;
  private final Clock clock;
  private final Observed<State> state = new Observed<>(new State.Disconnected());
  private final Semaphore asked = new Semaphore(0);
  private final ExecutorService thread =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("connection-", 0).factory());
  private volatile boolean closed;
  private @Nullable Future<?> asking;

  /// What is known of the way to the API server.
  public sealed interface State {
    record Disconnected() implements State {}

    record Connecting(Instant since) implements State {}

    /// @param freshAsOf when the server last answered
    record Connected(ServerVersion server, Instant freshAsOf) implements State {}

    /// It answered before and does not now; what is shown is from then.
    ///
    /// @param since when it last answered
    record Stale(Instant since, Problem why) implements State {}

    /// It has not answered yet.
    record Failed(Problem why) implements State {}
  }

  public ClusterConnection(Cluster cluster) {
    this(cluster, Duration.ofSeconds(5), Clock.systemUTC());
  }

  public ClusterConnection(Cluster cluster, Duration beat, Clock clock) {
    this.cluster = cluster;
    this.beat = beat;
    this.clock = clock;
  }

  public Observed<State> state() {
    return state;
  }

  /// Starts asking; does nothing when it runs already.
  public synchronized void open() {
    if (asking == null) {
      state.set(new State.Connecting(clock.instant()));
      asking = thread.submit(this::ask);
    }
  }

  /// Asks at once instead of at the next turn, as a button does.
  public void askNow() {
    asked.release();
  }

  private void ask() {
    @Nullable Instant answered = null;
    Duration pause = beat;
    try {
      while (true) {
        try {
          ServerVersion version = cluster.version();
          answered = clock.instant();
          pause = beat;
          tell(new State.Connected(version, answered));
        } catch (MooringException e) {
          if (answered == null) {
            tell(new State.Failed(e.problem()));
            pause = shorter(pause.multipliedBy(2), SLOWEST);
          } else {
            tell(new State.Stale(answered, e.problem()));
          }
        }
        if (asked.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS)) {
          asked.drainPermits();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// An answer that arrives during closing does not count.
  private void tell(State next) {
    state.update(known -> closed ? known : next);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  @Override
  public void close() {
    closed = true;
    thread.shutdownNow();
    state.set(new State.Disconnected());
  }
}
