package dev.mooring.job;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

/// Starts background work on virtual threads and keeps the list that the drawer shows.
///
/// The number of jobs at a time has no limit: each waits for others most of the time. Thread-safe.
/// Closing cancels what runs and waits for it, and nothing can be started afterwards.
public final class Jobs implements AutoCloseable {

  /// Ended jobs that stay in the list, newest kept.
  private static final int KEPT_ENDED = 50;

  private final ExecutorService executor;
  private final Clock clock;
  private final Observed<List<Job<?>>> jobs = new Observed<>(List.of());

  /// Jobs on virtual threads, by this machine's clock.
  public Jobs() {
    this(
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("job-", 0).factory()),
        Clock.systemUTC());
  }

  /// @param executor runs the work, and is closed with the jobs
  public Jobs(ExecutorService executor, Clock clock) {
    this.executor = executor;
    this.clock = clock;
  }

  /// Starts work whose result has no words of its own.
  public <T> Job<T> start(String title, Work<T> work) {
    return start(title, work, ignored -> "done");
  }

  /// Starts work, and returns before it has begun. After these jobs were closed none begins: what
  /// is asked for then is cancelled.
  ///
  /// @param title what is done, for people
  /// @param words says the result to the user: "0 objects changed"
  public <T> Job<T> start(String title, Work<T> work, Function<? super T, String> words) {
    Job<T> job = new Job<>(title, clock);
    jobs.update(
        list -> {
          List<Job<?>> next = new ArrayList<>(list);
          next.addFirst(job);
          dropOldest(next);
          return List.copyOf(next);
        });
    try {
      executor.execute(() -> job.run(work, words));
    } catch (RejectedExecutionException e) {
      job.cancel();
      job.run(work, words);
    }
    return job;
  }

  /// All jobs, newest first: each running one and the last ended ones.
  public Observed<List<Job<?>>> all() {
    return jobs;
  }

  /// Forgets the jobs that ended.
  public void clearEnded() {
    jobs.update(list -> list.stream().filter(j -> !j.snapshot().state().ended()).toList());
  }

  @Override
  public void close() {
    jobs.get().forEach(Job::cancel);
    executor.close();
  }

  private static void dropOldest(List<Job<?>> list) {
    long ended = list.stream().filter(j -> j.snapshot().state().ended()).count();
    for (int i = list.size() - 1; i >= 0 && ended > KEPT_ENDED; i--) {
      if (list.get(i).snapshot().state().ended()) {
        list.remove(i);
        ended--;
      }
    }
  }
}
