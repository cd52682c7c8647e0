package dev.mooring.desktop.stack;

import dev.mooring.desktop.fx.Fetched;
import dev.mooring.desktop.fx.Ui;
import dev.mooring.job.JobState;
import dev.mooring.job.Jobs;
import dev.mooring.problem.Problem;
import dev.mooring.stack.Stack;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.options.Writer;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Who can push to the registry of a context.
public final class WritersViewModel {
  private final Stack stack;
  private final Supplier<StackOptions> options;
  private final Jobs jobs;
  private final Jobs reads;
  private final Ui ui;
  private final Fetched<List<Writer>> list;

  WritersViewModel(Stack stack, Supplier<StackOptions> options, Jobs jobs, Jobs reads, Ui ui) {
    this.stack = stack;
    this.options = options;
    this.jobs = jobs;
    this.reads = reads;
    this.ui = ui;
    this.list = new Fetched<>(Messages.of("reading-the-writers"), reads, ui);
  }

  Fetched<List<Writer>> list() {
    return list;
  }

  void read() {
    StackOptions asked = options.get();
    list.fetch(progress -> stack.writers(asked));
  }

  /// @param rbac gets the YAML that the person needs
  void add(Writer writer, Consumer<String> rbac) {
    StackOptions asked = options.get();
    jobs.start(
        Messages.of("adding-writer", writer.name()),
        progress -> {
          String yaml = stack.addWriter(asked, writer, writer.name()).yaml();
          ui.execute(
              () -> {
                rbac.accept(yaml);
                read();
              });
          return yaml;
        },
        yaml -> Messages.of("may-write-2", writer.name()));
  }

  /// Removes a writer without a job in the drawer: the list shows it, and it can be undone.
  ///
  /// @param then called once it is gone
  /// @param failed told why not
  void remove(Writer writer, Runnable then, Consumer<Problem> failed) {
    StackOptions asked = options.get();
    reads
        .start(
            Messages.of("removing-writer", writer.name()),
            progress -> {
              stack.removeWriter(asked, writer.name(), writer.namespace());
              ui.execute(
                  () -> {
                    read();
                    then.run();
                  });
              return "";
            })
        .observe(
            snapshot -> {
              if (snapshot.state() instanceof JobState.Failed failure) {
                ui.execute(() -> failed.accept(failure.problem()));
              }
            });
  }

  /// Takes back a removal: the rights of its person were never taken away.
  void putBack(Writer writer) {
    add(writer, yaml -> {});
  }
}
