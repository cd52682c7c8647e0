package dev.mooring.desktop.terminal;

import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Writes what a package installs for the terminal, from the commands themselves: manual pages and
/// completions.
@Command(name = "generate-files", hidden = true)
final class ShellFiles implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "FOLDER")
  Path folder = Path.of(".");

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    CommandLine root = spec.root().commandLine();
    try {
      Path man = Files.createDirectories(folder.resolve("man"));
      for (CommandPath each : CommandPath.all(root)) {
        Files.writeString(man.resolve(each.page() + ".1"), ManualPage.of(each));
      }
      Files.writeString(folder.resolve("mooring.bash"), BashCompletion.of(root));
      Files.writeString(folder.resolve("_mooring"), ZshCompletion.of(root));
      Files.writeString(folder.resolve("mooring.fish"), FishCompletion.of(root));
      return 0;
    } catch (IOException e) {
      throw new Problem(
              Code.FILE_NOT_WRITABLE,
              Messages.of("files-were-not-written"),
              Messages.of("the-system-does-not-allow-it"),
              new Remedy.Advice(Messages.of("check-the-folder-and-its-permissions")),
              String.valueOf(e))
          .raise(e);
    }
  }
}
