package dev.mooring.desktop.stack;

import dev.mooring.desktop.fx.Ui;
import dev.mooring.job.Jobs;
import dev.mooring.problem.Problem;
import dev.mooring.stack.Stack;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.options.Writer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Who can push to the registry of a context.
public final class WritersViewModel extends AllowedViewModel<Writer> {
  WritersViewModel(Stack stack, Supplier<StackOptions> options, Jobs jobs, Jobs reads, Ui ui) {
    super(stack, options, jobs, reads, ui, Messages.of("reading-the-writers"));
  }

  @Override
  void read() {
    StackOptions asked = options();
    list().fetch(progress -> stack().writers(asked));
  }

  /// @param rbac gets the YAML that the person needs
  void add(Writer writer, Consumer<String> rbac) {
    StackOptions asked = options();
    jobs()
        .start(
            about(Messages.of("adding-writer", writer.name())),
            progress -> {
              String yaml = stack().addWriter(asked, writer, writer.name()).yaml();
              ui().execute(
                      () -> {
                        rbac.accept(yaml);
                        read();
                      });
              return yaml;
            },
            yaml -> Messages.of("may-write-2", writer.name()));
  }

  /// Removes it as [AllowedViewModel#remove].
  void remove(Writer writer, Runnable then, Consumer<Problem> failed) {
    StackOptions asked = options();
    remove(
        about(Messages.of("removing-writer", writer.name())),
        progress -> {
          stack().removeWriter(asked, writer.name(), writer.namespace());
          return "";
        },
        then,
        failed);
  }

  /// Takes back a removal: the rights of its person were never taken away.
  void putBack(Writer writer) {
    add(writer, yaml -> {});
  }
}
