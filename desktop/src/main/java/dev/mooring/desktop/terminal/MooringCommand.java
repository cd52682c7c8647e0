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
import picocli.AutoComplete;
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

  /// The whole command line over what it works with.
  static CommandLine commandLine(Opening opening, Practice practice, Desktop desktop) {
    CommandLine line = new CommandLine(new MooringCommand());
    CommandLine writer = new CommandLine(new WriterCommand());
    writer.addSubcommand(new WriterCommand.Add(opening));
    writer.addSubcommand(new WriterCommand.ListAll(opening));
    writer.addSubcommand(new WriterCommand.Remove(opening));
    writer.addSubcommand(new RehearseCommand.OfWriter(opening));
    writer.addSubcommand(new RehearsalCommand(opening));
    CommandLine registries = new CommandLine(new RegistriesCommand(opening));
    registries.addSubcommand(new RegistriesCommand.ListAll(opening));
    registries.addSubcommand(new RegistriesChange.Add(opening));
    registries.addSubcommand(new RegistriesChange.Remove(opening));
    CommandLine pullSecret = new CommandLine(new PullSecretCommand(opening));
    pullSecret.addSubcommand(new PullSecretCommand.Remove(opening));
    CommandLine builder = new CommandLine(new BuilderCommand());
    builder.addSubcommand(new BuilderCommand.Allow(opening));
    builder.addSubcommand(new BuilderCommand.ListAll(opening));
    builder.addSubcommand(new BuilderCommand.Remove(opening));
    builder.addSubcommand(new RehearseCommand.OfBuilder(opening));
    CommandLine token = new CommandLine(new TokenCommand());
    token.addSubcommand(new TokenCommand.Allow(opening));
    token.addSubcommand(new TokenCommand.ListAll(opening));
    token.addSubcommand(new TokenCommand.Remove(opening));
    CommandLine mtls = new CommandLine(new MtlsCommand());
    mtls.addSubcommand(new MtlsCommand.Allow(opening));
    mtls.addSubcommand(new MtlsCommand.ListAll(opening));
    mtls.addSubcommand(new MtlsCommand.Remove(opening));
    CommandLine set = new CommandLine(new SetCommand());
    set.addSubcommand(new SetCommand.Image(opening));
    CommandLine completion = new CommandLine(new AutoComplete.GenerateCompletion());
    completion.getCommandSpec().usageMessage().hidden(true);
    line.addSubcommand(new DoctorCommand(opening))
        .addSubcommand(new InstallCommand(opening))
        .addSubcommand(new StatusCommand(opening))
        .addSubcommand(new VerifyCommand(opening))
        .addSubcommand(new RenderCommand(opening))
        .addSubcommand("registries", registries)
        .addSubcommand("pull-secret", pullSecret)
        .addSubcommand("writer", writer)
        .addSubcommand("builder", builder)
        .addSubcommand("token", token)
        .addSubcommand(new ConfigCommand(opening))
        .addSubcommand(new ConnectCommand(opening))
        .addSubcommand(new PushCommand(opening))
        .addSubcommand(new CopyCommand(opening))
        .addSubcommand(new MirrorCommand(opening))
        .addSubcommand(new ImagesCommand(opening))
        .addSubcommand("image", ImageCommand.commandLine(opening))
        .addSubcommand(new ExportCommand(opening))
        .addSubcommand(new DuCommand(opening))
        .addSubcommand(new RetagCommand(opening))
        .addSubcommand(new TagHistoryCommand(opening))
        .addSubcommand(new UndoCommand(opening))
        .addSubcommand(new DeleteCommand(opening))
        .addSubcommand(new CollectGarbageCommand(opening))
        .addSubcommand(new SaveCommand(opening))
        .addSubcommand(new SeedCommand(opening))
        .addSubcommand("forward", forward(opening))
        .addSubcommand("mtls", mtls)
        .addSubcommand("debug", debug(opening))
        .addSubcommand(new LogsCommand(opening))
        .addSubcommand(new TerminalCommand(opening))
        .addSubcommand("set", set)
        .addSubcommand(new OpenCommand(desktop))
        .addSubcommand(new UninstallCommand(opening))
        .addSubcommand(new SettingsCommand(opening))
        .addSubcommand(new PracticeCommand(opening, practice))
        .addSubcommand(new ReportCommand(opening))
        .addSubcommand(completion)
        .addSubcommand(new ShellFiles());
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

  private static CommandLine forward(Opening opening) {
    CommandLine forward = new CommandLine(new ForwardCommand(opening));
    forward
        .addSubcommand(new ForwardListCommand(opening))
        .addSubcommand(new ForwardChange.Start(opening))
        .addSubcommand(new ForwardChange.Stop(opening))
        .addSubcommand(new ForwardChange.Restart(opening))
        .addSubcommand(new ForwardChange.Remove(opening))
        .addSubcommand(new ForwardHistory.Logs(opening))
        .addSubcommand(new ForwardHistory.Requests(opening))
        .addSubcommand(new ForwardImportCommand(opening))
        .addSubcommand(new ForwardExportCommand(opening));
    return forward;
  }

  private static CommandLine debug(Opening opening) {
    CommandLine debug = new CommandLine(new DebugCommand(opening));
    debug
        .addSubcommand(new SessionListCommand(opening))
        .addSubcommand(new RestoreCommand(opening))
        .addSubcommand(new OpenEditorCommand(opening))
        .addSubcommand(new BreakpointCommand.Add(opening))
        .addSubcommand(new BreakpointCommand.ListAll(opening))
        .addSubcommand(new BreakpointCommand.Clear(opening))
        .addSubcommand(new LogpointCommand(opening))
        .addSubcommand(new MoveCommand.Wait(opening))
        .addSubcommand(new LookCommand.Stack(opening))
        .addSubcommand(new LookCommand.Locals(opening))
        .addSubcommand(new LookCommand.Eval(opening))
        .addSubcommand(new LookCommand.All(opening))
        .addSubcommand(new MoveCommand.Next(opening))
        .addSubcommand(new MoveCommand.Into(opening))
        .addSubcommand(new MoveCommand.Out(opening))
        .addSubcommand(new MoveCommand.Continue(opening))
        .addSubcommand(new MoveCommand.End(opening))
        .addSubcommand(new SnapshotCommand(opening))
        .addSubcommand("snapshots", snapshots(opening));
    return debug;
  }

  private static CommandLine snapshots(Opening opening) {
    CommandLine snapshots = new CommandLine(new SnapshotsCommand(opening));
    snapshots.addSubcommand(new SnapshotsCommand.Delete(opening));
    return snapshots;
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
