package dev.mooring.desktop.registry;

import dev.mooring.desktop.fx.Fetched;
import dev.mooring.desktop.fx.Ui;
import dev.mooring.job.Jobs;
import dev.mooring.registry.Digest;
import dev.mooring.registry.Registry;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Takes tags away from a repository, and gives them back.
final class TagRemovals {
  private final Supplier<@Nullable Registry> registry;
  private final Supplier<String> repository;
  private final Runnable changed;
  private final Jobs jobs;
  private final Jobs reads;
  private final Ui ui;

  /// @param registry the connected one, or null
  /// @param repository the chosen one
  /// @param changed called on the window's thread after each change
  TagRemovals(
      Supplier<@Nullable Registry> registry,
      Supplier<String> repository,
      Runnable changed,
      Jobs jobs,
      Jobs reads,
      Ui ui) {
    this.registry = registry;
    this.repository = repository;
    this.changed = changed;
    this.jobs = jobs;
    this.reads = reads;
    this.ui = ui;
  }

  /// Asks what deleting tags of the chosen repository takes with it.
  Fetched<Loss> plan(List<TagRow> rows) {
    Fetched<Loss> plan = new Fetched<>(Messages.of("listing-what-is-deleted"), reads, ui);
    Registry now = registry.get();
    String from = repository.get();
    if (now != null) {
      plan.fetch(progress -> Loss.of(now, from, rows.stream().map(TagRow::tag).toList()));
    }
    return plan;
  }

  /// Removes tags without a job in the drawer: the table shows it, and it can be undone.
  Fetched<Map<String, Digest>> remove(Loss loss) {
    Fetched<Map<String, Digest>> removal =
        new Fetched<>(Messages.of("deleting", loss.name()), reads, ui);
    Registry now = registry.get();
    if (now != null) {
      removal.fetch(
          progress -> {
            try {
              return loss.remove(now);
            } finally {
              ui.execute(changed);
            }
          });
    }
    return removal;
  }

  /// Gives removed tags back to what they named.
  void restore(String from, Map<String, Digest> removed) {
    Registry now = registry.get();
    if (now != null) {
      jobs.start(
          Messages.count("restoring", removed.size(), from),
          progress -> {
            try {
              for (Map.Entry<String, Digest> each : removed.entrySet()) {
                now.restore(from, each.getKey(), each.getValue());
              }
            } finally {
              ui.execute(changed);
            }
            return "";
          });
    }
  }
}
