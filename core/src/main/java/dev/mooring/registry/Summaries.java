package dev.mooring.registry;

import dev.mooring.document.Document;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Rows of the image list, from manifests and configs.
final class Summaries {
  private static final int DEEPEST = 3;
  private static final int MOST_CHILDREN = 200;

  private final Manifests manifests;
  private final Blobs blobs;

  Summaries(Manifests manifests, Blobs blobs) {
    this.manifests = manifests;
    this.blobs = blobs;
  }

  ImageSummary of(String repository, String tag) throws InterruptedException {
    Manifest root = manifests.get(repository, tag);
    Parts parts = new Parts();
    collect(repository, root, new Platform("", "", ""), parts, DEEPEST);
    return new ImageSummary(
        repository,
        tag,
        root.digest(),
        parts.size(),
        List.copyOf(parts.platforms),
        parts.created,
        List.copyOf(parts.contained),
        List.copyOf(parts.configs));
  }

  private void collect(
      String repository, Manifest manifest, Platform platform, Parts parts, int depth)
      throws InterruptedException {
    if (manifest.isIndex()) {
      for (Descriptor child : manifest.children()) {
        if (depth == 0 || parts.contained.size() >= MOST_CHILDREN) {
          return;
        }
        if (child.isAttestation() || !parts.contained.add(child.digest())) {
          continue;
        }
        // A sparse index names platforms that were never pushed.
        Optional<Manifest> found = manifests.find(repository, child.digest().text());
        if (found.isPresent()) {
          collect(repository, found.get(), child.platform(), parts, depth - 1);
        }
      }
      return;
    }
    manifest.blobs().forEach(blob -> parts.sizes.put(blob.digest(), blob.size()));
    Platform shown = platform;
    if (isImageConfig(manifest)) {
      Descriptor descriptor = manifest.config();
      parts.configs.add(descriptor.digest());
      Document config = blobs.config(repository, descriptor);
      parts.newest(created(config));
      if (platform.os().isEmpty()) {
        shown = Descriptor.platform(config);
      }
    }
    if (!shown.os().isEmpty()) {
      parts.platforms.add(shown);
    }
  }

  /// Artifacts (charts, policies) have configs of other kinds, some of them large or not JSON.
  static boolean isImageConfig(Manifest manifest) {
    return manifest.hasConfig()
        && manifest.config().size() <= Connection.LONGEST
        && (manifest.config().mediaType().equals(MediaTypes.DOCKER_CONFIG)
            || manifest.config().mediaType().equals("application/vnd.oci.image.config.v1+json"));
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

  private static final class Parts {
    private final Map<Digest, Long> sizes = new HashMap<>();
    private final Set<Platform> platforms = new LinkedHashSet<>();
    private final Set<Digest> contained = new LinkedHashSet<>();
    private final List<Digest> configs = new ArrayList<>();
    private @Nullable Instant created;

    long size() {
      long sum = 0;
      for (long size : sizes.values()) {
        sum = sum + size < 0 ? Long.MAX_VALUE : sum + size;
      }
      return sum;
    }

    void newest(@Nullable Instant next) {
      if (next != null && (created == null || next.isAfter(created))) {
        created = next;
      }
    }
  }
}
