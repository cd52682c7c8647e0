package dev.mooring.desktop.registry.deploy;

import dev.mooring.cluster.Cluster;
import dev.mooring.deploy.ImageChange;
import dev.mooring.deploy.ImageChanges;
import dev.mooring.deploy.Rollout;
import dev.mooring.deploy.Rollouts;
import dev.mooring.desktop.fx.Ui;
import dev.mooring.desktop.pod.ImageChangeWords;
import dev.mooring.desktop.pod.RolloutWords;
import dev.mooring.job.Job;
import dev.mooring.job.JobState;
import dev.mooring.job.Jobs;
import dev.mooring.problem.Problem;
import java.time.Duration;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/// One image that is set, and how far its rollout is. A cancelled job leaves the rollout to the
/// cluster. Used on the UI's thread.
final class Deployment {
  /// As long as a Deployment by default takes before it gives up.
  private static final Duration LIMIT = Duration.ofMinutes(10);

  private final ImageChange change;
  private final Cluster cluster;
  private final Jobs jobs;
  private final Ui ui;
  private final Runnable changed;
  private final ReadOnlyObjectWrapper<State> state =
      new ReadOnlyObjectWrapper<>(new State.Setting());
  private @Nullable Job<?> running;
  private boolean set;

  Deployment(ImageChange change, Cluster cluster, Jobs jobs, Ui ui, Runnable changed) {
    this.change = change;
    this.cluster = cluster;
    this.jobs = jobs;
    this.ui = ui;
    this.changed = changed;
  }

  /// Where it is.
  sealed interface State {
    /// The workload is asked for.
    record Setting() implements State {}

    /// The workload has it, and replaces its pods.
    record Rolling(Rollout rollout) implements State {}

    /// Nobody looks any more.
    record Left(@Nullable Rollout last) implements State {}

    /// The workload is as it was before, or can't be looked at.
    record Failed(Problem why) implements State {}
  }

  ImageChange change() {
    return change;
  }

  ReadOnlyObjectProperty<State> state() {
    return state.getReadOnlyProperty();
  }

  /// Whether the workload got the image.
  boolean isSet() {
    return set;
  }

  /// Whether its last pod is replaced, or never will be without somebody's help.
  boolean isOver() {
    return !(state.get() instanceof State.Setting)
        && !(state.get() instanceof State.Rolling rolling && !rolling.rollout().isOver());
  }

  /// @param title what is done, for people
  void start(String title) {
    Job<Rollout> job =
        jobs.start(
            title,
            progress -> {
              ImageChanges.apply(cluster, change);
              ui.execute(this::applied);
              progress.step(ImageChangeWords.done(change));
              return Rollouts.follow(cluster, change, LIMIT, rollout -> shown(rollout));
            },
            RolloutWords::of);
    running = job;
    job.observe(snapshot -> ended(snapshot.state()));
  }

  /// Looks no longer.
  void leave() {
    if (running != null) {
      running.cancel();
    }
  }

  private void applied() {
    set = true;
    changed.run();
  }

  private void shown(Rollout rollout) {
    ui.execute(() -> state.set(new State.Rolling(rollout)));
  }

  private void ended(JobState now) {
    if (now.ended()) {
      ui.execute(
          () -> {
            if (now instanceof JobState.Failed failed) {
              state.set(new State.Failed(failed.problem()));
            } else if (!isOver()) {
              state.set(
                  new State.Left(
                      state.get() instanceof State.Rolling rolling ? rolling.rollout() : null));
            }
            // Other pods have it by now.
            if (set) {
              changed.run();
            }
          });
    }
  }
}
