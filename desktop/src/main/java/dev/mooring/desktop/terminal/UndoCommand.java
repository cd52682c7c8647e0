package dev.mooring.desktop.terminal;

import dev.mooring.registry.Digest;
import dev.mooring.registry.tags.Undo;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Puts a tag back to what it named before.
@Command(name = "undo")
final class UndoCommand extends TagCommand {
  /// Of which only the registry is of interest.
  private static final String ANY = "any";

  @Parameters(arity = "0..1", paramLabel = "REF")
  @Nullable String image;

  @Option(names = "--to", paramLabel = "DIGEST")
  @Nullable String to;

  @Option(names = {"-y", "--yes"})
  boolean yes;

  @Spec CommandSpec command = CommandSpec.create();

  UndoCommand(Opening opening) {
    super(opening);
  }

  @Override
  void check() {
    if (to != null && image == null) {
      throw new ParameterException(command.commandLine(), Messages.of("to-needs-an-image"));
    }
  }

  @Override
  int look() throws InterruptedException {
    Optional<Digest> wanted = Optional.ofNullable(to).map(Digest::new);
    try (ImagePlace asked = place(image == null ? ANY : image)) {
      asked.options().ifPresent(RegistryCommand::demandPushes);
      Undo undo =
          image == null
              ? Undo.last(asked.registry())
              : Undo.of(asked.registry(), asked.repository(), tag(asked), wanted);
      ImagePlace place = asked.in(undo.repository());
      if (!yes && (undo.replaces() || image == null)) {
        undo.steps().forEach(each -> output().note(change(place, each)));
        Question.confirm(output(), Messages.of("put-it-back"));
      }
      undo.run(asked.registry());
      tell(place, undo);
    }
    return 0;
  }

  private static String change(ImagePlace place, Undo.Step step) {
    return step.now().isEmpty()
        ? Messages.of("restores-tag", place.name(step.tag()), step.back())
        : Messages.of("moves-tag", place.name(step.tag()), step.now().get(), step.back());
  }

  private void tell(ImagePlace place, Undo undo) {
    if (json()) {
      output()
          .json(
              undo.steps().stream()
                  .map(each -> json(place, each.tag(), each.back(), each.now()))
                  .toList());
      return;
    }
    undo.steps().forEach(each -> output().line(place.name(each.tag()) + "@" + each.back()));
  }
}
