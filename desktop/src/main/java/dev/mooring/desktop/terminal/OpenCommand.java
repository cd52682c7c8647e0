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

@Command(name = "open")
final class OpenCommand implements Callable<Integer> {
  private final Desktop desktop;

  @Parameters(index = "0", arity = "0..1", paramLabel = "LINK")
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
