package dev.mooring.desktop.terminal;

import dev.mooring.platform.Version;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ResourceBundle;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The command line's root.
@Command(
    name = "mooring",
    mixinStandardHelpOptions = true,
    versionProvider = MooringCommand.BuiltVersion.class,
    synopsisSubcommandLabel = "COMMAND")
public final class MooringCommand implements Runnable {
  /// What `--help` says.
  private static final ResourceBundle HELP =
      ResourceBundle.getBundle("dev.mooring.desktop.terminal.help");

  private static final String EXAMPLES = "examples";

  @Spec CommandSpec spec = CommandSpec.create();

  /// The version that the build stamped.
  static final class BuiltVersion implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"mooring " + Version.running().text()};
    }
  }

  private MooringCommand() {}

  /// The command line over what it works with.
  ///
  /// @param words what it is to run: where they begin with a command, there are no others, since
  /// reading all of them takes a third of a start
  static CommandLine commandLine(
      Opening opening, Practice practice, Desktop desktop, String... words) {
    CommandLine line = new CommandLine(new MooringCommand());
    new CommandBranches(opening, practice, desktop).addTo(line, words);
    line.getSubcommands().values().forEach(MooringCommand::helpful);
    line.setResourceBundle(HELP);
    line.setUsageHelpAutoWidth(true);
    order(line);
    line.setParameterExceptionHandler(new InvalidUsage(opening.output()));
    line.setExecutionExceptionHandler((failure, where, result) -> failed(opening, failure));
    return line;
  }

  /// Help as kubectl has it: what a command does, examples, then how it is written.
  private static void order(CommandLine line) {
    Map<String, CommandLine.IHelpSectionRenderer> sections =
        new HashMap<>(line.getHelpSectionMap());
    sections.put(EXAMPLES, help -> "%s%n%n".formatted(help.footer().stripTrailing()));
    line.setHelpSectionMap(sections);
    line.setHelpSectionKeys(
        List.of(
            UsageMessageSpec.SECTION_KEY_DESCRIPTION,
            EXAMPLES,
            UsageMessageSpec.SECTION_KEY_SYNOPSIS_HEADING,
            UsageMessageSpec.SECTION_KEY_SYNOPSIS,
            UsageMessageSpec.SECTION_KEY_PARAMETER_LIST,
            UsageMessageSpec.SECTION_KEY_OPTION_LIST,
            UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING,
            UsageMessageSpec.SECTION_KEY_COMMAND_LIST));
  }

  private static void helpful(CommandLine command) {
    command.getCommandSpec().mixinStandardHelpOptions(true);
    command.getSubcommands().values().forEach(MooringCommand::helpful);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), Messages.of("missing-command"));
  }

  private static int failed(Opening opening, Exception failure) throws Exception {
    switch (failure) {
      case MooringException known -> opening.output().problem(known.problem());
      case InterruptedException _ -> {
        opening.output().stop();
        opening.output().note(Messages.of("stopped"));
        return 130;
      }
      default -> {
        org.slf4j.LoggerFactory.getLogger(MooringCommand.class).error("A defect", failure);
        opening
            .output()
            .problem(
                new Problem(
                    Code.DEFECT,
                    Messages.of("the-command-did-not-finish"),
                    Messages.of(
                        "something-went-wrong-in-mooring", failure.getClass().getSimpleName()),
                    new Remedy.Advice(Messages.of("try-again-if-it-happens-again")),
                    String.valueOf(failure.getMessage())));
      }
    }
    return 1;
  }
}
