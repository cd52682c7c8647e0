package dev.mooring.desktop.registry;

import dev.mooring.desktop.fx.Fetched;
import dev.mooring.desktop.fx.Ui;
import dev.mooring.desktop.pod.KnownImages;
import dev.mooring.job.Jobs;
import dev.mooring.registry.ImageReference;
import dev.mooring.registry.NewerTag;
import dev.mooring.registry.Registry;
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

  NewerTags(
      Supplier<@Nullable Registry> registry,
      ReadOnlyObjectProperty<KnownImages> known,
      Jobs reads,
      Ui ui) {
    this.registry = registry;
    this.known = known;
    this.reads = reads;
    this.ui = ui;
    known.addListener((p, before, now) -> asked.clear());
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
    newer.fetch(
        progress -> {
          reading.acquire();
          try {
            return NewerTag.of(now.rows(has.repository()), has.reference())
                .map(tag -> has.host() + "/" + has.repository() + ":" + tag)
                .orElse("");
          } finally {
            reading.release();
          }
        });
    return newer;
  }
}
