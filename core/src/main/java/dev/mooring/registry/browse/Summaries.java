package dev.mooring.registry.browse;

import dev.mooring.document.Document;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.registry.ImageRow;
import dev.mooring.registry.ImageSummary;
import dev.mooring.registry.Manifest;
import dev.mooring.registry.MediaTypes;
import dev.mooring.registry.distribution.Blobs;
import dev.mooring.registry.distribution.Manifests;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/// Rows of the image list, from manifests and configs.
///
/// No document stays in memory: of each is taken what the row shows before the next is read.
/// What is odd marks its row and ends nothing; of several odd things the first is told. A
/// size that cannot be is left out of the sum, and more than 10,000 layers, 200 images of an
/// index, or three levels of indexes are not walked through. Thread-safe, blocking.
public final class Summaries {
  private final Manifests manifests;
  private final Blobs blobs;

  /// @param blobs for configurations, of which only what a row shows is read
  public Summaries(Manifests manifests, Blobs blobs) {
    this.manifests = manifests;
    this.blobs = blobs;
  }

  /// @throws MooringException when the row could not be read completely
  public ImageSummary of(String repository, String tag) throws InterruptedException {
    ImageRow row = row(repository, tag);
    return row.summary().orElseThrow(() -> row.problem().orElseThrow().raise());
  }

  /// What is listed of a tag.
  ///
  /// @throws MooringException when the registry cannot be reached, which says nothing of the
  /// image
  public ImageRow row(String repository, String tag) throws InterruptedException {
    RowParts parts = new RowParts(manifests, blobs, repository, tag);
    RowParts.Outline root;
    try {
      root = manifests.get(repository, tag, manifest -> parts.outline(manifest, 0));
    } catch (MooringException e) {
      return new ImageRow.Unreadable(repository, tag, ofTheImage(e));
    }
    parts.collect(root);
    ImageSummary summary = parts.summary(tag, root.digest());
    return parts
        .odd()
        .<ImageRow>map(odd -> new ImageRow.Partial(summary, odd))
        .orElseGet(() -> new ImageRow.Complete(summary));
  }

  /// What is wrong with the image, where it is the image that something is wrong with.
  static Problem ofTheImage(MooringException e) {
    if (e.problem().code() == Code.REGISTRY_UNREACHABLE) {
      throw e;
    }
    return e.problem();
  }

  /// Artifacts (charts, policies) have configs of other kinds, some of them large or not JSON.
  static boolean isImageConfig(Manifest manifest) {
    return manifest.hasConfig()
        && (manifest.config().mediaType().equals(MediaTypes.DOCKER_CONFIG)
            || manifest.config().mediaType().equals(MediaTypes.OCI_CONFIG));
  }

  static @Nullable Instant created(Document config) {
    try {
      Instant created =
          java.time.OffsetDateTime.parse(config.at("created").textOrEmpty()).toInstant();
      // Reproducible builds say the epoch, or the year 1, and mean nothing by it.
      return created.getEpochSecond() <= 0 ? null : created;
    } catch (DateTimeParseException e) {
      return null;
    }
  }
}
