package dev.mooring.debug.attach;

import dev.mooring.debug.container.Patience;
import dev.mooring.debug.container.Supervisor;
import dev.mooring.debug.subject.TargetContainer;
import dev.mooring.problem.MooringException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Signs of life to a debug container. Each says how long the next silence is bearable, so that a
/// program whose Mooring dies is let go on before its probe restarts it.
final class Heartbeat implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

  private final Supervisor supervisor;
  private final TargetContainer target;
  private final Patience timing;
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile long stood;

  /// @param timing within what the target bears
  Heartbeat(Supervisor supervisor, TargetContainer target, Patience timing) {
    this.supervisor = supervisor;
    this.target = target;
    this.timing = timing;
    Thread.ofVirtual().name("debug-heartbeat").start(this::beat);
  }

  /// @param seconds that the program has stood still; 0 while it runs
  void stood(long seconds) {
    stood = seconds;
  }

  /// One at once.
  ///
  /// @return what the debug container says of its Delve
  List<String> ping() throws InterruptedException {
    return ping(bearable());
  }

  private Duration bearable() {
    return timing.bearable(target.stopBudget(), stood);
  }

  private List<String> ping(Duration bearable) throws InterruptedException {
    return supervisor.ask("ping " + bearable.toSeconds(), timing.beat());
  }

  private void beat() {
    Duration pause = timing.beat();
    try {
      while (!over.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        Duration bearable = bearable();
        pause = timing.beatFor(bearable);
        try {
          ping(bearable);
        } catch (MooringException e) {
          LOG.debug("the debug container was not heard: {}", e.problem());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// No more of them.
  @Override
  public void close() {
    over.countDown();
  }
}
