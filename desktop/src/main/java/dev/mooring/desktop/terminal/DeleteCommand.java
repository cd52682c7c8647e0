package dev.mooring.desktop.terminal;

import dev.mooring.desktop.registry.Deletion;
import dev.mooring.desktop.workspace.Workspace;
import dev.mooring.registry.Digest;
import dev.mooring.registry.ImageReference;
import dev.mooring.registry.Registry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "delete")
final class DeleteCommand extends RegistryCommand {
  @Parameters(paramLabel = "IMAGE")
  String image = "";

  @Option(names = {"-y", "--yes"})
  boolean yes;

  @Option(names = "--as", paramLabel = "NS/ACCOUNT")
  @Nullable String account;

  DeleteCommand(Opening opening) {
    super(opening);
  }

  @Override
  int run(Workspace workspace) throws InterruptedException {
    ImageReference reference = ImageReference.parse(image);
    Registry registry = registry(workspace, account);
    Registry.Removal plan = registry.planRemoval(reference.repository(), reference.reference());
    if (!yes) {
      output().note(Messages.of("this-deletes"));
      Deletion.going(plan).forEach(each -> output().note("  " + each));
      if (!Deletion.stays(plan).isEmpty()) {
        output().note(Deletion.stays(plan));
      }
      Question.confirm(output(), Messages.of("delete", Deletion.name(plan)));
    }
    registry.remove(plan);
    if (json()) {
      output().json(json(plan));
    } else {
      Deletion.done(plan).forEach(output()::line);
    }
    return 0;
  }

  private static Map<String, Object> json(Registry.Removal plan) {
    List<String> manifests = plan.manifests().stream().map(Digest::toString).toList();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("repository", plan.repository());
    json.put("reference", plan.reference());
    json.put("digest", plan.digest().text());
    json.put("tags", plan.tags());
    json.put("attached", plan.attached());
    json.put("manifests", plan.isByDigest() ? manifests : List.of());
    json.put("untilGarbageCollection", plan.isByDigest() ? List.of() : manifests);
    json.put("remainingTags", plan.siblings());
    return json;
  }
}
