package dev.mooring.desktop.stack;

import dev.mooring.desktop.fx.Fetched;
import dev.mooring.desktop.fx.Ui;
import dev.mooring.job.JobState;
import dev.mooring.job.Jobs;
import dev.mooring.job.Work;
import dev.mooring.problem.Problem;
import dev.mooring.stack.Stack;
import dev.mooring.stack.options.Rehearsal;
import dev.mooring.stack.options.Rehearsed;
import dev.mooring.stack.options.StackOptions;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// The change of who can push that a context's registry rehearses.
public final class RehearsalViewModel {
  private final Stack stack;
  private final Supplier<StackOptions> options;
  private final Jobs reads;
  private final Ui ui;
  private final Runnable changed;
  private final Fetched<Optional<Rehearsal>> current;

  /// @param changed has who can push read again, and this after it
  RehearsalViewModel(
      Stack stack, Supplier<StackOptions> options, Jobs reads, Ui ui, Runnable changed) {
    this.stack = stack;
    this.options = options;
    this.reads = reads;
    this.ui = ui;
    this.changed = changed;
    this.current = new Fetched<>(Messages.of("reading-the-rehearsal"), reads, ui);
  }

  Fetched<Optional<Rehearsal>> current() {
    return current;
  }

  void read() {
    StackOptions asked = options.get();
    current.fetch(progress -> stack.rehearsal(asked));
  }

  /// @param then called once the change is tried
  void begin(Rehearsed change, Runnable then, Consumer<Problem> failed) {
    StackOptions asked = options.get();
    run(
        StackJobs.about(asked, Messages.of("beginning-the-rehearsal")),
        progress -> {
          stack.rehearse(asked, change);
          return change.words();
        },
        then,
        failed);
  }

  /// @param then called once the change is in force
  void enforce(Runnable then, Consumer<Problem> failed) {
    StackOptions asked = options.get();
    run(
        StackJobs.about(asked, Messages.of("enforcing-the-rehearsal")),
        progress -> stack.enforceRehearsal(asked).words(),
        then,
        failed);
  }

  /// @param then called once it is over
  void discard(Runnable then, Consumer<Problem> failed) {
    StackOptions asked = options.get();
    run(
        StackJobs.about(asked, Messages.of("discarding-the-rehearsal")),
        progress -> stack.discardRehearsal(asked).words(),
        then,
        failed);
  }

  private void run(String title, Work<String> work, Runnable then, Consumer<Problem> failed) {
    reads
        .start(
            title,
            progress -> {
              String words = work.run(progress);
              ui.execute(
                  () -> {
                    changed.run();
                    then.run();
                  });
              return words;
            })
        .observe(
            snapshot -> {
              if (snapshot.state() instanceof JobState.Failed failure) {
                ui.execute(() -> failed.accept(failure.problem()));
              }
            });
  }
}
