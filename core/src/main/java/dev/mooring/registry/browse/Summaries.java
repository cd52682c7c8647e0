package dev.mooring.registry.browse;

import dev.mooring.document.Document;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digest;
import dev.mooring.registry.ImageRow;
import dev.mooring.registry.ImageSummary;
import dev.mooring.registry.Manifest;
import dev.mooring.registry.MediaTypes;
import dev.mooring.registry.Platform;
import dev.mooring.registry.Unreadable;
import dev.mooring.registry.distribution.Blobs;
import dev.mooring.registry.distribution.Manifests;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Rows of the image list, from manifests and configs.
///
/// One document at a time is in memory for a row: indexes are walked breadth first, and only what
/// the row shows is kept.
public final class Summaries {
  private static final int DEEPEST = 3;
  private static final int MOST_CHILDREN = 200;

  /// A pebibyte: more than any registry stores, and far from where sums overflow.
  private static final long LARGEST = 1L << 50;

  private static final Pattern PLATFORM_NAME = Pattern.compile("[A-Za-z0-9._-]{0,40}");

  private final Manifests manifests;
  private final Blobs blobs;

  public Summaries(Manifests manifests, Blobs blobs) {
    this.manifests = manifests;
    this.blobs = blobs;
  }

  /// @throws MooringException when the row could not be read completely
  public ImageSummary of(String repository, String tag) throws InterruptedException {
    ImageRow row = row(repository, tag);
    return row.summary().orElseThrow(() -> row.problem().orElseThrow().raise());
  }

  /// @throws MooringException when the registry cannot be reached, which says nothing of the image
  ImageRow row(String repository, String tag) throws InterruptedException {
    Parts parts = new Parts(repository, tag);
    Manifest root;
    try {
      root = manifests.get(repository, tag);
    } catch (MooringException e) {
      return new ImageRow.Unreadable(repository, tag, ofTheImage(e));
    }
    Digest digest = root.digest();
    parts.collect(root);
    ImageSummary summary =
        new ImageSummary(
            repository,
            tag,
            digest,
            parts.size(),
            List.copyOf(parts.platforms),
            parts.created,
            List.copyOf(parts.contained),
            List.copyOf(parts.configs));
    Problem odd = parts.odd;
    return odd == null ? new ImageRow.Complete(summary) : new ImageRow.Partial(summary, odd);
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

  /// A manifest that an index names.
  private record Child(Digest digest, long size, Platform platform, int depth) {}

  /// What one row gathers.
  private final class Parts {
    private final String repository;
    private final String what;
    private final Map<Digest, Long> sizes = new HashMap<>();
    private final Set<Platform> platforms = new LinkedHashSet<>();
    private final Set<Digest> contained = new LinkedHashSet<>();
    private final Set<Digest> configs = new LinkedHashSet<>();
    private final Deque<Child> open = new ArrayDeque<>();
    private @Nullable Instant created;
    private @Nullable Problem odd;

    Parts(String repository, String tag) {
      this.repository = repository;
      this.what = Messages.of("cannot-read-all-of", Manifests.name(repository, tag));
    }

    void collect(Manifest root) throws InterruptedException {
      step(root, new Platform("", "", ""), 0);
      for (Child next = open.poll(); next != null; next = open.poll()) {
        try {
          Optional<Manifest> found = manifests.find(repository, next.digest().text());
          if (found.isEmpty()) {
            odd(Messages.of("its-isnt-in-the-registry", name(next)));
          } else {
            if (found.get().bytes().length != next.size()) {
              odd(Messages.of("its-index-gives-a-wrong-size", name(next)));
            }
            step(found.get(), next.platform(), next.depth());
          }
        } catch (MooringException e) {
          odd(Messages.of("its-cant-be-read", name(next), ofTheImage(e).why()));
        }
      }
    }

    private static String name(Child child) {
      return child.platform().os().isEmpty()
          ? Messages.of("part", child.digest().brief())
          : Messages.of("image", child.platform());
    }

    private void step(Manifest manifest, Platform platform, int depth) throws InterruptedException {
      try {
        if (manifest.isIndex()) {
          children(manifest, depth);
        } else {
          image(manifest, platform);
        }
      } catch (MooringException e) {
        odd(ofTheImage(e).why());
      }
    }

    private void children(Manifest index, int depth) {
      for (Descriptor child : index.children()) {
        if (child.isAttestation()) {
          continue;
        }
        if (depth == DEEPEST) {
          odd(Messages.of("its-indexes-are-nested-more-than", DEEPEST));
          return;
        }
        if (contained.size() >= MOST_CHILDREN) {
          odd(Messages.of("its-indexes-name-more-than-images", MOST_CHILDREN));
          return;
        }
        if (contained.add(child.digest())) {
          open.add(
              new Child(
                  child.digest(), size(child), platform(child.raw().at("platform")), depth + 1));
        }
      }
    }

    private void image(Manifest manifest, Platform platform) throws InterruptedException {
      manifest.blobs().forEach(blob -> sizes.put(blob.digest(), size(blob)));
      if (!isImageConfig(manifest)) {
        show(platform);
        return;
      }
      Descriptor descriptor = manifest.config();
      configs.add(descriptor.digest());
      Document config = Document.nothing();
      try {
        config = blobs.config(repository, descriptor);
      } catch (MooringException e) {
        odd(ofTheImage(e).why());
      }
      newest(created(config));
      show(platform.os().isEmpty() ? platform(config) : platform);
    }

    private void show(Platform platform) {
      if (!platform.os().isEmpty()) {
        platforms.add(platform);
      }
    }

    private Platform platform(Document from) {
      for (String field : List.of("os", "architecture", "variant")) {
        if (!PLATFORM_NAME.matcher(from.at(field).textOrEmpty()).matches()) {
          odd(Messages.of("its-is-not-the-name-of", field));
        }
      }
      return Descriptor.platform(from);
    }

    private long size(Descriptor descriptor) {
      Document raw = descriptor.raw().at("size");
      long size = raw.integer().orElse(-1L);
      if (size < 0 || size > LARGEST || !String.valueOf(raw).equals(String.valueOf(size))) {
        odd(Messages.of("the-size-it-gives-for-its", descriptor.digest().brief()));
        return 0;
      }
      return size;
    }

    /// Keeps the first thing that is wrong.
    private void odd(String why) {
      if (odd == null) {
        odd = Unreadable.problem(what, why, "").problem();
      }
    }

    private void newest(@Nullable Instant next) {
      if (next != null && (created == null || next.isAfter(created))) {
        created = next;
      }
    }

    private long size() {
      long sum = 0;
      for (long size : sizes.values()) {
        sum = sum + size < 0 ? Long.MAX_VALUE : sum + size;
      }
      return sum;
    }
  }
}
