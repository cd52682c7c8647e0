package dev.mooring.desktop.terminal;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.AutoComplete;
import picocli.CommandLine;

/// The commands under the root with all that belongs to each, read only when they are wanted.
final class CommandBranches {
  private final Map<String, Supplier<CommandLine>> all = new LinkedHashMap<>();

  CommandBranches(Opening opening, Practice practice, Desktop desktop) {
    all.put("doctor", () -> one(new DoctorCommand(opening)));
    all.put("install", () -> one(new InstallCommand(opening)));
    all.put("status", () -> one(new StatusCommand(opening)));
    all.put("verify", () -> one(new VerifyCommand(opening)));
    all.put("render", () -> one(new RenderCommand(opening)));
    all.put(
        "registries",
        () ->
            one(
                new RegistriesCommand(opening),
                new RegistriesCommand.ListAll(opening),
                new RegistriesChange.Add(opening),
                new RegistriesChange.Remove(opening)));
    all.put(
        "pull-secret",
        () -> one(new PullSecretCommand(opening), new PullSecretCommand.Remove(opening)));
    all.put(
        "writer",
        () ->
            one(
                new WriterCommand(),
                new WriterCommand.Add(opening),
                new WriterCommand.ListAll(opening),
                new WriterCommand.Remove(opening),
                new RehearseCommand.OfWriter(opening),
                new RehearsalCommand(opening)));
    all.put(
        "builder",
        () ->
            one(
                new BuilderCommand(),
                new BuilderCommand.Allow(opening),
                new BuilderCommand.ListAll(opening),
                new BuilderCommand.Remove(opening),
                new RehearseCommand.OfBuilder(opening)));
    all.put(
        "token",
        () ->
            one(
                new TokenCommand(),
                new TokenCommand.Allow(opening),
                new TokenCommand.ListAll(opening),
                new TokenCommand.Remove(opening)));
    all.put("config", () -> one(new ConfigCommand(opening)));
    all.put("connect", () -> one(new ConnectCommand(opening)));
    all.put("push", () -> one(new PushCommand(opening)));
    all.put("copy", () -> one(new CopyCommand(opening)));
    all.put("mirror", () -> one(new MirrorCommand(opening)));
    all.put("images", () -> one(new ImagesCommand(opening)));
    all.put("image", () -> ImageCommand.commandLine(opening));
    all.put("export", () -> one(new ExportCommand(opening)));
    all.put("du", () -> one(new DuCommand(opening)));
    all.put("retag", () -> one(new RetagCommand(opening)));
    all.put("tag-history", () -> one(new TagHistoryCommand(opening)));
    all.put("undo", () -> one(new UndoCommand(opening)));
    all.put("delete", () -> one(new DeleteCommand(opening)));
    all.put("collect-garbage", () -> one(new CollectGarbageCommand(opening)));
    all.put("save", () -> one(new SaveCommand(opening)));
    all.put("seed", () -> one(new SeedCommand(opening)));
    all.put("forward", () -> forward(opening));
    all.put(
        "mtls",
        () ->
            one(
                new MtlsCommand(),
                new MtlsCommand.Allow(opening),
                new MtlsCommand.ListAll(opening),
                new MtlsCommand.Remove(opening)));
    all.put("debug", () -> debug(opening));
    all.put("logs", () -> one(new LogsCommand(opening)));
    all.put("terminal", () -> one(new TerminalCommand(opening)));
    all.put("set", () -> one(new SetCommand(), new SetCommand.Image(opening)));
    all.put("rollback", () -> one(new RollbackCommand(opening)));
    all.put("open", () -> one(new OpenCommand(desktop)));
    all.put("uninstall", () -> one(new UninstallCommand(opening)));
    all.put("settings", () -> one(new SettingsCommand(opening)));
    all.put("practice", () -> one(new PracticeCommand(opening, practice)));
    all.put("report", () -> one(new ReportCommand(opening)));
    all.put("generate-completion", CommandBranches::completion);
    all.put("generate-files", () -> one(new ShellFiles()));
  }

  /// @param words what is to run: the command that they begin with, or all where it is none
  void addTo(CommandLine root, String... words) {
    Supplier<CommandLine> wanted = words.length == 0 ? null : all.get(words[0]);
    if (wanted == null || isOfAll(words[0])) {
      all.forEach((name, branch) -> root.addSubcommand(name, branch.get()));
    } else {
      root.addSubcommand(words[0], wanted.get());
    }
  }

  /// What writes files about all commands.
  private static boolean isOfAll(String word) {
    return word.startsWith("generate-");
  }

  private static CommandLine one(Object command, Object... under) {
    CommandLine line = new CommandLine(command);
    for (Object each : under) {
      line.addSubcommand(each);
    }
    return line;
  }

  private static CommandLine completion() {
    CommandLine completion = new CommandLine(new AutoComplete.GenerateCompletion());
    completion.getCommandSpec().usageMessage().hidden(true);
    return completion;
  }

  private static CommandLine forward(Opening opening) {
    return one(
        new ForwardCommand(opening),
        new ForwardListCommand(opening),
        new ForwardChange.Start(opening),
        new ForwardChange.Stop(opening),
        new ForwardChange.Restart(opening),
        new ForwardChange.Remove(opening),
        new ForwardHistory.Logs(opening),
        new ForwardHistory.Requests(opening),
        new ForwardImportCommand(opening),
        new ForwardExportCommand(opening));
  }

  private static CommandLine debug(Opening opening) {
    return one(
            new DebugCommand(opening),
            new SessionListCommand(opening),
            new RestoreCommand(opening),
            new OpenEditorCommand(opening),
            new BreakpointCommand.Add(opening),
            new BreakpointCommand.ListAll(opening),
            new BreakpointCommand.Clear(opening),
            new LogpointCommand(opening),
            new MoveCommand.Wait(opening),
            new LookCommand.Stack(opening),
            new LookCommand.Locals(opening),
            new LookCommand.Eval(opening),
            new LookCommand.All(opening),
            new MoveCommand.Next(opening),
            new MoveCommand.Into(opening),
            new MoveCommand.Out(opening),
            new MoveCommand.Continue(opening),
            new MoveCommand.End(opening),
            new SnapshotCommand(opening))
        .addSubcommand(
            "snapshots", one(new SnapshotsCommand(opening), new SnapshotsCommand.Delete(opening)));
  }
}
