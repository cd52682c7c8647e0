package dev.mooring.desktop.stack;

import dev.mooring.job.Job;
import dev.mooring.job.JobState;
import dev.mooring.job.Jobs;
import dev.mooring.job.Observed;
import dev.mooring.job.Work;
import dev.mooring.stack.Verification;
import org.jspecify.annotations.Nullable;

/// What is being done to the registry of one context, and the newest proof of it.
///
/// It belongs to the context and not to a screen: whoever shows the context again finds an install
/// that still runs, and a verification that ended meanwhile. Thread-safe.
public final class StackWork {
  private final Observed<Now> now = new Observed<>(new Now(null, null));

  /// @param job the running or last failed install, verification or removal
  /// @param proof the newest of this run
  public record Now(Job.@Nullable Snapshot job, @Nullable Verification proof) {
    public boolean running() {
      return job != null && !job.state().ended();
    }
  }

  public Observed<Now> now() {
    return now;
  }

  /// Starts a job unless one runs.
  void start(Jobs jobs, String title, Work<String> work) {
    synchronized (this) {
      if (now.get().running()) {
        return;
      }
      jobs.start(title, work, words -> words).observe(this::moved);
    }
  }

  private void moved(Job.Snapshot job) {
    boolean over = job.state().ended() && !(job.state() instanceof JobState.Failed);
    now.update(before -> new Now(over ? null : job, before.proof()));
  }

  /// @param proof null where there is nothing any more that it proves
  void proved(@Nullable Verification proof) {
    now.update(before -> new Now(before.job(), proof));
  }

  /// Forgets the last failure.
  void dismiss() {
    now.update(before -> before.running() ? before : new Now(null, before.proof()));
  }
}
