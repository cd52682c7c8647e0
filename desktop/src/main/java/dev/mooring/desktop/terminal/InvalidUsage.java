package dev.mooring.desktop.terminal;

import dev.mooring.message.Nearest;
import dev.mooring.problem.MooringException;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// Tells what is wrong with the words of a command: that, what was meant, and where the help is.
/// The whole usage would bury it.
final class InvalidUsage implements CommandLine.IParameterExceptionHandler {
  private final Output output;

  InvalidUsage(Output output) {
    this.output = output;
  }

  @Override
  public int handleParseException(ParameterException wrong, String[] words) {
    if (wrong.getCause() instanceof MooringException known) {
      output.problem(known.problem());
      return ExitCode.USAGE;
    }
    CommandSpec command = wrong.getCommandLine().getCommandSpec();
    if (wrong instanceof UnmatchedArgumentException unmatched) {
      tell(unmatched.getUnmatched().getFirst(), command, wrong);
    } else {
      output.note(Messages.of("mooring-says", String.valueOf(wrong.getMessage())));
    }
    output.note(Messages.of("see-help", command.qualifiedName()));
    return ExitCode.USAGE;
  }

  /// Only the first word: what follows is often only its value.
  private void tell(String word, CommandSpec command, ParameterException wrong) {
    String what;
    List<String> known;
    if (word.startsWith("-")) {
      what = Messages.of("unknown-option", word);
      known =
          command.options().stream()
              .filter(each -> !each.hidden())
              .map(each -> each.longestName())
              .toList();
    } else if (!command.subcommands().isEmpty()) {
      what = Messages.of("unknown-command", word);
      known =
          command.subcommands().entrySet().stream()
              .filter(each -> !each.getValue().getCommandSpec().usageMessage().hidden())
              .map(Map.Entry::getKey)
              .toList();
    } else {
      what = String.valueOf(wrong.getMessage());
      known = List.of();
    }
    output.note(Messages.of("mooring-says", what));
    Nearest.to(word, known).ifPresent(nearest -> output.note(Messages.of("did-you-mean", nearest)));
  }
}
