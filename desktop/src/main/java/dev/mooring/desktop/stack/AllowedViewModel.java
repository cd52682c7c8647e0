package dev.mooring.desktop.stack;

import dev.mooring.desktop.fx.Fetched;
import dev.mooring.desktop.fx.Ui;
import dev.mooring.job.JobState;
import dev.mooring.job.Jobs;
import dev.mooring.job.Work;
import dev.mooring.problem.Problem;
import dev.mooring.stack.Stack;
import dev.mooring.stack.options.StackOptions;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Who is allowed something at the registry of a context, as a list that is read and changed.
///
/// @param <E> an entry of the list
abstract class AllowedViewModel<E> {
  private final Stack stack;
  private final Supplier<StackOptions> options;
  private final Jobs jobs;
  private final Jobs reads;
  private final Ui ui;
  private final Fetched<List<E>> list;

  /// @param reading the title of the job that reads the list
  AllowedViewModel(
      Stack stack, Supplier<StackOptions> options, Jobs jobs, Jobs reads, Ui ui, String reading) {
    this.stack = stack;
    this.options = options;
    this.jobs = jobs;
    this.reads = reads;
    this.ui = ui;
    this.list = new Fetched<>(reading, reads, ui);
  }

  final Stack stack() {
    return stack;
  }

  final StackOptions options() {
    return options.get();
  }

  /// A title of a job or a card, with the registry where it is a further one.
  final String about(String title) {
    return StackJobs.about(options(), title);
  }

  final Jobs jobs() {
    return jobs;
  }

  final Jobs reads() {
    return reads;
  }

  final Ui ui() {
    return ui;
  }

  final Fetched<List<E>> list() {
    return list;
  }

  abstract void read();

  /// Removes without a job in the drawer: the list shows it, and it can be undone.
  ///
  /// @param then called once it is gone
  /// @param failed told why not
  final void remove(String title, Work<String> removal, Runnable then, Consumer<Problem> failed) {
    reads
        .start(
            title,
            progress -> {
              String words = removal.run(progress);
              ui.execute(
                  () -> {
                    read();
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
