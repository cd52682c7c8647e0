package dev.mooring.desktop.fx;

import dev.mooring.job.Job;
import dev.mooring.job.JobState;
import dev.mooring.job.Jobs;
import dev.mooring.job.Progress;
import dev.mooring.job.Work;
import dev.mooring.problem.Problem;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/// A read that takes long enough to be watched and stopped, and that somebody asked for.
///
/// Starting again ends the one before; what that one tells later is dropped. Used on the UI's
/// thread only.
public final class LongRead<T> implements AutoCloseable {
  private final String title;
  private final Jobs reads;
  private final Ui ui;
  private final ReadOnlyObjectWrapper<State<T>> state =
      new ReadOnlyObjectWrapper<>(new State.NotBegun<>());
  private @Nullable Job<?> job;
  private long newest;

  /// How it stands.
  public sealed interface State<T> {
    record NotBegun<T>() implements State<T> {}

    /// @param total 0 while nobody knows
    record Running<T>(long done, long total, Progress.Unit unit) implements State<T> {}

    /// The user stopped it.
    record Stopped<T>() implements State<T> {}

    record Failed<T>(Problem problem) implements State<T> {}

    record Complete<T>(T value) implements State<T> {}
  }

  /// @param title what is read, for logs and problems: "Comparing images"
  /// @param reads jobs that no drawer shows
  public LongRead(String title, Jobs reads, Ui ui) {
    this.title = title;
    this.reads = reads;
    this.ui = ui;
  }

  public ReadOnlyObjectProperty<State<T>> state() {
    return state.getReadOnlyProperty();
  }

  /// What came; null before it is complete.
  public @Nullable T value() {
    return state.get() instanceof State.Complete<T>(T value) ? value : null;
  }

  public boolean isRunning() {
    return state.get() instanceof State.Running<T>;
  }

  public void start(Work<T> work) {
    end();
    long mine = newest;
    state.set(new State.Running<>(0, 0, Progress.Unit.ITEMS));
    Job<?> started =
        reads.start(
            title,
            progress -> {
              T value = work.run(progress);
              ui.execute(() -> show(mine, new State.Complete<>(value)));
              return value;
            });
    job = started;
    Consumer<JobState.Running> tell =
        ui.newest(now -> show(mine, new State.Running<>(now.done(), now.total(), now.unit())));
    started.observe(snapshot -> observed(mine, snapshot.state(), tell));
  }

  private void observed(long which, JobState now, Consumer<JobState.Running> tell) {
    switch (now) {
      case JobState.Running running -> {
        if (running.total() > 0) {
          tell.accept(running);
        }
      }
      case JobState.Failed failed ->
          ui.execute(() -> show(which, new State.Failed<>(failed.problem())));
      case JobState.Cancelled cancelled -> ui.execute(() -> show(which, new State.Stopped<>()));
      case JobState.Done done -> {}
    }
  }

  private void show(long which, State<T> next) {
    if (which == newest && isRunning()) {
      state.set(next);
    }
  }

  /// Asks it to end where it is.
  public void stop() {
    Job<?> now = job;
    if (now != null) {
      now.cancel();
    }
  }

  private void end() {
    newest++;
    stop();
    job = null;
  }

  /// Ends it and forgets what came.
  @Override
  public void close() {
    end();
    state.set(new State.NotBegun<>());
  }
}
