package dev.mooring.desktop.terminal;

import dev.mooring.cluster.Kubeconfig;
import dev.mooring.desktop.control.SocketDirectory;
import dev.mooring.desktop.workspace.Workspaces;
import dev.mooring.problem.Problem;
import dev.mooring.settings.SettingsFile;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;

/// Runs one command as a process would: on the main thread, which Ctrl-C interrupts.
public final class Commands {
  private Commands() {}

  /// @return the exit code
  public static int run(
      String[] words,
      Kubeconfig kubeconfig,
      Workspaces workspaces,
      Supplier<SettingsFile> settings,
      SocketDirectory sockets,
      Practice practice,
      Desktop desktop) {
    boolean terminal = Question.terminal().isPresent();
    Output output =
        new Output(
            System.out, System.err, terminal, terminal ? Commands::width : () -> 0, Pager::ofUser);
    try {
      long id = ProcessHandle.current().pid();
      Opening opening =
          new Opening(
              kubeconfig, workspaces, settings, sockets, id, RegistryNames.ofUser(), output);
      return MooringCommand.commandLine(opening, practice, desktop, words).execute(words);
    } finally {
      output.end();
      workspaces.close();
    }
  }

  /// Tells the terminal why something did not start.
  public static void tell(Problem problem) {
    new Output(System.out, System.err, false).problem(problem);
  }

  /// Columns of the terminal, as picocli asks the system for them.
  private static int width() {
    var usage = CommandSpec.create().usageMessage();
    usage.autoWidth(true);
    return usage.width();
  }
}
