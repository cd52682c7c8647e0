package dev.mooring.registry;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.problem.MooringException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A manifest or index: its exact bytes, whose digest is its name, and what they say.
///
/// What cannot be read in it is thrown as [MooringException] by whoever asks for it.
public final class Manifest {
  /// The annotation by which an image says where there are tables of its layers: the digest of
  /// a SOCI index of version 2 (awslabs/soci-snapshotter, docs/soci-index-manifest-v2.md).
  public static final String SOCI_INDEX = "com.amazon.soci.index-digest";

  private static final int MOST_PARTS = 10_000;

  private final Digest digest;
  private final String mediaType;
  private final byte[] bytes;
  private final Document document;

  /// A manifest made here.
  ///
  /// @param document with the field mediaType
  public static Manifest of(Document document) {
    byte[] bytes = Documents.jsonBytes(document);
    return new Manifest(Digests.of(bytes), document.at("mediaType").textOrEmpty(), bytes, document);
  }

  /// What a place gave under its digest.
  ///
  /// @param place where it is from, for people
  /// @param said its kind where it does not say so itself; empty where nobody knows
  /// @throws MooringException when it is no manifest
  public static Manifest read(String place, byte[] bytes, String said) {
    return read(Messages.of("cannot-read", place), Digests.of(bytes), bytes, said);
  }

  /// The same where its digest is known to be right.
  ///
  /// @param what did not happen where it is none, for people: "Can't read PLACE"
  public static Manifest read(String what, Digest digest, byte[] bytes, String said) {
    Document document = Unreadable.map(what, "manifest", bytes);
    String mediaType = MediaTypes.of(document, said);
    if (!MediaTypes.isManifest(mediaType)) {
      throw Unreadable.problem(
          what,
          Messages.of(
              "its-manifest-is-of-a-kind",
              mediaType.isEmpty() ? Messages.of("none") : Unreadable.brief(mediaType)),
          Messages.of("digest", digest));
    }
    return new Manifest(digest, mediaType, bytes, document);
  }

  /// @param bytes not changed afterwards
  public Manifest(Digest digest, String mediaType, byte[] bytes, Document document) {
    this.digest = digest;
    this.mediaType = mediaType;
    this.bytes = bytes;
    this.document = document;
  }

  /// Its name: the digest of its bytes.
  public Digest digest() {
    return digest;
  }

  /// How others name it.
  public Descriptor descriptor() {
    return Descriptor.of(mediaType, digest, bytes.length);
  }

  /// What it is: one of the four that [MediaTypes] names.
  public String mediaType() {
    return mediaType;
  }

  /// As they are stored; not to be changed.
  public byte[] bytes() {
    return bytes;
  }

  /// What the bytes say.
  public Document document() {
    return document;
  }

  /// Whether it names images and not layers.
  public boolean isIndex() {
    return MediaTypes.isIndex(mediaType);
  }

  /// The manifests an index names; none for an image.
  public List<Descriptor> children() {
    return isIndex() ? descriptors("manifests") : List.of();
  }

  /// The layers of an image; none for an index. Where the image has the annotation [#SOCI_INDEX],
  /// each of them has it: who reads a layer alone has to know it.
  public List<Descriptor> layers() {
    if (isIndex()) {
      return List.of();
    }
    List<Descriptor> layers = descriptors("layers");
    String tables = document.at("annotations", SOCI_INDEX).textOrEmpty();
    return tables.isEmpty()
        ? layers
        : layers.stream().map(each -> each.annotated(SOCI_INDEX, tables)).toList();
  }

  /// The configuration of an image; only where [#hasConfig].
  public Descriptor config() {
    return descriptor(document.at("config"), "config");
  }

  /// Whether it names a configuration: indexes do not, and manifests of artifacts need not.
  public boolean hasConfig() {
    return !isIndex() && !document.at("config").isNothing();
  }

  /// Config and layers, each digest once.
  public List<Descriptor> blobs() {
    Map<Digest, Descriptor> blobs = new LinkedHashMap<>();
    if (hasConfig()) {
      blobs.put(config().digest(), config());
    }
    layers().forEach(layer -> blobs.putIfAbsent(layer.digest(), layer));
    return List.copyOf(blobs.values());
  }

  private List<Descriptor> descriptors(String field) {
    Document named = document.at(field);
    if (!named.isNothing() && !named.isList()) {
      throw unreadable(Messages.of("its-field-is-not-a-list", field));
    }
    List<Document> items = named.items();
    if (items.size() > MOST_PARTS) {
      throw unreadable(Messages.of("it-names-more-than", items.size(), field, MOST_PARTS));
    }
    List<Descriptor> read = new ArrayList<>(items.size());
    for (Document item : items) {
      read.add(descriptor(item, field));
    }
    return read;
  }

  private Descriptor descriptor(Document raw, String field) {
    try {
      return Descriptor.of(raw);
    } catch (MooringException e) {
      throw unreadable(Messages.of("its-name-a-part-by-something", field));
    }
  }

  private MooringException unreadable(String why) {
    return Unreadable.problem(Messages.of("cannot-read-the-manifest", digest.brief()), why, "");
  }
}
