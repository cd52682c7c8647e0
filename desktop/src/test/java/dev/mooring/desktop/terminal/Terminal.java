package dev.mooring.desktop.terminal;

import dev.mooring.cluster.Kubeconfig;
import dev.mooring.desktop.app.TestWorkspaces;
import dev.mooring.desktop.control.SocketDirectory;
import dev.mooring.desktop.workspace.Workspaces;
import dev.mooring.settings.SettingsFile;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import picocli.CommandLine;

/// Runs commands as a shell would, with a home of its own.
final class Terminal {
  /// Instead of processes' numbers, beyond those that a system gives.
  private static final AtomicLong NUMBERS = new AtomicLong(4_200_000_000L);

  private final Kubeconfig kubeconfig;
  private final Path home;
  private final Supplier<Workspaces> workspaces;

  Terminal(Kubeconfig kubeconfig, Path home) {
    this(kubeconfig, home, () -> TestWorkspaces.over(kubeconfig, home.resolve("state")));
  }

  /// @param workspaces made for each command
  Terminal(Kubeconfig kubeconfig, Path home, Supplier<Workspaces> workspaces) {
    this.kubeconfig = kubeconfig;
    this.home = home;
    this.workspaces = workspaces;
  }

  /// What a command printed and how it ended.
  record Ended(int code, String out, String err) {}

  Ended run(String... words) {
    return run(new ByteArrayOutputStream(), words);
  }

  /// @param out takes what is printed as it comes
  Ended run(ByteArrayOutputStream out, String... words) {
    return run(out, line -> {}, words);
  }

  /// @param before changes the command line before it runs
  Ended run(ByteArrayOutputStream out, Consumer<CommandLine> before, String... words) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    try (PrintStream printed = new PrintStream(out, true, StandardCharsets.UTF_8);
        PrintStream told = new PrintStream(err, true, StandardCharsets.UTF_8);
        Workspaces opened = workspaces.get();
        SettingsFile settings = SettingsFile.open(home.resolve("settings.json"))) {
      Opening opening =
          new Opening(
              kubeconfig,
              opened,
              () -> settings,
              SocketDirectory.at(home.resolve("run")),
              NUMBERS.incrementAndGet(),
              new RegistryNames(home.resolve("registry-names")),
              new Output(printed, told, false));
      CommandLine line = MooringCommand.commandLine(opening, new NoPractice(), link -> 0, words);
      before.accept(line);
      int code =
          line.setErr(new java.io.PrintWriter(told, true, StandardCharsets.UTF_8))
              .setOut(new java.io.PrintWriter(printed, true, StandardCharsets.UTF_8))
              .execute(words);
      return new Ended(
          code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
  }

  private static final class NoPractice implements Practice {
    @Override
    public void walk(Consumer<String> lines) {
      lines.accept("walked");
    }

    @Override
    public void window() {}
  }
}
