package dev.mooring.desktop.shell;

import dev.mooring.desktop.fx.Ui;
import dev.mooring.job.Job;
import dev.mooring.job.JobState;
import dev.mooring.job.Jobs;
import dev.mooring.job.Subscription;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/// The jobs of the context in view, newest first.
public final class JobsViewModel implements AutoCloseable {
  private final Ui ui;
  private final Consumer<Job.Snapshot> ended;
  private final Map<Long, Subscription> subscriptions = new HashMap<>();
  private final Map<Long, Job<?>> byId = new HashMap<>();
  private final Set<Long> seenEnd = new HashSet<>();
  private final Set<Long> dismissed = new HashSet<>();
  private final ReadOnlyObjectWrapper<List<Job.Snapshot>> rows =
      new ReadOnlyObjectWrapper<>(List.of());
  private List<Job<?>> present = List.of();
  private @Nullable Jobs jobs;
  private @Nullable Subscription all;

  /// @param ended called once for each job that ends while it is watched
  public JobsViewModel(Ui ui, Consumer<Job.Snapshot> ended) {
    this.ui = ui;
    this.ended = ended;
  }

  public ReadOnlyObjectProperty<List<Job.Snapshot>> rows() {
    return rows.getReadOnlyProperty();
  }

  public void follow(Jobs next) {
    close();
    jobs = next;
    for (Job<?> old : next.all().get()) {
      if (old.snapshot().state().ended()) {
        seenEnd.add(old.id());
      }
    }
    all = next.all().subscribe(ui.newest(this::changed));
  }

  public void cancel(long id) {
    Job<?> job = byId.get(id);
    if (job != null) {
      job.cancel();
    }
  }

  /// The user has read of it; the others stay.
  void dismiss(long id) {
    dismissed.add(id);
    moved();
  }

  /// Whether a later job of the same title did what this one could not.
  boolean resolved(Job.Snapshot job) {
    return rows.get().stream()
        .anyMatch(
            each ->
                each.id() > job.id()
                    && each.title().equals(job.title())
                    && each.state() instanceof JobState.Done);
  }

  public void clearEnded() {
    if (jobs != null) {
      jobs.clearEnded();
    }
  }

  public long running() {
    return rows.get().stream().filter(row -> !row.state().ended()).count();
  }

  private void changed(List<Job<?>> now) {
    present = now;
    Set<Long> ids = new HashSet<>();
    for (Job<?> job : now) {
      ids.add(job.id());
      if (byId.put(job.id(), job) == null) {
        Consumer<Job.Snapshot> newest = ui.newest(snapshot -> moved());
        subscriptions.put(job.id(), job.observe(newest));
      }
    }
    for (Long gone : new ArrayList<>(byId.keySet())) {
      if (!ids.contains(gone)) {
        byId.remove(gone);
        seenEnd.remove(gone);
        dismissed.remove(gone);
        Subscription subscription = subscriptions.remove(gone);
        if (subscription != null) {
          subscription.close();
        }
      }
    }
    moved();
  }

  private void moved() {
    List<Job.Snapshot> next = new ArrayList<>();
    List<Job.Snapshot> news = new ArrayList<>();
    for (Job<?> job : present) {
      Job.Snapshot snapshot = job.snapshot();
      if (!dismissed.contains(snapshot.id())) {
        next.add(snapshot);
      }
      if (snapshot.state().ended() && seenEnd.add(snapshot.id())) {
        news.add(snapshot);
      }
    }
    rows.set(List.copyOf(next));
    news.forEach(ended);
  }

  /// The newest running job, else the newest of all; null when there is none.
  Job.@Nullable Snapshot foremost() {
    List<Job.Snapshot> now = rows.get();
    return now.stream()
        .filter(row -> row.state() instanceof JobState.Running)
        .findFirst()
        .orElse(now.isEmpty() ? null : now.getFirst());
  }

  @Override
  public void close() {
    if (all != null) {
      all.close();
      all = null;
    }
    subscriptions.values().forEach(Subscription::close);
    subscriptions.clear();
    byId.clear();
    seenEnd.clear();
    present = List.of();
    rows.set(List.of());
  }
}
