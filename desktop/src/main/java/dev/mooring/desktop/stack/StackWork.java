package dev.mooring.desktop.stack;

import dev.mooring.job.Job;
import dev.mooring.job.JobState;
import dev.mooring.job.Jobs;
import dev.mooring.job.Observed;
import dev.mooring.job.Work;
import dev.mooring.stack.CancelledInstall;
import dev.mooring.stack.Verification;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// What is being done to the registry of one context, and the newest proof of it.
///
/// It belongs to the context and not to a screen: whoever shows the context again finds an install
/// that still runs, and a verification that ended meanwhile. Thread-safe.
public final class StackWork {
  private final Observed<Now> now = new Observed<>(new Now(null, false, null, null));

  /// @param job the running or last failed install, verification or removal
  /// @param removes whether the job takes the registry away
  /// @param proof the newest of this run
  /// @param left what an install left that was cancelled, until something else is begun
  public record Now(
      Job.@Nullable Snapshot job,
      boolean removes,
      @Nullable Verification proof,
      @Nullable CancelledInstall left) {
    public boolean running() {
      return job != null && !job.state().ended();
    }

    private Now with(Job.@Nullable Snapshot next) {
      return new Now(next, removes, proof, left);
    }

    private Now with(@Nullable CancelledInstall next) {
      return new Now(job, removes, proof, next);
    }
  }

  public Observed<Now> now() {
    return now;
  }

  /// Starts a job unless one runs.
  ///
  /// @param cancelled called once where it ends so, on the job's thread
  void start(Jobs jobs, String title, Work<String> work, Runnable cancelled) {
    start(jobs, title, false, work, cancelled);
  }

  /// The same for a job that takes the registry away.
  void startRemoval(Jobs jobs, String title, Work<String> work) {
    start(jobs, title, true, work, () -> {});
  }

  private void start(
      Jobs jobs, String title, boolean removes, Work<String> work, Runnable cancelled) {
    synchronized (this) {
      if (now.get().running()) {
        return;
      }
      now.update(before -> new Now(before.job(), removes, before.proof(), null));
      AtomicBoolean told = new AtomicBoolean();
      // However short it is, it is seen running: its end is what screens look again for.
      CountDownLatch followed = new CountDownLatch(1);
      jobs.start(
              title,
              progress -> {
                followed.await();
                return work.run(progress);
              },
              words -> words)
          .observe(
              job -> {
                moved(job);
                if (job.state() instanceof JobState.Cancelled && !told.getAndSet(true)) {
                  cancelled.run();
                }
              });
      followed.countDown();
    }
  }

  private void moved(Job.Snapshot job) {
    boolean over = job.state().ended() && !(job.state() instanceof JobState.Failed);
    now.update(before -> before.with(over ? null : job));
  }

  /// An install was cancelled. What was begun since then knows better.
  void left(CancelledInstall what) {
    now.update(before -> before.running() ? before : before.with(what));
  }

  /// All of the stack stands.
  void complete() {
    now.update(before -> before.with((CancelledInstall) null));
  }

  /// @param proof null where there is nothing any more that it proves
  void proved(@Nullable Verification proof) {
    now.update(before -> new Now(before.job(), before.removes(), proof, before.left()));
  }

  /// Forgets the last failure.
  void forgive() {
    now.update(before -> before.running() ? before : before.with((Job.Snapshot) null));
  }

  /// Forgets the last failure, and what a cancelled install left.
  void dismiss() {
    now.update(before -> before.running() ? before : new Now(null, false, before.proof(), null));
  }
}
