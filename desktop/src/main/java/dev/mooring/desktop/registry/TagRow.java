package dev.mooring.desktop.registry;

import dev.mooring.desktop.fx.Columns;
import dev.mooring.desktop.fx.Words;
import dev.mooring.desktop.registry.copy.CopiedImage;
import dev.mooring.desktop.registry.source.Contents.LastPush;
import dev.mooring.desktop.registry.tags.ChosenTag;
import dev.mooring.problem.Problem;
import dev.mooring.registry.ImageReferences;
import dev.mooring.registry.ImageRow;
import dev.mooring.registry.ImageSummary;
import dev.mooring.registry.browse.PodUse;
import dev.mooring.registry.browse.Usage;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import org.jspecify.annotations.Nullable;

/// A tag, named at once, and what is known of it once somebody looked. Changes on the UI's thread.
public final class TagRow implements Columns.Live {
  private final String repository;
  private final String tag;
  private final ReadOnlyObjectWrapper<Known> known = new ReadOnlyObjectWrapper<>(Known.NOTHING);

  TagRow(String repository, String tag) {
    this.repository = repository;
    this.tag = tag;
  }

  /// Whether it can be asked for.
  boolean isValid() {
    return ImageReferences.isTag(tag);
  }

  /// When it got what it names; null where nobody knows.
  @Nullable LastPush push() {
    return known.get().push();
  }

  void pushed(@Nullable LastPush last) {
    Known now = known.get();
    if (!Objects.equals(now.push(), last)) {
      known.set(new Known(now.image(), now.uses(), last));
    }
  }

  private record Known(@Nullable ImageRow image, List<PodUse> uses, @Nullable LastPush push) {
    static final Known NOTHING = new Known(null, List.of(), null);
  }

  public String tag() {
    return tag;
  }

  /// Whether somebody looked.
  public boolean isRead() {
    return known.get().image() != null;
  }

  /// What is known of the image; null before it is read, and where it can't be.
  public @Nullable ImageSummary summary() {
    return image().flatMap(ImageRow::summary).orElse(null);
  }

  /// Why the image could not be read, or not completely; null when it could.
  public @Nullable Problem problem() {
    return image().flatMap(ImageRow::problem).orElse(null);
  }

  private Optional<ImageRow> image() {
    return Optional.ofNullable(known.get().image());
  }

  /// Pods that use it in any way, as far as it is read.
  List<PodUse> uses() {
    return known.get().uses();
  }

  /// Pods in which a container of it runs: "ana/app-7d9f".
  List<String> running() {
    return uses().stream().filter(PodUse::isRunning).map(PodUse::pod).toList();
  }

  /// All pods that use it.
  List<String> pods() {
    return uses().stream().map(PodUse::pod).toList();
  }

  /// The same for what is done with tags.
  ChosenTag chosen() {
    ImageSummary summary = summary();
    return new ChosenTag(repository, tag, Optional.ofNullable(summary).map(ImageSummary::digest));
  }

  /// The same for a copy.
  CopiedImage copied() {
    ImageSummary summary = summary();
    return summary == null
        ? new CopiedImage(repository, tag, "", List.of())
        : new CopiedImage(repository, tag, summary.digest().brief(), summary.platforms());
  }

  /// What it names, in a few words: "sha256:9f3a5c0d21be, 3 d ago".
  String names() {
    ImageSummary summary = summary();
    if (summary == null) {
      return Messages.of("an-image");
    }
    Instant created = summary.created();
    return created == null
        ? summary.digest().brief()
        : summary.digest().brief() + ", " + Words.ago(created, Instant.now());
  }

  void came(ImageRow row, Usage usage) {
    known.set(
        new Known(
            row,
            row.summary().map(usage::pods).orElseGet(() -> usage.pods(repository, tag)),
            push()));
  }

  void used(Usage usage) {
    ImageRow image = known.get().image();
    if (image != null) {
      came(image, usage);
    } else {
      known.set(new Known(null, usage.pods(repository, tag), push()));
    }
  }

  @Override
  public ObservableValue<?> changes() {
    return known;
  }

  @Override
  public String toString() {
    return repository + ":" + tag;
  }
}
