package dev.mooring.desktop.command;

import dev.mooring.cluster.Kubeconfig;
import dev.mooring.desktop.app.TestWorkspaces;
import dev.mooring.desktop.app.Workspaces;
import dev.mooring.settings.Settings;
import dev.mooring.settings.SettingsFile;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Consumer;

/// Runs commands as a shell would, with a home of its own.
final class Terminal {
  private final Kubeconfig kubeconfig;
  private final Path home;

  Terminal(Kubeconfig kubeconfig, Path home) {
    this.kubeconfig = kubeconfig;
    this.home = home;
  }

  /// What a command printed and how it ended.
  record Ended(int code, String out, String err) {}

  Ended run(String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    try (PrintStream printed = new PrintStream(out, true, StandardCharsets.UTF_8);
        PrintStream told = new PrintStream(err, true, StandardCharsets.UTF_8);
        Workspaces workspaces = TestWorkspaces.over(kubeconfig);
        SettingsFile settings =
            SettingsFile.startingWith(Settings.defaults(), home.resolve("settings.json"))) {
      Opening opening =
          new Opening(kubeconfig, workspaces, () -> settings, new Output(printed, told, false));
      int code =
          MooringCommand.commandLine(opening, new NoPractice())
              .setErr(new java.io.PrintWriter(told, true, StandardCharsets.UTF_8))
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
