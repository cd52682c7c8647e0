package dev.mooring.desktop.debug;

import dev.mooring.cluster.Cluster;
import dev.mooring.desktop.fx.Fetched;
import dev.mooring.desktop.fx.Ui;
import dev.mooring.forward.Target;
import dev.mooring.job.Job;
import dev.mooring.job.JobState;
import dev.mooring.job.Jobs;
import dev.mooring.workload.ContainerLog;
import dev.mooring.workload.PodContainer;
import dev.mooring.workload.PodContainers;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/// What one container of a target writes, as it writes it: its newest lines, bounded. Used on the
/// UI's thread.
final class LogTail implements AutoCloseable {
  private final Cluster cluster;
  private final Target target;
  private final Jobs reads;
  private final Ui ui;
  private final Fetched<List<PodContainer>> sources;
  private final ObservableList<String> lines = FXCollections.observableArrayList();
  private final ReadOnlyStringWrapper state = new ReadOnlyStringWrapper("");
  private final BooleanProperty paused = new SimpleBooleanProperty();
  private @Nullable Job<?> following;
  private @Nullable Came came;

  LogTail(Cluster cluster, Target target, Jobs reads, Ui ui) {
    this.cluster = cluster;
    this.target = target;
    this.reads = reads;
    this.ui = ui;
    this.sources = new Fetched<>(Messages.of("reading-the-pods"), reads, ui);
    paused.addListener((p, before, now) -> take());
  }

  Target target() {
    return target;
  }

  /// The containers of its pods, those of the application first.
  Fetched<List<PodContainer>> sources() {
    return sources;
  }

  ObservableList<String> lines() {
    return lines;
  }

  /// "Live", or why nothing comes any more.
  ReadOnlyStringProperty state() {
    return state.getReadOnlyProperty();
  }

  /// While it is, new lines wait; of too many the oldest are dropped.
  BooleanProperty paused() {
    return paused;
  }

  void look() {
    sources.fetch(progress -> PodContainers.all(cluster, target));
  }

  void follow(PodContainer source) {
    stop();
    lines.clear();
    Came next = new Came(ui.newest(this::take));
    came = next;
    state.set(Messages.of("live"));
    Job<?> job =
        reads.start(
            Messages.of("logs-of", source.pod()),
            progress -> {
              ContainerLog.follow(cluster, source, ContainerLog.AT_FIRST, next::add);
              return "";
            });
    following = job;
    job.observe(
        snapshot -> {
          switch (snapshot.state()) {
            case JobState.Failed failed ->
                ui.execute(
                    () -> ended(next, failed.problem().what() + ": " + failed.problem().why()));
            case JobState.Done done -> ui.execute(() -> ended(next, Messages.of("the-log-ended")));
            case JobState.Cancelled cancelled -> {}
            case JobState.Running running -> {}
          }
        });
  }

  private void ended(Came of, String words) {
    if (of.equals(came)) {
      take();
      state.set(words);
    }
  }

  private void take(Came from) {
    if (from.equals(came)) {
      take();
    }
  }

  private void take() {
    Came from = came;
    if (from == null || paused.get()) {
      return;
    }
    List<String> next = from.taken();
    int over = lines.size() + next.size() - ContainerLog.MOST;
    if (over > 0) {
      lines.remove(0, Math.min(over, lines.size()));
    }
    lines.addAll(next);
  }

  private void stop() {
    Job<?> before = following;
    if (before != null) {
      before.cancel();
      following = null;
    }
    came = null;
  }

  @Override
  public void close() {
    stop();
  }

  /// Lines on their way to the UI's thread, bounded.
  private static final class Came {
    private final Consumer<Came> told;
    private final Deque<String> lines = new ArrayDeque<>();

    Came(Consumer<Came> told) {
      this.told = told;
    }

    void add(String line) {
      synchronized (lines) {
        if (lines.size() == ContainerLog.MOST) {
          lines.removeFirst();
        }
        lines.addLast(line);
      }
      told.accept(this);
    }

    List<String> taken() {
      synchronized (lines) {
        List<String> all = List.copyOf(lines);
        lines.clear();
        return all;
      }
    }
  }
}
