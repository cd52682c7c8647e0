package dev.mooring.desktop.terminal;

import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.Digest;
import dev.mooring.registry.ImageReferences;
import dev.mooring.registry.Registry;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Gives an image another tag in its repository. Its content stays where it is.
@Command(name = "retag")
final class RetagCommand extends TagCommand {
  @Parameters(index = "0", paramLabel = "REF")
  String image = "";

  @Parameters(index = "1", paramLabel = "TAG")
  String tag = "";

  @Option(names = {"-y", "--yes"})
  boolean yes;

  @Spec CommandSpec command = CommandSpec.create();

  RetagCommand(Opening opening) {
    super(opening);
  }

  @Override
  void check() {
    if (!ImageReferences.isTag(tag)) {
      throw new ParameterException(command.commandLine(), Messages.of("tag-alone", tag));
    }
  }

  @Override
  int look() throws InterruptedException {
    try (ImagePlace place = place(image)) {
      place.options().ifPresent(RegistryCommand::demandPushes);
      Registry registry = place.registry();
      String reference = place.reference().isEmpty() ? "latest" : place.reference();
      Digest digest =
          registry
              .digest(place.repository(), reference)
              .orElseThrow(() -> missing(place, reference).raise());
      Optional<Digest> was = registry.digest(place.repository(), tag);
      if (!was.equals(Optional.of(digest))) {
        if (was.isPresent() && !yes) {
          output().note(Messages.of("names-another-image", place.name(tag), was.get()));
          Question.confirm(output(), Messages.of("move-the-tag", place.name(tag), digest));
        }
        registry.retag(place.repository(), tag, digest, was);
      }
      tell(place, digest, was);
    }
    return 0;
  }

  private void tell(ImagePlace place, Digest digest, Optional<Digest> was) {
    if (json()) {
      output().json(json(place, tag, digest, was));
      return;
    }
    output().line(place.name(tag) + "@" + digest);
    if (was.equals(Optional.of(digest))) {
      output().note(Messages.of("the-tag-named-it-already"));
    } else if (was.isPresent()) {
      output().note(Messages.of("it-named-before", was.get(), undoing(image, tag)));
    }
  }

  private static Problem missing(ImagePlace place, String reference) {
    return new Problem(
        Code.IMAGE_MISSING,
        Messages.of(
            "cannot-retag",
            reference.contains(":") ? place.name("") + "@" + reference : place.name(reference)),
        Messages.of("the-registry-has-no-such-image"),
        new Remedy.Command(Messages.of("list-the-images"), "mooring images " + place.repository()));
  }
}
