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

@Command(name = "export", description = "Write an image of the registry to an OCI archive.")
final class ExportCommand extends ClusterCommand {
  @Parameters(index = "0", paramLabel = "IMAGE", description = "REPOSITORY:TAG")
  String image = "";

  @Parameters(index = "1", paramLabel = "FILE", description = "The tar file to write.")
  Path file = Path.of("");

  @Option(
      names = "--as",
      paramLabel = "NS/ACCOUNT",
      description = "ServiceAccount to be; the one that install made by default.")
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
      output().line(file + " holds " + reference + "@" + digest);
    }
    return 0;
  }
}
