package dev.mooring.desktop.fx;

import dev.mooring.job.Job;
import dev.mooring.job.JobState;
import dev.mooring.job.Jobs;
import dev.mooring.job.Work;
import dev.mooring.problem.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/// Something a view model reads in the background, and its newest face.
///
/// Fetching again ends the fetch before it; a late answer of that one is dropped. While a newer
/// value is on its way, or when it cannot be had, the old one stays on screen. Used on the UI's
/// thread only.
public final class Fetched<T> {
  private final String title;
  private final Jobs reads;
  private final Ui ui;
  private final ReadOnlyObjectWrapper<Face<T>> face =
      new ReadOnlyObjectWrapper<>(new Face.Loading<>());
  private final List<Consumer<? super T>> consumers = new ArrayList<>();
  private final AtomicLong newest = new AtomicLong();
  private @Nullable Job<?> running;
  private Instant came = Instant.EPOCH;

  /// @param title what is read, for logs and problems: "Reading the writers"
  /// @param reads jobs that no drawer shows
  public Fetched(String title, Jobs reads, Ui ui) {
    this.title = title;
    this.reads = reads;
    this.ui = ui;
  }

  public ReadOnlyObjectProperty<Face<T>> face() {
    return face.getReadOnlyProperty();
  }

  /// The value on screen, or null.
  public @Nullable T value() {
    return switch (face.get()) {
      case Face.Full<T> full -> full.value();
      case Face.Stale<T> stale -> stale.value();
      case Face.Loading<T> loading -> null;
      case Face.Failed<T> failed -> null;
    };
  }

  /// Whether an answer is on its way.
  public boolean isRunning() {
    return running != null;
  }

  /// Why the last fetch gave nothing new, where it did not.
  public Optional<Problem> failure() {
    return switch (face.get()) {
      case Face.Failed<T> failed -> Optional.of(failed.problem());
      case Face.Stale<T> stale -> Optional.of(stale.problem());
      case Face.Full<T> full -> Optional.empty();
      case Face.Loading<T> loading -> Optional.empty();
    };
  }

  /// Hands over each value that comes, also one that equals the one before.
  public void onValue(Consumer<? super T> consumer) {
    consumers.add(consumer);
  }

  /// Hands over whatever face the fetch ends with, once it does.
  public void then(Consumer<? super T> value, Consumer<Problem> problem) {
    face.subscribe(
        now -> {
          switch (now) {
            case Face.Full<T> full -> value.accept(full.value());
            case Face.Stale<T> stale -> problem.accept(stale.problem());
            case Face.Failed<T> failed -> problem.accept(failed.problem());
            case Face.Loading<T> loading -> {}
          }
        });
  }

  /// Shows a value that came another way, and drops a fetch that runs.
  public void set(T value) {
    forget();
    tell(new Face.Full<>(value));
  }

  /// Back to loading, with nothing running.
  public void clear() {
    forget();
    face.set(new Face.Loading<>());
  }

  public void fetch(Work<T> work) {
    fetch(work, UnaryOperator.identity());
  }

  /// @param joined makes of what came what is shown, on the UI's thread
  public void fetch(Work<T> work, UnaryOperator<T> joined) {
    forget();
    long mine = newest.get();
    if (value() == null) {
      face.set(new Face.Loading<>());
    }
    Job<?> job =
        reads.start(
            title,
            progress -> {
              T value = work.run(progress);
              ui.execute(() -> show(mine, () -> new Face.Full<>(joined.apply(value))));
              return value;
            });
    running = job;
    job.observe(
        snapshot -> {
          if (snapshot.state() instanceof JobState.Failed failed) {
            ui.execute(() -> show(mine, () -> failed(failed.problem())));
          }
        });
  }

  /// What is there already stays, labelled.
  private Face<T> failed(Problem problem) {
    return switch (face.get()) {
      case Face.Full<T> full -> new Face.Stale<>(full.value(), came, problem);
      case Face.Stale<T> stale -> new Face.Stale<>(stale.value(), stale.since(), problem);
      case Face.Loading<T> loading -> new Face.Failed<>(problem);
      case Face.Failed<T> before -> new Face.Failed<>(problem);
    };
  }

  private void forget() {
    newest.incrementAndGet();
    Job<?> before = running;
    if (before != null) {
      before.cancel();
      running = null;
    }
  }

  private void show(long fetch, Supplier<Face<T>> next) {
    if (fetch == newest.get()) {
      running = null;
      tell(next.get());
    }
  }

  private void tell(Face<T> next) {
    face.set(next);
    if (next instanceof Face.Full<T> full) {
      came = Instant.now();
      consumers.forEach(each -> each.accept(full.value()));
    }
  }
}
