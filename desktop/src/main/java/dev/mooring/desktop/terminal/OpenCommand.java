package dev.mooring.desktop.terminal;

import dev.mooring.forward.ForwardLink;
import dev.mooring.problem.MooringException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "open",
    description = "Open the window, with the form of a forward filled in from a link.",
    footer = {
      "",
      "A link starts nothing by itself: you see what it asks for, and press the button.",
      "",
      "  mooring open 'mooring://forward?target=svc/api&port=80&namespace=dev'",
      "",
      "It may also say &context=NAME and &local=PORT. mooring forward ls --output json prints",
      "the link of each forward."
    })
final class OpenCommand implements Callable<Integer> {
  private final Desktop desktop;

  @Parameters(index = "0", arity = "0..1", paramLabel = "LINK", description = "mooring://...")
  String link = "";

  @Spec CommandSpec command = CommandSpec.create();

  OpenCommand(Desktop desktop) {
    this.desktop = desktop;
  }

  @Override
  public Integer call() {
    return desktop.open(parsed());
  }

  private Optional<ForwardLink> parsed() {
    if (link.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(ForwardLink.parse(link));
    } catch (MooringException e) {
      throw new ParameterException(
          command.commandLine(), e.problem().what() + ": " + e.problem().why(), e);
    }
  }
}
