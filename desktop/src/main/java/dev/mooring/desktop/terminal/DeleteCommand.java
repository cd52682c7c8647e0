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

@Command(
    name = "delete",
    description =
        "Delete a tag, or a digest with all its tags, after naming what goes with it. The last tag"
            + " of an image takes its signatures along; a digest that an index needs stays.")
final class DeleteCommand extends ClusterCommand {
  @Parameters(paramLabel = "IMAGE", description = "REPOSITORY:TAG or REPOSITORY@DIGEST")
  String image = "";

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask.")
  boolean yes;

  @Option(
      names = "--as",
      paramLabel = "NS/ACCOUNT",
      description = "ServiceAccount to be; the one that install made by default.")
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
      output().note("This deletes:");
      Deletion.going(plan).forEach(each -> output().note("  " + each));
      if (!Deletion.stays(plan).isEmpty()) {
        output().note(Deletion.stays(plan));
      }
      Question.confirm(output(), "Delete " + Deletion.name(plan) + "?");
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
