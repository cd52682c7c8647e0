package dev.mooring.job;

import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One piece of background work with a title, progress, steps and one end: done, failed with a
/// problem, or cancelled.
///
/// Made by [Jobs#start], and run on a thread of its own. All methods may be called from any thread.
///
/// @param <T> what the work gives
public final class Job<T> {
  private static final Logger LOG = LoggerFactory.getLogger(Job.class);
  private static final AtomicLong IDS = new AtomicLong();

  /// The newest steps are kept; a job that makes more is a stream of lines, not a list anyone
  /// reads.
  private static final int KEPT_STEPS = 500;

  private final long id = IDS.incrementAndGet();
  private final String title;
  private final Clock clock;
  private final Observed<Snapshot> snapshot;
  private final CompletableFuture<T> end = new CompletableFuture<>();
  private volatile @Nullable Thread thread;
  private volatile boolean cancelled;

  Job(String title, Clock clock) {
    this.title = title;
    this.clock = clock;
    this.snapshot =
        new Observed<>(
            new Snapshot(
                id,
                title,
                new JobState.Running(clock.instant(), "", 0, 0, Progress.Unit.ITEMS, List.of()),
                List.of()));
  }

  /// An immutable picture of a job.
  ///
  /// @param id grows from job to job of one process
  /// @param title what is done, for people: "Installing"
  /// @param steps what was finished so far, oldest first
  public record Snapshot(long id, String title, JobState state, List<String> steps) {
    Snapshot with(JobState next) {
      return new Snapshot(id, title, next, steps);
    }
  }

  /// Which job it is, among all of this process.
  public long id() {
    return id;
  }

  /// What is done, for people.
  public String title() {
    return title;
  }

  /// How it stands now.
  public Snapshot snapshot() {
    return snapshot.get();
  }

  /// Tells how it stands at once, and each change, on the thread that made it. Nothing is
  /// told after the end; the subscription need not be closed then.
  public Subscription observe(java.util.function.Consumer<Snapshot> subscriber) {
    return snapshot.subscribe(subscriber);
  }

  /// Asks the work to stop, by an interrupt, and returns at once. It ends as cancelled unless it
  /// finishes first; again does nothing.
  public void cancel() {
    cancelled = true;
    Thread running = thread;
    if (running != null) {
      running.interrupt();
    }
  }

  /// Waits for the end. An interrupt ends the waiting, not the work.
  ///
  /// @throws MooringException when it failed or was cancelled
  public T await() throws InterruptedException {
    try {
      return end.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof MooringException failed) {
        throw failed;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /// The list keeps a job that ended, but nothing of what its work held on to.
  void run(Work<T> work, Function<? super T, String> words) {
    thread = Thread.currentThread();
    try {
      if (cancelled) {
        throw new InterruptedException();
      }
      T result = work.run(new Reports());
      finish(new JobState.Done(clock.instant(), words.apply(result)));
      end.complete(result);
    } catch (InterruptedException e) {
      cancelledOrInterrupted();
    } catch (MooringException e) {
      if (cancelled) {
        cancelledOrInterrupted();
        return;
      }
      LOG.warn("{} failed: {}", title, e.problem(), e);
      fail(e);
    } catch (RuntimeException | Error e) {
      LOG.error("{} ended by a defect", title, e);
      fail(
          new Problem(
                  Code.DEFECT,
                  Messages.of("did-not-finish", title),
                  Messages.of("something-went-wrong-in-mooring", e.getClass().getSimpleName()),
                  new Remedy.Advice(Messages.of("try-again-if-it-happens-again")),
                  String.valueOf(e))
              .raise(e));
    } finally {
      thread = null;
    }
  }

  private void cancelledOrInterrupted() {
    finish(new JobState.Cancelled(clock.instant()));
    end.completeExceptionally(
        new Problem(
                Code.CANCELLED,
                Messages.of("was-cancelled", title),
                Messages.of("you-stopped-it"),
                new Remedy.Advice(Messages.of("start-it-again-to-complete-it")))
            .raise());
  }

  private void fail(MooringException e) {
    finish(new JobState.Failed(clock.instant(), e.problem()));
    end.completeExceptionally(e);
  }

  private void finish(JobState state) {
    snapshot.update(s -> s.with(state));
    snapshot.end();
  }

  private final class Reports implements Progress {
    private final ProgressTree tree = new ProgressTree(this::step, this::parts);

    @Override
    public void step(String sentence) {
      snapshot.update(
          s -> {
            List<String> steps = new ArrayList<>(s.steps());
            steps.add(sentence);
            if (steps.size() > KEPT_STEPS) {
              steps.removeFirst();
            }
            return new Snapshot(s.id(), s.title(), s.state(), List.copyOf(steps));
          });
    }

    @Override
    public void advance(String part, long done, long total, Unit unit) {
      snapshot.update(
          s ->
              s.state() instanceof JobState.Running running
                  ? s.with(
                      new JobState.Running(
                          running.since(), part, done, total, unit, running.parts()))
                  : s);
    }

    @Override
    public Progress part(String name) {
      return tree.part(name);
    }

    private void parts() {
      snapshot.update(
          s ->
              s.state() instanceof JobState.Running running
                  ? s.with(
                      new JobState.Running(
                          running.since(),
                          running.part(),
                          running.done(),
                          running.total(),
                          running.unit(),
                          tree.parts()))
                  : s);
    }
  }
}
