package dev.mooring.desktop.terminal;

import dev.mooring.desktop.workspace.Workspace;
import dev.mooring.registry.backup.Seeding;
import dev.mooring.stack.archives.ArchiveVolume;
import dev.mooring.stack.archives.ArchiveVolumes;
import dev.mooring.stack.archives.VolumePlace;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "seed")
final class SeedCommand extends RegistryCommand {
  @Parameters(arity = "0..1", paramLabel = "FILE|FOLDER")
  @Nullable String source;

  @Option(names = "--volume", paramLabel = "PLACE")
  @Nullable String volume;

  @Option(names = "--as", paramLabel = "NS/ACCOUNT")
  @Nullable String account;

  SeedCommand(Opening opening) {
    super(opening);
  }

  @Spec CommandSpec command = CommandSpec.create();

  @Override
  void check() {
    if ((source == null) == (volume == null)) {
      throw new ParameterException(command.commandLine(), Messages.of("one-source-to-seed"));
    }
  }

  @Override
  int run(Workspace workspace) throws InterruptedException {
    if (outside(workspace).isEmpty()) {
      taking(workspace);
    }
    Seeding seeding = new Seeding(registry(workspace, account));
    Seeding.Seeded seeded =
        source != null
            ? seeding.seed(Path.of(source), passing())
            : seed(workspace, seeding, VolumePlace.parse(String.valueOf(volume)));
    if (json()) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("pushed", seeded.pushed().stream().map(SeedCommand::json).toList());
      json.put("skipped", seeded.skipped());
      output().json(json);
    } else {
      seeded
          .pushed()
          .forEach(
              each ->
                  output()
                      .line(
                          each.kept()
                              ? each.name() + "@" + each.digest()
                              : Messages.of("has-a-new-digest", each.name(), each.digest())));
      output().note(Messages.count("pushed-images", seeded.pushed().size()));
      seeded.skipped().forEach(each -> output().note(Messages.of("was-skipped", each)));
    }
    return seeded.skipped().isEmpty() ? 0 : 1;
  }

  private Seeding.Seeded seed(Workspace workspace, Seeding seeding, VolumePlace place)
      throws InterruptedException {
    ArchiveVolumes volumes =
        new ArchiveVolumes(workspace.cluster(), workspace.tunnels(), volumesOf(workspace));
    try (ArchiveVolume open = volumes.toRead(place, passing())) {
      return seeding.seed(open.folder(), open.path(), passing());
    }
  }

  private static Map<String, Object> json(Seeding.Pushed image) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("image", image.name());
    json.put("digest", image.digest().text());
    json.put("digestOfTheArchive", image.kept());
    return json;
  }
}
