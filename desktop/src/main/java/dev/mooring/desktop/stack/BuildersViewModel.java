package dev.mooring.desktop.stack;

import dev.mooring.desktop.fx.Fetched;
import dev.mooring.desktop.fx.Ui;
import dev.mooring.job.Jobs;
import dev.mooring.problem.Problem;
import dev.mooring.stack.Stack;
import dev.mooring.stack.config.BuildSetup;
import dev.mooring.stack.config.BuildTool;
import dev.mooring.stack.config.Configuration;
import dev.mooring.stack.options.Builder;
import dev.mooring.stack.options.BuilderAccess;
import dev.mooring.stack.options.StackOptions;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Whose pods can push to the registry of a context.
public final class BuildersViewModel extends AllowedViewModel<BuilderAccess> {
  BuildersViewModel(Stack stack, Supplier<StackOptions> options, Jobs jobs, Jobs reads, Ui ui) {
    super(stack, options, jobs, reads, ui, Messages.of("reading-the-builders"));
  }

  @Override
  void read() {
    StackOptions asked = options();
    list().fetch(progress -> stack().builders(asked));
  }

  /// @param then gets what the builder's pods need
  void allow(Builder builder, Consumer<BuilderAccess> then) {
    StackOptions asked = options();
    jobs()
        .start(
            about(Messages.of("allowing-builder", builder.account())),
            progress -> {
              BuilderAccess access = stack().allowBuilder(asked, builder);
              access.remarks().forEach(each -> progress.step(each.words()));
              ui().execute(
                      () -> {
                        then.accept(access);
                        read();
                      });
              return access;
            },
            access -> Messages.of("builder-can-push", builder.account()));
  }

  /// Removes it as [AllowedViewModel#remove].
  void remove(Builder builder, Runnable then, Consumer<Problem> failed) {
    StackOptions asked = options();
    remove(
        about(Messages.of("removing-builder", builder.account())),
        progress -> {
          stack().removeBuilder(asked, builder.account());
          return "";
        },
        then,
        failed);
  }

  /// Takes back a removal.
  void putBack(Builder builder) {
    allow(builder, access -> {});
  }

  /// What a tool reads, for as long as somebody looks at it.
  Fetched<String> configuration() {
    return new Fetched<>(Messages.of("writing-the-configuration"), reads(), ui());
  }

  /// Writes it anew, for a builder or for the first that is allowed.
  ///
  /// @param repository empty for one that the builder may push to
  void configure(
      Fetched<String> text, BuildTool tool, Optional<Builder> builder, String repository) {
    List<BuilderAccess> read = list().value();
    List<Builder> known =
        read == null ? List.of() : read.stream().map(BuilderAccess::builder).toList();
    StackOptions asked = options();
    text.fetch(
        progress ->
            Configuration.of(
                tool,
                BuildSetup.choose(
                    asked,
                    builder.map(List::of).orElse(known),
                    Optional.of(repository).filter(each -> !each.isEmpty()),
                    Optional.empty(),
                    Optional.empty())));
  }
}
