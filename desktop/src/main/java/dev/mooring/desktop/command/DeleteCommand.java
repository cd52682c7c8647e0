package dev.mooring.desktop.command;

import dev.mooring.desktop.app.Workspace;
import dev.mooring.registry.ImageReference;
import dev.mooring.registry.Registry;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "delete",
    description = "Remove a tag, or a digest with all its tags, after naming what goes with it.")
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
      output().note("This removes from " + plan.repository() + ":");
      plan.tags().forEach(tag -> output().note("  tag " + tag));
      plan.manifests().forEach(each -> output().note("  manifest " + each));
      Question.confirm(output(), "Remove them?");
    }
    registry.remove(plan);
    if (json()) {
      output()
          .json(
              Map.of(
                  "repository", plan.repository(),
                  "tags", plan.tags(),
                  "manifests", plan.manifests().stream().map(Object::toString).toList()));
    } else {
      output()
          .line(
              "removed %s: %d tags, %d manifests"
                  .formatted(reference, plan.tags().size(), plan.manifests().size()));
    }
    return 0;
  }
}
