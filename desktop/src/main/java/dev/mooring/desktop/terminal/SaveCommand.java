package dev.mooring.desktop.terminal;

import dev.mooring.desktop.fx.Words;
import dev.mooring.desktop.workspace.Workspace;
import dev.mooring.mesh.RegistryAddress;
import dev.mooring.registry.Registry;
import dev.mooring.registry.backup.Backup;
import dev.mooring.stack.Stack;
import dev.mooring.stack.archives.ArchiveVolume;
import dev.mooring.stack.archives.ArchiveVolumes;
import dev.mooring.stack.archives.VolumePlace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "save")
final class SaveCommand extends RegistryCommand {
  @Parameters(index = "0", arity = "0..1", paramLabel = "FILE|FOLDER")
  @Nullable String target;

  @Parameters(index = "1..*", paramLabel = "REPOSITORY")
  List<String> repositories = new ArrayList<>();

  @Option(names = "--volume", paramLabel = "PLACE")
  @Nullable String volume;

  @Option(names = "--as", paramLabel = "NS/ACCOUNT")
  @Nullable String account;

  SaveCommand(Opening opening) {
    super(opening);
  }

  @Spec CommandSpec command = CommandSpec.create();

  /// With a volume, all words are repositories.
  @Override
  void check() {
    if (target == null && volume == null) {
      throw new ParameterException(command.commandLine(), Messages.of("missing-save-target"));
    }
    if (target != null && volume != null) {
      repositories.addFirst(target);
      target = null;
    }
  }

  @Override
  int run(Workspace workspace) throws InterruptedException {
    Optional<RegistryAddress> outside = outside(workspace);
    String host =
        outside.isPresent()
            ? outside.get().address().getAuthority()
            : Words.localhost(inForce(workspace).nodePort());
    Registry registry = registry(workspace, account);
    Backup backup = new Backup(registry, host);
    Backup.Saved saved =
        target != null
            ? backup.save(Path.of(target), this::wanted, passing())
            : save(workspace, backup, VolumePlace.parse(String.valueOf(volume)));
    String to = String.valueOf(target == null ? volume : target);
    if (json()) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("target", to);
      json.put("images", saved.images());
      json.put("blobsRead", saved.sent());
      json.put("bytesRead", saved.bytes());
      json.put("failed", saved.failed());
      output().json(json);
    } else {
      output().line(Messages.count("saved-images", saved.images(), to, Words.size(saved.bytes())));
      saved.failed().forEach(each -> output().note(Messages.of("was-not-saved", each)));
    }
    return saved.failed().isEmpty() ? 0 : 1;
  }

  private Backup.Saved save(Workspace workspace, Backup backup, VolumePlace place)
      throws InterruptedException {
    ArchiveVolumes volumes =
        new ArchiveVolumes(workspace.cluster(), workspace.tunnels(), volumesOf(workspace));
    try (ArchiveVolume open = volumes.toWrite(place, passing())) {
      return backup.save(open.folder(), open.path(), this::wanted, passing());
    }
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
