package dev.mooring.desktop.terminal;

import dev.mooring.desktop.workspace.Workspace;
import dev.mooring.registry.archive.Seeding;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "seed")
final class SeedCommand extends RegistryCommand {
  @Parameters(paramLabel = "FILE|FOLDER")
  Path source = Path.of("");

  @Option(names = "--as", paramLabel = "NS/ACCOUNT")
  @Nullable String account;

  SeedCommand(Opening opening) {
    super(opening);
  }

  @Override
  int run(Workspace workspace) throws InterruptedException {
    if (outside(workspace).isEmpty()) {
      taking(workspace);
    }
    Seeding.Seeded seeded = new Seeding(registry(workspace, account)).seed(source, passing());
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

  private static Map<String, Object> json(Seeding.Pushed image) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("image", image.name());
    json.put("digest", image.digest().text());
    json.put("digestOfTheArchive", image.kept());
    return json;
  }
}
