package dev.mooring.desktop.registry;

import dev.mooring.problem.Problem;
import dev.mooring.registry.ImageRow;
import dev.mooring.registry.ImageSummary;
import dev.mooring.registry.browse.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A tag and what is known of it.
///
/// @param running pods that run it: "ana/app-7d9f"
/// @param problem why the image could not be read, or not completely; null when it could
public record TagRow(
    String tag, @Nullable ImageSummary summary, List<String> running, @Nullable Problem problem) {

  static TagRow of(ImageRow row, Usage usage) {
    return new TagRow(
        row.tag(),
        row.summary().orElse(null),
        row.summary().map(usage::pods).orElse(List.of()),
        row.problem().orElse(null));
  }
}
