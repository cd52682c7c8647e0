package dev.mooring.desktop.registry;

import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.ImageSummary;
import dev.mooring.registry.Registry;
import dev.mooring.registry.browse.PodUse;
import dev.mooring.registry.browse.Usage;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The pods that use an image of a registry by its name there, and would lose it with its last tag:
/// the one rule for window and terminal.
///
/// @param uses without pods that have the same content from elsewhere
public record PodsOfImage(List<PodUse> uses) {
  private static final int SHOWN = 10;

  /// An image that cannot be read is known by its digest alone.
  public static PodsOfImage of(Usage usage, Registry registry, Registry.Removal plan)
      throws InterruptedException {
    ImageSummary image;
    try {
      image = registry.summary(plan.repository(), plan.reference());
    } catch (MooringException e) {
      if (e.problem().code() != Code.IMAGE_UNREADABLE) {
        throw e;
      }
      image =
          new ImageSummary(
              plan.repository(),
              plan.reference(),
              plan.digest(),
              0,
              List.of(),
              null,
              plan.manifests(),
              List.of());
    }
    return new PodsOfImage(
        usage.pods(image).stream().filter(each -> each.match() != PodUse.Match.CONTENT).toList());
  }

  public boolean isEmpty() {
    return uses.isEmpty();
  }

  /// "ana/web-1, ana/web-2 (can't start)".
  public String words() {
    String shown = uses.stream().limit(SHOWN).map(UseWords::of).collect(Collectors.joining(", "));
    return uses.size() <= SHOWN ? shown : Messages.of("and-more-pods", shown, uses.size() - SHOWN);
  }

  /// Refuses that tags of a repository go together, where an image that pods use would be left
  /// without any.
  ///
  /// @param remedy given the tag that would have to stay
  /// @throws MooringException with the code DIGEST_IN_USE
  public static void demandNone(
      Usage usage,
      Registry registry,
      String repository,
      List<String> tags,
      Function<String, Remedy> remedy)
      throws InterruptedException {
    for (String tag : tags) {
      Registry.Removal plan = registry.planRemoval(repository, tag);
      PodsOfImage pods = of(usage, registry, plan);
      if (tags.containsAll(plan.siblings()) && !pods.isEmpty()) {
        throw pods.inUse(Deletion.name(plan), remedy.apply(tag)).raise();
      }
    }
  }

  public Problem inUse(String name, Remedy remedy) {
    return new Problem(
        Code.DIGEST_IN_USE,
        Messages.of("cannot-delete-image", name),
        Messages.count("pods-use-it", uses.size(), words()),
        remedy);
  }

  public List<String> names() {
    return uses.stream().map(PodUse::pod).distinct().toList();
  }
}
