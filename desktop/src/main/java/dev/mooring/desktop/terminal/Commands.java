package dev.mooring.desktop.terminal;

import dev.mooring.cluster.Kubeconfig;
import dev.mooring.desktop.control.SocketDirectory;
import dev.mooring.desktop.workspace.Workspaces;
import dev.mooring.problem.Problem;
import dev.mooring.settings.SettingsFile;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;

/// Runs one command as a process would: on the main thread, ended cleanly by Ctrl-C.
public final class Commands {
  /// A debug session needs up to ten seconds to detach; the rest are quicker.
  private static final Duration CLEAN_END = Duration.ofSeconds(20);

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
        new Output(System.out, System.err, terminal, terminal ? Commands::width : () -> 0);
    CountDownLatch ended = new CountDownLatch(1);
    Thread caller = Thread.currentThread();
    Thread onSignal =
        Thread.ofPlatform()
            .name("ctrl-c")
            .unstarted(
                () -> {
                  caller.interrupt();
                  awaitEnd(ended);
                });
    Runtime.getRuntime().addShutdownHook(onSignal);
    try {
      long id = ProcessHandle.current().pid();
      Opening opening = new Opening(kubeconfig, workspaces, settings, sockets, id, output);
      return MooringCommand.commandLine(opening, practice, desktop).execute(words);
    } finally {
      workspaces.close();
      ended.countDown();
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

  private static void awaitEnd(CountDownLatch ended) {
    try {
      if (!ended.await(CLEAN_END.toSeconds(), TimeUnit.SECONDS)) {
        org.slf4j.LoggerFactory.getLogger(Commands.class).warn("Ended before all was closed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
