package dev.mooring.desktop.terminal;

import dev.mooring.cluster.Kubeconfig;
import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.desktop.app.TestWorkspaces;
import dev.mooring.desktop.control.SocketDirectory;
import dev.mooring.settings.SettingsFile;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine;

/// The commands as they are declared; none is run.
public final class CommandTree {
  private CommandTree() {}

  public static CommandLine of(Path home, String... words) {
    Kubeconfig none = new FabricKubeconfig(List.of(home.resolve("none")));
    PrintStream nowhere =
        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    return MooringCommand.commandLine(
        new Opening(
            none,
            TestWorkspaces.over(none),
            () -> SettingsFile.open(home.resolve("settings.json")),
            SocketDirectory.at(home.resolve("run")),
            1,
            new RegistryNames(home.resolve("registry-names")),
            new Output(nowhere, nowhere, false)),
        new Practice() {
          @Override
          public void walk(Consumer<String> lines) {}

          @Override
          public void window() {}
        },
        link -> 0,
        words);
  }

  /// Whether there is a command line such as "mooring writer add".
  public static boolean knows(Path home, String line) {
    List<String> words = List.of(line.split(" ", -1));
    CommandLine at = of(home);
    for (String word : words.subList(1, words.size())) {
      at = at.getSubcommands().get(word);
      if (at == null) {
        return false;
      }
    }
    return words.size() > 1 && words.getFirst().equals("mooring");
  }
}
