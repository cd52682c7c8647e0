package dev.mooring.desktop.terminal;

import dev.mooring.desktop.registry.Deletion;
import dev.mooring.desktop.registry.PodsOfImage;
import dev.mooring.desktop.registry.RunningImages;
import dev.mooring.desktop.workspace.Workspace;
import dev.mooring.mesh.RegistryAddress;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.Digest;
import dev.mooring.registry.ImageReference;
import dev.mooring.registry.Registry;
import dev.mooring.registry.browse.Usage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  @Option(names = "--force")
  boolean force;

  @Option(names = "--as", paramLabel = "NS/ACCOUNT")
  @Nullable String account;

  DeleteCommand(Opening opening) {
    super(opening);
  }

  @Override
  int run() throws InterruptedException {
    Optional<RegistryAddress> alone = alone();
    if (alone.isEmpty()) {
      return super.run();
    }
    output().note(Messages.of("pods-not-looked-for"));
    return delete(open(alone.get()), Usage.none());
  }

  @Override
  int run(Workspace workspace) throws InterruptedException {
    Registry from = registry(workspace, account);
    return delete(from, RunningImages.of(workspace.cluster(), nodeNames(workspace)));
  }

  private int delete(Registry from, Usage usage) throws InterruptedException {
    ImageReference reference = ImageReference.parse(image);
    Registry.Removal plan = from.planRemoval(reference.repository(), reference.reference());
    PodsOfImage pods = PodsOfImage.of(usage, from, plan);
    // Another tag keeps the image for them.
    boolean goes = plan.siblings().isEmpty() || plan.isByDigest();
    if (goes && !pods.isEmpty() && !force) {
      throw pods.inUse(Deletion.name(plan), forced(image + " --force" + elsewhere())).raise();
    }
    if (!yes) {
      output().note(Messages.of("this-deletes"));
      Deletion.going(plan).forEach(each -> output().note("  " + each));
      if (!Deletion.stays(plan).isEmpty()) {
        output().note(Deletion.stays(plan));
      }
      if (!pods.isEmpty()) {
        output().note(Messages.count("pods-that-use-it", pods.uses().size(), pods.words()));
      }
      Question.confirm(output(), Messages.of("delete", Deletion.name(plan)));
    }
    from.remove(plan);
    if (json()) {
      output().json(json(plan, pods));
    } else {
      Deletion.done(plan).forEach(output()::line);
      if (!plan.isByDigest()) {
        output().note(Messages.of("undo-it", undo()));
      } else if (!plan.tags().isEmpty()) {
        output().note(Messages.of("undo-while-layers-are-there", "mooring undo" + elsewhere()));
      }
    }
    return 0;
  }

  /// @param words after `mooring delete`
  static Remedy forced(String words) {
    return new Remedy.Command(Messages.of("move-them-first-or-force"), "mooring delete " + words);
  }

  private String undo() {
    return "mooring undo " + image + elsewhere();
  }

  private String elsewhere() {
    return registry == null ? "" : " --registry " + registry;
  }

  private static Map<String, Object> json(Registry.Removal plan, PodsOfImage pods) {
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
    json.put("pods", pods.names());
    return json;
  }
}
