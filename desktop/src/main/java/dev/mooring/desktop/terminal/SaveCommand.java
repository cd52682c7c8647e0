package dev.mooring.desktop.terminal;

import dev.mooring.desktop.fx.Words;
import dev.mooring.desktop.workspace.Workspace;
import dev.mooring.mesh.RegistryAddress;
import dev.mooring.registry.Registry;
import dev.mooring.registry.archive.Backup;
import dev.mooring.stack.Stack;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "save")
final class SaveCommand extends RegistryCommand {
  @Parameters(index = "0", paramLabel = "FILE|FOLDER")
  Path target = Path.of("");

  @Parameters(index = "1..*", paramLabel = "REPOSITORY")
  List<String> repositories = new ArrayList<>();

  @Option(names = "--as", paramLabel = "NS/ACCOUNT")
  @Nullable String account;

  SaveCommand(Opening opening) {
    super(opening);
  }

  @Override
  int run(Workspace workspace) throws InterruptedException {
    Optional<RegistryAddress> outside = outside(workspace);
    String host =
        outside.isPresent()
            ? outside.get().address().getAuthority()
            : Words.localhost(inForce(workspace).nodePort());
    Registry registry = registry(workspace, account);
    Backup.Saved saved = new Backup(registry, host).save(target, this::wanted, passing());
    if (json()) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("target", target.toString());
      json.put("images", saved.images());
      json.put("blobsRead", saved.sent());
      json.put("bytesRead", saved.bytes());
      json.put("failed", saved.failed());
      output().json(json);
    } else {
      output()
          .line(Messages.count("saved-images", saved.images(), target, Words.size(saved.bytes())));
      saved.failed().forEach(each -> output().note(Messages.of("was-not-saved", each)));
    }
    return saved.failed().isEmpty() ? 0 : 1;
  }

  /// All, or those named; a star at the end stands for any text.
  private boolean wanted(String repository) {
    if (repository.equals(Stack.PROBE_REPOSITORY)) {
      return false;
    }
    return repositories.isEmpty()
        || repositories.stream()
            .anyMatch(
                each ->
                    each.endsWith("*")
                        ? repository.startsWith(each.substring(0, each.length() - 1))
                        : repository.equals(each));
  }
}
