package dev.mooring.desktop.terminal;

import dev.mooring.desktop.workspace.Workspace;
import dev.mooring.registry.Digest;
import dev.mooring.registry.ImageReference;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "export")
final class ExportCommand extends RegistryCommand {
  @Parameters(index = "0", paramLabel = "IMAGE")
  String image = "";

  @Parameters(index = "1", paramLabel = "FILE")
  Path file = Path.of("");

  @Option(names = "--as", paramLabel = "NS/ACCOUNT")
  @Nullable String account;

  ExportCommand(Opening opening) {
    super(opening);
  }

  @Override
  int run(Workspace workspace) throws InterruptedException {
    ImageReference reference = ImageReference.parse(image);
    Digest digest = registry(workspace, account).pull(reference, file, progress());
    if (json()) {
      output().json(Map.of("file", file.toString(), "digest", digest.text()));
    } else {
      ImageReference name =
          new ImageReference(reference.host(), reference.repository(), reference.tag(), "");
      output().line(Messages.of("holds", file, name, digest));
    }
    return 0;
  }
}
