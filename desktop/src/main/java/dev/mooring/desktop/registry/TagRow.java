package dev.mooring.desktop.registry;

import dev.mooring.problem.Problem;
import dev.mooring.registry.ImageRow;
import dev.mooring.registry.ImageSummary;
import dev.mooring.registry.browse.PodUse;
import dev.mooring.registry.browse.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A tag and what is known of it.
///
/// @param uses pods that use it in any way
/// @param problem why the image could not be read, or not completely; null when it could
public record TagRow(
    String tag, @Nullable ImageSummary summary, List<PodUse> uses, @Nullable Problem problem) {

  static TagRow of(ImageRow row, Usage usage) {
    return new TagRow(
        row.tag(),
        row.summary().orElse(null),
        row.summary().map(usage::pods).orElseGet(() -> usage.pods(row.repository(), row.tag())),
        row.problem().orElse(null));
  }

  /// Pods in which a container of it runs: "ana/app-7d9f".
  List<String> running() {
    return uses.stream().filter(PodUse::isRunning).map(PodUse::pod).toList();
  }

  /// All pods that use it.
  List<String> pods() {
    return uses.stream().map(PodUse::pod).toList();
  }
}
