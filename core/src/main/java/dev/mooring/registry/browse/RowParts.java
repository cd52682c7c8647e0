package dev.mooring.registry.browse;

import dev.mooring.document.Document;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digest;
import dev.mooring.registry.ImageSummary;
import dev.mooring.registry.Manifest;
import dev.mooring.registry.Platform;
import dev.mooring.registry.Unreadable;
import dev.mooring.registry.distribution.Blobs;
import dev.mooring.registry.distribution.Manifests;
import java.time.Instant;
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

/// What one row of the image list gathers, manifest by manifest. For one thread.
final class RowParts {
  private static final int DEEPEST = 3;
  private static final int MOST_CHILDREN = 200;
  private static final int MOST_BLOBS = 10_000;
  private static final Set<String> SHOWN = Set.of("created", "os", "architecture", "variant");

  /// A pebibyte: more than any registry stores, and far from where sums overflow.
  private static final long LARGEST = 1L << 50;

  private static final Pattern PLATFORM_NAME = Pattern.compile("[A-Za-z0-9._-]{0,40}");

  /// A manifest that an index names.
  private record Child(Digest digest, long size, Platform platform, int depth) {}

  /// What is left of a manifest when its parts were counted.
  ///
  /// @param image whether it is one whose parts can be read
  /// @param config null where an image has none
  record Outline(Digest digest, long length, boolean image, @Nullable Descriptor config) {}

  private final Manifests manifests;
  private final Blobs blobs;
  private final String repository;
  private final String what;
  private final Map<Digest, Long> sizes = new HashMap<>();
  private final Set<Platform> platforms = new LinkedHashSet<>();
  private final Set<Digest> contained = new LinkedHashSet<>();
  private final Set<Digest> configs = new LinkedHashSet<>();
  private final Deque<Child> open = new ArrayDeque<>();
  private @Nullable Instant created;
  private @Nullable Problem odd;

  RowParts(Manifests manifests, Blobs blobs, String repository, String tag) {
    this.manifests = manifests;
    this.blobs = blobs;
    this.repository = repository;
    this.what = Messages.of("cannot-read-all-of", Manifests.name(repository, tag));
  }

  void collect(Outline root) throws InterruptedException {
    image(root, new Platform("", "", ""));
    for (Child next = open.poll(); next != null; next = open.poll()) {
      try {
        int depth = next.depth();
        Optional<Outline> found =
            manifests.listed(repository, next.digest(), manifest -> outline(manifest, depth));
        if (found.isEmpty()) {
          odd(Messages.of("its-isnt-in-the-registry", name(next)));
        } else {
          if (found.get().length() != next.size()) {
            odd(Messages.of("its-index-gives-a-wrong-size", name(next)));
          }
          image(found.get(), next.platform());
        }
      } catch (MooringException e) {
        odd(Messages.of("its-cant-be-read", name(next), Summaries.ofTheImage(e).why()));
      }
    }
  }

  private static String name(Child child) {
    return child.platform().os().isEmpty()
        ? Messages.of("part", child.digest().brief())
        : Messages.of("image", child.platform());
  }

  Outline outline(Manifest manifest, int depth) {
    boolean image = false;
    Descriptor config = null;
    try {
      if (manifest.isIndex()) {
        children(manifest, depth);
      } else {
        blobs(manifest);
        image = true;
        config = Summaries.isImageConfig(manifest) ? bare(manifest.config()) : null;
      }
    } catch (MooringException e) {
      odd(Summaries.ofTheImage(e).why());
    }
    return new Outline(manifest.digest(), manifest.bytes().length, image, config);
  }

  /// Without the rest of the document that it is from.
  private static Descriptor bare(Descriptor descriptor) {
    return Descriptor.of(descriptor.mediaType(), descriptor.digest(), descriptor.size());
  }

  private void blobs(Manifest manifest) {
    for (Descriptor blob : manifest.blobs()) {
      if (sizes.size() >= MOST_BLOBS && !sizes.containsKey(blob.digest())) {
        odd(Messages.of("its-images-name-more-than-layers", MOST_BLOBS));
        return;
      }
      sizes.put(blob.digest(), size(blob));
    }
  }

  private void children(Manifest index, int depth) {
    for (Descriptor child : index.children()) {
      if (child.isArtifact()) {
        // What calls itself an artifact isn't shown, but pods may run it: it counts as used.
        if (child.isRunnable() && contained.size() < MOST_CHILDREN) {
          contained.add(child.digest());
        }
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

  private void image(Outline manifest, Platform platform) throws InterruptedException {
    Descriptor descriptor = manifest.config();
    if (descriptor == null) {
      if (manifest.image()) {
        show(platform);
      }
      return;
    }
    configs.add(descriptor.digest());
    Document config = Document.nothing();
    try {
      config = blobs.config(repository, descriptor, SHOWN);
    } catch (MooringException e) {
      odd(Summaries.ofTheImage(e).why());
    }
    newest(Summaries.created(config));
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

  ImageSummary summary(String tag, Digest digest) {
    return new ImageSummary(
        repository,
        tag,
        digest,
        size(),
        List.copyOf(platforms),
        created,
        List.copyOf(contained),
        List.copyOf(configs));
  }

  /// The first thing that is wrong; empty for nothing.
  Optional<Problem> odd() {
    return Optional.ofNullable(odd);
  }
}
