package dev.mooring.registry.archive;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.registry.Closure;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digest;
import dev.mooring.registry.Digests;
import dev.mooring.registry.ImageReference;
import dev.mooring.registry.Manifest;
import dev.mooring.registry.MediaTypes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The one image that is meant in an OCI image layout, looked through before anything is sent.
///
/// https://github.com/opencontainers/image-spec/blob/main/image-layout.md
public final class OciLayout {
  private final Content content;
  private final byte[] index;
  private Optional<Digest> lacking = Optional.empty();

  /// @param index the layout's index.json
  OciLayout(Content content, byte[] index) {
    this.content = content;
    this.index = index;
  }

  /// Whether a tar file is one.
  public static boolean isIn(TarIndex tar) {
    return tar.has("index.json") && tar.has("oci-layout");
  }

  /// @param note what the user should know; empty for nothing
  record Chosen(Digest digest, String note) {}

  /// The image by a name, or the only one. Of an index of which one platform is there, that one:
  /// Docker with the containerd store saves the whole index and only the platform it pulled.
  ///
  /// @throws dev.mooring.problem.MooringException where there is no such image, or a part of it is
  /// missing or damaged
  Chosen choose(ImageReference as) throws IOException, InterruptedException {
    Descriptor root = named(as);
    if (isWhole(root)) {
      return new Chosen(root.digest(), "");
    }
    Manifest manifest = manifest(root);
    if (!manifest.isIndex()) {
      throw ArchiveProblems.damaged(
          Messages.of("the-layer-is-missing", lacking.orElse(root.digest()).brief()));
    }
    List<Descriptor> whole = new ArrayList<>();
    List<Descriptor> cut = new ArrayList<>();
    for (Descriptor each : manifest.children()) {
      (isWhole(each) ? whole : cut).add(each);
    }
    List<Descriptor> images = whole.stream().filter(each -> !each.isArtifact()).toList();
    if (images.size() != 1) {
      throw ArchiveProblems.damaged(
          Messages.of(
              "it-has-of-the-platforms-that",
              images.size(),
              manifest.children().size(),
              platforms(cut)));
    }
    Descriptor only = images.getFirst();
    return new Chosen(only.digest(), Messages.of("the-archive-has-only-of-its", only.platform()));
  }

  /// Whether it is what `docker save` makes of the classic store: uncompressed layers under digests
  /// that were never anywhere else.
  boolean isOfClassicDocker(ImageReference as) throws IOException {
    Manifest manifest = manifest(named(as));
    return !manifest.isIndex()
        && !manifest.layers().isEmpty()
        && manifest.layers().stream()
            .allMatch(layer -> layer.mediaType().equals(MediaTypes.OCI_LAYER_TAR));
  }

  private Descriptor named(ImageReference as) {
    Document list = Documents.json(index, Messages.of("index-json-of-the-archive"));
    List<Descriptor> images =
        list.at("manifests").items().stream()
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
    String full = image.raw().at("annotations", LayoutIndex.IMAGE_NAME).textOrEmpty();
    return full.isEmpty()
        ? image.raw().at("annotations", LayoutIndex.REF_NAME).textOrEmpty()
        : full;
  }

  private static boolean isNamed(Descriptor image, ImageReference as) {
    String tag = image.raw().at("annotations", LayoutIndex.REF_NAME).textOrEmpty();
    return name(image).equals(as.toString()) || tag.equals(as.toString()) || tag.equals(as.tag());
  }

  /// Whether all that it leads to is there. What is there and damaged is refused at once.
  private boolean isWhole(Descriptor image) throws IOException, InterruptedException {
    Closure closure = Closure.bounded(this::parts, ArchiveProblems::damaged);
    closure.add(image);
    for (Digest each : closure.manifests()) {
      if (content.size(each).isEmpty()) {
        lacking = Optional.of(each);
        return false;
      }
    }
    boolean all = true;
    for (Descriptor blob : closure.blobs()) {
      all &= isThere(blob);
    }
    return all;
  }

  private Closure.Parts parts(Descriptor image) {
    try {
      return content.size(image.digest()).isPresent()
          ? Closure.Parts.of(manifest(image))
          : Closure.Parts.NONE;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isThere(Descriptor blob) throws IOException {
    OptionalLong size = content.size(blob.digest());
    if (size.isPresent() && size.getAsLong() != blob.size()) {
      throw ArchiveProblems.damaged(
          Messages.of(
              "the-layer-has-bytes-where-its",
              blob.digest().brief(),
              size.getAsLong(),
              blob.size()));
    }
    if (size.isEmpty()) {
      lacking = Optional.of(blob.digest());
    }
    return size.isPresent();
  }

  private Manifest manifest(Descriptor descriptor) throws IOException {
    byte[] bytes =
        content
            .manifest(descriptor.digest())
            .orElseThrow(
                () ->
                    ArchiveProblems.damaged(
                        Messages.of(
                            "the-manifest-does-not-have-the", descriptor.digest().brief())));
    Document document = Documents.json(bytes, Messages.of("a-manifest-of-the-archive"));
    String mediaType = MediaTypes.of(document, descriptor.mediaType());
    if (!MediaTypes.isManifest(mediaType)) {
      throw ArchiveProblems.damaged(Messages.of("a-manifest-in-it-is-of", mediaType));
    }
    return new Manifest(Digests.of(bytes), mediaType, bytes, document);
  }

  private static String platforms(List<Descriptor> images) {
    return String.join(
        ", ", images.stream().map(each -> each.platform().toString()).limit(10).toList());
  }

  /// Where a layout has a blob.
  public static String path(Digest digest) {
    return "blobs/sha256/" + digest.hex();
  }
}
