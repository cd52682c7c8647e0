package dev.mooring.registry;

import dev.mooring.document.Document;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A reference to content: what it is, its digest and its size.
///
/// @param raw the descriptor as it was read, for the fields not named here
public record Descriptor(String mediaType, Digest digest, long size, Document raw) {
  /// BuildKit's, and SOCI's.
  private static final List<String> ABOUT =
      List.of("vnd.docker.reference.digest", "com.amazon.soci.image-manifest-digest");

  /// @throws dev.mooring.problem.MooringException when there is no digest
  public static Descriptor of(Document raw) {
    return new Descriptor(
        raw.at("mediaType").textOrEmpty(),
        new Digest(raw.at("digest").textOrEmpty()),
        Math.max(0, raw.at("size").integer().orElse(0L)),
        raw);
  }

  /// A descriptor with these fields alone.
  public static Descriptor of(String mediaType, Digest digest, long size) {
    return of(Document.of(ordered(mediaType, digest, size)));
  }

  /// The same with an annotation that is said elsewhere, in place of its own of that name.
  Descriptor annotated(String name, String value) {
    return new Descriptor(mediaType, digest, size, raw.with(value, "annotations", name));
  }

  /// What an index says that it runs on; of empty texts where it says nothing.
  public Platform platform() {
    return platform(raw.at("platform"));
  }

  /// Whether it stands among the children of an index and is no image of it, but about one: what
  /// BuildKit says of an image (platform unknown/unknown), or a SOCI index, which has the platform
  /// of its image.
  public boolean isArtifact() {
    return !isRunnable() || !(raw.at("artifactType").textOrEmpty().isEmpty() || about().isEmpty());
  }

  /// Whether a node could take it for an image: runtimes go by the platform alone, whatever else a
  /// child of an index says of itself.
  public boolean isRunnable() {
    return !(platform().os().equals("unknown") && platform().architecture().equals("unknown"));
  }

  /// The digest of the image that an artifact is about; empty where it doesn't say so.
  public String about() {
    return ABOUT.stream()
        .map(each -> raw.at("annotations", each).textOrEmpty())
        .filter(each -> !each.isEmpty())
        .findFirst()
        .orElse("");
  }

  /// What a document's `os`, `architecture` and `variant` say, cut short and cleaned.
  public static Platform platform(Document from) {
    return new Platform(
        Unreadable.brief(from.at("os").textOrEmpty()),
        Unreadable.brief(from.at("architecture").textOrEmpty()),
        Unreadable.brief(from.at("variant").textOrEmpty()));
  }

  private static Map<String, Object> ordered(String mediaType, Digest digest, long size) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("mediaType", mediaType);
    fields.put("size", size);
    fields.put("digest", digest.text());
    return fields;
  }
}
