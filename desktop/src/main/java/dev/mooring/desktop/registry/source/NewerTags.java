package dev.mooring.desktop.registry.source;

import dev.mooring.desktop.fx.Fetched;
import dev.mooring.desktop.fx.Ui;
import dev.mooring.desktop.pod.KnownImages;
import dev.mooring.job.Jobs;
import dev.mooring.registry.ImageReference;
import dev.mooring.registry.ImageRow;
import dev.mooring.registry.Registry;
import dev.mooring.registry.browse.NewerTag;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyObjectProperty;
import org.jspecify.annotations.Nullable;

/// Newer images in the registry in view, each looked for when somebody wants to know. Used on the
/// UI's thread.
public final class NewerTags {
  private static final int AT_ONCE = 2;

  private final Supplier<@Nullable Registry> registry;
  private final ReadOnlyObjectProperty<KnownImages> known;
  private final Jobs reads;
  private final Ui ui;
  private final Semaphore reading = new Semaphore(AT_ONCE);
  private final Map<String, Fetched<String>> asked = new HashMap<>();

  /// Read once for all images of a repository, however many workloads run one.
  private final Map<String, Fetched<List<ImageRow>>> rows = new HashMap<>();

  NewerTags(
      Supplier<@Nullable Registry> registry,
      ReadOnlyObjectProperty<KnownImages> known,
      Jobs reads,
      Ui ui) {
    this.registry = registry;
    this.known = known;
    this.reads = reads;
    this.ui = ui;
    known.addListener(
        (p, before, now) -> {
          asked.clear();
          rows.clear();
        });
  }

  /// The whole name of a newer image; empty for none, or where it is no image of this registry.
  public Fetched<String> than(String image) {
    return asked.computeIfAbsent(image, this::look);
  }

  private Fetched<String> look(String image) {
    Fetched<String> newer = new Fetched<>(Messages.of("looking-for-newer", image), reads, ui);
    Registry now = registry.get();
    Optional<ImageReference> own = known.get().first(List.of(image));
    if (now == null || own.isEmpty() || !own.get().digest().isEmpty()) {
      newer.set("");
      return newer;
    }
    ImageReference has = own.get();
    rows.computeIfAbsent(has.repository(), repository -> read(now, repository))
        .then(
            all ->
                newer.set(
                    NewerTag.of(all, has.reference())
                        .map(tag -> has.host() + "/" + has.repository() + ":" + tag)
                        .orElse("")),
            // Not known: nothing is said of it, and the Images place tells why.
            problem -> {});
    return newer;
  }

  private Fetched<List<ImageRow>> read(Registry from, String repository) {
    Fetched<List<ImageRow>> read =
        new Fetched<>(Messages.of("looking-for-newer", repository), reads, ui);
    read.fetch(
        progress -> {
          reading.acquire();
          try {
            return from.rows(repository);
          } finally {
            reading.release();
          }
        });
    return read;
  }
}
