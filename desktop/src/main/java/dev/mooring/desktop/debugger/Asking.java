package dev.mooring.desktop.debugger;

import dev.mooring.desktop.fx.Ui;
import dev.mooring.job.JobState;
import dev.mooring.job.Jobs;
import dev.mooring.job.Work;
import dev.mooring.problem.Problem;
import java.util.function.Consumer;

/// Questions to the program, in the background. An answer about a moment that is over is dropped:
/// the program has moved on, or something else was chosen. Used on the UI's thread.
final class Asking {
  private final Jobs reads;
  private final Ui ui;
  private final Consumer<Problem> trouble;
  private long moment;

  /// @param trouble told why a question failed that nobody else hears of
  Asking(Jobs reads, Ui ui, Consumer<Problem> trouble) {
    this.reads = reads;
    this.ui = ui;
    this.trouble = trouble;
  }

  /// The same jobs with moments of their own.
  Asking apart() {
    return new Asking(reads, ui, trouble);
  }

  /// From now on answers to earlier questions are dropped.
  void moved() {
    moment++;
  }

  <T> void ask(String title, Work<T> work, Consumer<? super T> answer) {
    ask(title, work, answer, trouble);
  }

  <T> void ask(String title, Work<T> work, Consumer<? super T> answer, Consumer<Problem> failed) {
    long asked = moment;
    reads
        .start(
            title,
            progress -> {
              T value = work.run(progress);
              ui.execute(() -> whenCurrent(asked, () -> answer.accept(value)));
              return value;
            })
        .observe(
            snapshot -> {
              if (snapshot.state() instanceof JobState.Failed failure) {
                ui.execute(() -> whenCurrent(asked, () -> failed.accept(failure.problem())));
              }
            });
  }

  /// What is done whether or not the program moves on meanwhile.
  <T> void order(String title, Work<T> work, Consumer<? super T> done) {
    reads
        .start(
            title,
            progress -> {
              T value = work.run(progress);
              ui.execute(() -> done.accept(value));
              return value;
            })
        .observe(
            snapshot -> {
              if (snapshot.state() instanceof JobState.Failed failure) {
                ui.execute(() -> trouble.accept(failure.problem()));
              }
            });
  }

  private void whenCurrent(long asked, Runnable tell) {
    if (asked == moment) {
      tell.run();
    }
  }
}
