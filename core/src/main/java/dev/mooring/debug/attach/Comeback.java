package dev.mooring.debug.attach;

import dev.mooring.cluster.Cluster;
import dev.mooring.debug.container.Patience;
import dev.mooring.debug.subject.Successor;
import dev.mooring.debug.subject.TargetContainer;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Waits until the container of a session is there again, and attaches to it.
final class Comeback {
  private static final Logger LOG = LoggerFactory.getLogger(Comeback.class);

  /// The API server learns a moment after Delve that a container has ended.
  private static final Duration DOUBT = Duration.ofSeconds(5);

  /// A program that is not ready this long after its start is perhaps what somebody debugs.
  private static final Duration UNREADY = Duration.ofSeconds(10);

  /// Each attempt leaves an entry in the pod.
  private static final int MOST_ATTEMPTS = 3;

  private static final Set<Code> CERTAIN =
      Set.of(Code.DEBUG_PROGRAM_UNFIT, Code.DEBUG_NOT_PERMITTED, Code.DEBUG_CONTAINER_REFUSED);

  private final Cluster cluster;
  private final Bringing bringing;
  private final Patience timing;

  /// Brings Delve to a container.
  interface Bringing {
    Attached attach(TargetContainer target) throws InterruptedException;
  }

  Comeback(Cluster cluster, Bringing bringing, Patience timing) {
    this.cluster = cluster;
    this.bringing = bringing;
    this.timing = timing;
  }

  /// @param ending gives it up
  /// @return empty when it was given up
  /// @throws MooringException with why it was lost when it does not come back in time, or with why
  /// it cannot be attached to
  Optional<Attached> await(TargetContainer lost, Problem why, CountDownLatch ending)
      throws InterruptedException {
    Successor successor = new Successor(cluster, lost);
    long began = System.nanoTime();
    long running = 0;
    int attempts = 0;
    while (passed(began) < timing.absence().toNanos()) {
      if (ending.await(timing.poll().toMillis(), TimeUnit.MILLISECONDS)) {
        return Optional.empty();
      }
      Optional<TargetContainer> found = find(successor);
      if (found.filter(each -> each.sameRun(lost) && each.running()).isPresent()
          && passed(began) > DOUBT.toNanos()) {
        throw why.raise();
      }
      Optional<TargetContainer> next = found.filter(each -> !each.sameRun(lost) && each.running());
      running = next.isEmpty() ? 0 : running == 0 ? System.nanoTime() : running;
      if (next.isPresent() && (next.get().ready() || passed(running) > UNREADY.toNanos())) {
        try {
          return Optional.of(bringing.attach(next.get()));
        } catch (MooringException e) {
          attempts++;
          if (attempts >= MOST_ATTEMPTS || CERTAIN.contains(e.problem().code())) {
            throw e;
          }
          LOG.info("Attaching again did not work yet: {}", e.problem());
        }
      }
    }
    throw new Problem(
            why.code(),
            why.what(),
            Messages.of("and-did-not-come-back", why.why(), timing.absence().toSeconds()),
            why.remedy(),
            why.detail())
        .raise();
  }

  private static Optional<TargetContainer> find(Successor successor) throws InterruptedException {
    try {
      return successor.find();
    } catch (MooringException e) {
      LOG.debug("the pods were not seen: {}", e.problem());
      return Optional.empty();
    }
  }

  private static long passed(long since) {
    return System.nanoTime() - since;
  }
}
