package dev.mooring.desktop.debugger;

import dev.mooring.desktop.fx.Ui;
import dev.mooring.job.Jobs;
import dev.mooring.job.Work;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Questions to the program, in the background. An answer about a moment that is over is dropped:
/// the program has moved on, or something else was chosen. Used on the UI's thread.
final class Asking {
  private static final Logger LOG = LoggerFactory.getLogger(Asking.class);

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
    start(
        title,
        work,
        value -> whenCurrent(asked, () -> answer.accept(value)),
        problem -> whenCurrent(asked, () -> failed.accept(problem)));
  }

  /// What is done whether or not the program moves on meanwhile.
  <T> void order(String title, Work<T> work, Consumer<? super T> done) {
    start(title, work, done, trouble);
  }

  /// A question that Delve refuses is an answer to who asked, and nothing for the log.
  private <T> void start(
      String title, Work<T> work, Consumer<? super T> done, Consumer<Problem> failed) {
    reads.start(
        title,
        progress -> {
          try {
            T value = work.run(progress);
            ui.execute(() -> done.accept(value));
          } catch (MooringException e) {
            LOG.debug("{}: {}", title, e.problem());
            ui.execute(() -> failed.accept(e.problem()));
          }
          return "";
        });
  }

  private void whenCurrent(long asked, Runnable tell) {
    if (asked == moment) {
      tell.run();
    }
  }
}
