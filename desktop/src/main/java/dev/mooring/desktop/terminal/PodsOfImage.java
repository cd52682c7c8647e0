package dev.mooring.desktop.terminal;

import dev.mooring.desktop.registry.UseWords;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.ImageSummary;
import dev.mooring.registry.Registry;
import dev.mooring.registry.browse.PodUse;
import dev.mooring.registry.browse.Usage;
import java.util.List;
import java.util.stream.Collectors;

/// The pods that use an image of a registry by its name there.
///
/// @param uses without pods that have the same content from elsewhere
record PodsOfImage(List<PodUse> uses) {
  private static final int SHOWN = 10;

  /// An image that cannot be read is known by its digest alone.
  static PodsOfImage of(Usage usage, Registry registry, Registry.Removal plan)
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

  boolean isEmpty() {
    return uses.isEmpty();
  }

  /// "ana/web-1, ana/web-2 (can't start)".
  String words() {
    String shown = uses.stream().limit(SHOWN).map(UseWords::of).collect(Collectors.joining(", "));
    return uses.size() <= SHOWN ? shown : Messages.of("and-more-pods", shown, uses.size() - SHOWN);
  }

  /// @param again the command that deletes it all the same
  Problem inUse(String name, String again) {
    return new Problem(
        Code.DIGEST_IN_USE,
        Messages.of("cannot-delete-image", name),
        Messages.count("pods-use-it", uses.size(), words()),
        new Remedy.Command(Messages.of("move-them-first-or-force"), again));
  }

  List<String> names() {
    return uses.stream().map(PodUse::pod).distinct().toList();
  }
}
