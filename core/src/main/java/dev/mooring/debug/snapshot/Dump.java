package dev.mooring.debug.snapshot;

import dev.mooring.debug.inspect.DelveClient;
import dev.mooring.debug.inspect.DelveConnections;
import dev.mooring.document.Document;
import dev.mooring.job.Progress;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets Delve write a program's memory into a file (`DumpStart`, `DumpWait`, and `DumpCancel` of
/// its API).
///
/// Right after the order to write, the order to go on is given: Delve holds it until the file is
/// written (its `Debugger.targetMutex`). So the program goes on by itself at that moment, however
/// far away Mooring is, and also when Mooring has died.
final class Dump {
  private static final Logger LOG = LoggerFactory.getLogger(Dump.class);
  private static final Duration CALL = Duration.ofSeconds(10);
  private static final Duration STEP = Duration.ofMillis(100);
  private static final Duration LOST = Duration.ofSeconds(20);
  private static final Duration SHORTLY = Duration.ofSeconds(1);
  private static final Duration PAUSE = Duration.ofMillis(10);

  private final DelveConnections delve;

  Dump(DelveConnections delve) {
    this.delve = delve;
  }

  /// @param file in the debug container
  /// @param most bytes that it may have
  /// @return how long the program stood still; zero where it stood already
  Duration write(String file, long most, Progress progress) throws InterruptedException {
    boolean ran = delve.state(CALL).at("Running").isTrue();
    long begun = System.nanoTime();
    if (ran) {
      delve.halt(CALL);
    }
    boolean ordered = false;
    boolean whole = false;
    try {
      delve.query().call("DumpStart", Map.of("Destination", file), CALL);
      if (ran) {
        // Delve answers it only when the program stops again.
        Future<Document> _ = delve.control().resume();
      }
      ordered = true;
      follow(most, progress);
      whole = true;
    } finally {
      if (!whole) {
        apart(ordered, ran);
      }
    }
    return ran ? awaitRunning(begun) : Duration.ZERO;
  }

  private void follow(long most, Progress progress) throws InterruptedException {
    long heard = System.nanoTime();
    while (true) {
      Document state;
      try {
        state = wait(delve.query());
        heard = System.nanoTime();
      } catch (MooringException e) {
        if (System.nanoTime() - heard > LOST.toNanos()) {
          throw e;
        }
        Thread.sleep(STEP);
        continue;
      }
      long total = number(state, "MemTotal");
      progress.advance(
          Messages.of("writing-memory"), number(state, "MemDone"), total, Progress.Unit.BYTES);
      if (total > most) {
        throw failed(
            Messages.of("it-is-too-large", total >> 20, most >> 20),
            Messages.of("free-space-or-choose-another-pod"));
      }
      if (!state.at("Dumping").isTrue()) {
        String error = state.at("Err").textOrEmpty();
        if (!error.isEmpty() || !state.at("AllDone").isTrue()) {
          throw failed(
              error.length() > 300 ? error.substring(0, 300) : error, Messages.of("take-it-again"));
        }
        return;
      }
    }
  }

  private static Document wait(DelveClient client) throws InterruptedException {
    return client.call("DumpWait", Map.of("Wait", STEP.toMillis()), CALL).at("State");
  }

  private static long number(Document state, String key) {
    return state.at(key).integer().orElse(0L);
  }

  private Duration awaitRunning(long begun) throws InterruptedException {
    long deadline = System.nanoTime() + CALL.toNanos();
    while (!runs() && System.nanoTime() < deadline) {
      Thread.sleep(PAUSE);
    }
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  /// One question may get stuck behind the program's going on; the next one does not.
  private boolean runs() throws InterruptedException {
    try {
      return delve.state(SHORTLY).at("Running").isTrue();
    } catch (MooringException e) {
      return false;
    }
  }

  /// Cancels what is written, so that the program goes on at once; on a thread of its own, for an
  /// interrupted caller too.
  private void apart(boolean ordered, boolean ran) {
    Thread cancel =
        Thread.ofVirtual()
            .name("snapshot-cancel")
            .start(
                () -> {
                  try {
                    if (ordered) {
                      delve.query().call("DumpCancel", Map.of(), CALL);
                    } else if (ran) {
                      delve.resume();
                    }
                  } catch (MooringException e) {
                    LOG.warn("Delve was not told to stop writing: {}", e.problem());
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    try {
      cancel.join(CALL.multipliedBy(2));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static MooringException failed(String why, String whatToDo) {
    return new Problem(
            Code.SNAPSHOT_FAILED,
            Messages.of("memory-not-written"),
            why,
            new Remedy.Advice(whatToDo))
        .raise();
  }
}
