package dev.mooring.registry.archive;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digest;
import dev.mooring.registry.Digests;
import dev.mooring.registry.ImageReference;
import dev.mooring.registry.Manifest;
import dev.mooring.registry.MediaTypes;
import dev.mooring.registry.Region;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An OCI image layout in a tar file.
///
/// https://github.com/opencontainers/image-spec/blob/main/image-layout.md
public final class OciLayout {
  private static final int DEEPEST = 4;
  private static final int MOST_MANIFESTS = 1_000;
  private static final int MOST_BLOBS = 50_000;

  private final TarIndex tar;

  public OciLayout(TarIndex tar) {
    this.tar = tar;
  }

  /// Whether a tar file is one.
  public static boolean isIn(TarIndex tar) {
    return tar.has("index.json") && tar.has("oci-layout");
  }

  /// The image to push: manifests in the order in which a registry takes them, the root last, and
  /// the blobs they refer to.
  public record Closure(List<Manifest> manifests, Map<Descriptor, Region> blobs, String note) {
    Manifest root() {
      return manifests.getLast();
    }
  }

  public Closure closure(ImageReference as) throws IOException {
    Descriptor root = choose(as);
    Manifest manifest = manifest(root);
    String note = "";
    if (manifest.isIndex()) {
      List<Descriptor> there = new ArrayList<>();
      List<Descriptor> missing = new ArrayList<>();
      for (Descriptor child : manifest.children()) {
        (isComplete(child, DEEPEST) ? there : missing).add(child);
      }
      List<Descriptor> images = there.stream().filter(each -> !each.isAttestation()).toList();
      // Docker with the containerd store saves the whole index and only the platform it pulled.
      if (!missing.isEmpty()) {
        if (images.size() != 1) {
          throw ArchiveProblems.damaged(
              Messages.of(
                  "it-has-of-the-platforms-that",
                  images.size(),
                  manifest.children().size(),
                  platforms(missing)));
        }
        manifest = manifest(images.getFirst());
        note = Messages.of("the-archive-has-only-of-its", images.getFirst().platform());
      }
    }
    Map<Digest, Manifest> manifests = new LinkedHashMap<>();
    Map<Digest, Descriptor> blobs = new LinkedHashMap<>();
    collect(manifest, manifests, blobs, DEEPEST);
    Map<Descriptor, Region> regions = new LinkedHashMap<>();
    for (Descriptor blob : blobs.values()) {
      Optional<Region> region = tar.file(path(blob.digest()));
      if (region.isEmpty() && MediaTypes.isForeign(blob.mediaType())) {
        continue;
      }
      regions.put(blob, checked(blob, region));
    }
    return new Closure(List.copyOf(manifests.values()), regions, note);
  }

  /// Whether it is what `docker save` makes of the classic store: uncompressed layers under digests
  /// that were never anywhere else.
  public boolean isOfClassicDocker(ImageReference as) throws IOException {
    if (!tar.has("manifest.json")) {
      return false;
    }
    Manifest manifest = manifest(choose(as));
    return !manifest.isIndex()
        && !manifest.layers().isEmpty()
        && manifest.layers().stream()
            .allMatch(layer -> layer.mediaType().equals(MediaTypes.OCI_LAYER_TAR));
  }

  private Descriptor choose(ImageReference as) throws IOException {
    Document index =
        Documents.json(tar.small("index.json"), Messages.of("index-json-of-the-archive"));
    List<Descriptor> images =
        index.at("manifests").items().stream()
            .map(Descriptor::of)
            .filter(each -> each.mediaType().isEmpty() || MediaTypes.isManifest(each.mediaType()))
            .toList();
    if (images.stream().map(Descriptor::digest).distinct().count() == 1) {
      return images.getFirst();
    }
    List<Descriptor> named = images.stream().filter(each -> isNamed(each, as)).toList();
    if (named.stream().map(Descriptor::digest).distinct().count() == 1) {
      return named.getFirst();
    }
    throw ArchiveProblems.damaged(
        Messages.of(
            "it-has-images-and-none-is",
            images.size(),
            as,
            String.join(", ", images.stream().map(OciLayout::name).limit(10).toList())));
  }

  private static String name(Descriptor image) {
    String full = image.raw().at("annotations", "io.containerd.image.name").textOrEmpty();
    return full.isEmpty()
        ? image.raw().at("annotations", "org.opencontainers.image.ref.name").textOrEmpty()
        : full;
  }

  private static boolean isNamed(Descriptor image, ImageReference as) {
    String tag = image.raw().at("annotations", "org.opencontainers.image.ref.name").textOrEmpty();
    return name(image).equals(as.toString()) || tag.equals(as.toString()) || tag.equals(as.tag());
  }

  private void collect(
      Manifest manifest, Map<Digest, Manifest> manifests, Map<Digest, Descriptor> blobs, int depth)
      throws IOException {
    if (depth == 0) {
      throw ArchiveProblems.damaged(Messages.of("its-indexes-are-nested-too-deep"));
    }
    for (Descriptor child : manifest.children()) {
      if (!manifests.containsKey(child.digest())) {
        collect(manifest(child), manifests, blobs, depth - 1);
      }
    }
    manifest.blobs().forEach(blob -> blobs.putIfAbsent(blob.digest(), blob));
    manifests.put(manifest.digest(), manifest);
    if (manifests.size() > MOST_MANIFESTS || blobs.size() > MOST_BLOBS) {
      throw ArchiveProblems.damaged(Messages.of("it-has-too-many-parts"));
    }
  }

  private boolean isComplete(Descriptor child, int depth) throws IOException {
    if (depth == 0 || tar.file(path(child.digest())).isEmpty()) {
      return false;
    }
    Manifest manifest = manifest(child);
    for (Descriptor grandchild : manifest.children()) {
      if (!isComplete(grandchild, depth - 1)) {
        return false;
      }
    }
    return manifest.blobs().stream()
        .allMatch(
            blob ->
                MediaTypes.isForeign(blob.mediaType())
                    || tar.file(path(blob.digest())).isPresent());
  }

  private Manifest manifest(Descriptor descriptor) throws IOException {
    byte[] bytes = tar.small(path(descriptor.digest()));
    Digest digest = Digests.of(bytes);
    if (!digest.equals(descriptor.digest())) {
      throw ArchiveProblems.damaged(
          Messages.of("the-manifest-does-not-have-the", descriptor.digest().brief()));
    }
    Document document = Documents.json(bytes, Messages.of("a-manifest-of-the-archive"));
    String mediaType = MediaTypes.of(document, descriptor.mediaType());
    if (!MediaTypes.isManifest(mediaType)) {
      throw ArchiveProblems.damaged(Messages.of("a-manifest-in-it-is-of", mediaType));
    }
    return new Manifest(digest, mediaType, bytes, document);
  }

  private static Region checked(Descriptor blob, Optional<Region> region) {
    Region found =
        region.orElseThrow(
            () ->
                ArchiveProblems.damaged(
                    Messages.of("the-layer-is-missing", blob.digest().brief())));
    if (found.size() != blob.size()) {
      throw ArchiveProblems.damaged(
          Messages.of(
              "the-layer-has-bytes-where-its", blob.digest().brief(), found.size(), blob.size()));
    }
    return found;
  }

  private static String platforms(List<Descriptor> descriptors) {
    return String.join(
        ", ", descriptors.stream().map(each -> each.platform().toString()).limit(10).toList());
  }

  public static String path(Digest digest) {
    return "blobs/sha256/" + digest.hex();
  }
}
