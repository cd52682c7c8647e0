package dev.mooring.desktop.fx;

import dev.mooring.job.Job;
import dev.mooring.job.JobState;
import dev.mooring.job.Jobs;
import dev.mooring.job.Work;
import dev.mooring.problem.Problem;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/// Something a view model reads in the background, and its newest face.
///
/// Fetching again ends the fetch before it; a late answer of that one is dropped. While a newer
/// value is on its way the old one stays on screen. Used on the UI's thread only.
public final class Fetched<T> {
  private final String title;
  private final Jobs reads;
  private final Ui ui;
  private final ReadOnlyObjectWrapper<Face<T>> face =
      new ReadOnlyObjectWrapper<>(new Face.Loading<>());
  private final AtomicLong newest = new AtomicLong();
  private @Nullable Job<?> running;

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
    return face.get() instanceof Face.Full<T> full ? full.value() : null;
  }

  public void onValue(Consumer<? super T> consumer) {
    face.addListener(
        (property, before, now) -> {
          if (now instanceof Face.Full<T> full) {
            consumer.accept(full.value());
          }
        });
  }

  /// Hands over whatever face the fetch ends with, once it does.
  public void then(Consumer<? super T> value, Consumer<Problem> problem) {
    face.subscribe(
        now -> {
          switch (now) {
            case Face.Full<T> full -> value.accept(full.value());
            case Face.Failed<T> failed -> problem.accept(failed.problem());
            case Face.Loading<T> loading -> {}
          }
        });
  }

  /// Shows a value that came another way, and drops a fetch that runs.
  public void set(T value) {
    forget();
    face.set(new Face.Full<>(value));
  }

  /// Back to loading, with nothing running.
  public void clear() {
    forget();
    face.set(new Face.Loading<>());
  }

  public void fetch(Work<T> work) {
    forget();
    long mine = newest.get();
    if (!(face.get() instanceof Face.Full<T>)) {
      face.set(new Face.Loading<>());
    }
    Job<?> job =
        reads.start(
            title,
            progress -> {
              T value = work.run(progress);
              ui.execute(() -> show(mine, new Face.Full<>(value)));
              return value;
            });
    running = job;
    job.observe(
        snapshot -> {
          if (snapshot.state() instanceof JobState.Failed failed) {
            ui.execute(() -> show(mine, new Face.Failed<>(failed.problem())));
          }
        });
  }

  private void forget() {
    newest.incrementAndGet();
    Job<?> before = running;
    if (before != null) {
      before.cancel();
      running = null;
    }
  }

  private void show(long fetch, Face<T> next) {
    if (fetch == newest.get()) {
      running = null;
      face.set(next);
    }
  }
}
