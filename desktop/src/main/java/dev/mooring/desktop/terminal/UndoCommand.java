package dev.mooring.desktop.terminal;

import dev.mooring.desktop.registry.PodsOfImage;
import dev.mooring.desktop.registry.RunningImages;
import dev.mooring.registry.Digest;
import dev.mooring.registry.tags.ShortDigest;
import dev.mooring.registry.tags.Undo;
import dev.mooring.stack.options.StackOptions;
import java.util.List;
import java.util.Map;
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
    try (ImagePlace asked = place(image == null ? ANY : image)) {
      asked.options().ifPresent(RegistryCommand::demandPushes);
      Undo undo =
          image == null
              ? Undo.last(asked.registry())
              : Undo.of(asked.registry(), asked.repository(), tag(asked), wanted(asked));
      ImagePlace place = asked.in(undo.repository());
      demandUnused(place, undo.removed());
      if (!yes && (undo.replaces() || image == null)) {
        undo.steps().forEach(each -> output().note(change(place, each)));
        Question.confirm(output(), question(undo));
      }
      undo.run(asked.registry());
      tell(place, undo);
    }
    return 0;
  }

  private Optional<Digest> wanted(ImagePlace asked) throws InterruptedException {
    return to == null
        ? Optional.empty()
        : Optional.of(ShortDigest.of(asked.registry(), asked.repository(), to));
  }

  private static String change(ImagePlace place, Undo.Step step) {
    String name = place.name(step.tag());
    Optional<Digest> back = step.back();
    if (back.isEmpty()) {
      return Messages.of("removes-tag", name, step.now().orElseThrow());
    }
    return step.now().isEmpty()
        ? Messages.of("restores-tag", name, back.get())
        : Messages.of("moves-tag", name, step.now().get(), back.get());
  }

  private static String question(Undo undo) {
    return undo.steps().getFirst().removes()
        ? Messages.of("remove-the-tag")
        : Messages.of("put-it-back");
  }

  /// As for any deletion: the last tag of an image that pods use stays.
  private void demandUnused(ImagePlace place, List<String> tags) throws InterruptedException {
    Optional<StackOptions> own = place.options();
    if (own.isEmpty() || tags.isEmpty()) {
      return;
    }
    PodsOfImage.demandNone(
        RunningImages.of(workspace().cluster(), RunningImages.hosts(own.get().nodePort())),
        place.registry(),
        place.repository(),
        tags,
        tag ->
            DeleteCommand.forced(place.repository() + ":" + tag + " --force" + again(own.get())));
  }

  private void tell(ImagePlace place, Undo undo) {
    if (json()) {
      output().json(undo.steps().stream().map(each -> json(place, each)).toList());
      return;
    }
    undo.steps().forEach(each -> output().line(done(place, each)));
  }

  private static String done(ImagePlace place, Undo.Step step) {
    String name = place.name(step.tag());
    return step.back().map(to -> name + "@" + to).orElseGet(() -> Messages.of("tag-removed", name));
  }

  private static Map<String, Object> json(ImagePlace place, Undo.Step step) {
    if (step.back().isPresent()) {
      return json(place, step.tag(), step.back().get(), step.now());
    }
    return Map.of(
        "image", place.name(step.tag()), "previousDigest", step.now().orElseThrow().text());
  }
}
