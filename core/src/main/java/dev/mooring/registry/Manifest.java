package dev.mooring.registry;

import dev.mooring.document.Document;
import dev.mooring.problem.Problem;
import java.util.ArrayList;
import java.util.List;

/// A manifest or index: its exact bytes, whose digest is its name, and what they say.
final class Manifest {
  private static final int MOST_PARTS = 10_000;

  private final Digest digest;
  private final String mediaType;
  private final byte[] bytes;
  private final Document document;

  /// @param bytes not changed afterwards
  Manifest(Digest digest, String mediaType, byte[] bytes, Document document) {
    this.digest = digest;
    this.mediaType = mediaType;
    this.bytes = bytes;
    this.document = document;
  }

  Digest digest() {
    return digest;
  }

  String mediaType() {
    return mediaType;
  }

  byte[] bytes() {
    return bytes;
  }

  Document document() {
    return document;
  }

  boolean isIndex() {
    return MediaTypes.isIndex(mediaType);
  }

  /// The manifests an index names; none for an image.
  List<Descriptor> children() {
    return isIndex() ? descriptors("manifests") : List.of();
  }

  /// The layers of an image; none for an index.
  List<Descriptor> layers() {
    return isIndex() ? List.of() : descriptors("layers");
  }

  Descriptor config() {
    return Descriptor.of(document.at("config"));
  }

  boolean hasConfig() {
    return !isIndex() && !document.at("config").isNothing();
  }

  /// Config and layers, each digest once.
  List<Descriptor> blobs() {
    List<Descriptor> blobs = new ArrayList<>();
    if (hasConfig()) {
      blobs.add(config());
    }
    for (Descriptor layer : layers()) {
      if (blobs.stream().noneMatch(each -> each.digest().equals(layer.digest()))) {
        blobs.add(layer);
      }
    }
    return blobs;
  }

  private List<Descriptor> descriptors(String field) {
    List<Document> items = document.at(field).items();
    if (items.size() > MOST_PARTS) {
      throw new Problem(
              "Cannot read the manifest " + digest.brief(),
              "it names " + items.size() + " parts",
              "Build the image again; no builder makes such a manifest")
          .raise();
    }
    return items.stream().map(Descriptor::of).toList();
  }
}
