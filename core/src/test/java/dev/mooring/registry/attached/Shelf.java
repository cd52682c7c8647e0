package dev.mooring.registry.attached;

import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.Archives;
import dev.mooring.registry.AttachedTags;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digest;
import dev.mooring.registry.Digests;
import dev.mooring.registry.ImageSource;
import dev.mooring.registry.Manifest;
import dev.mooring.registry.MediaTypes;
import dev.mooring.registry.TagPage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A repository in memory with an image, and with what a test attaches to it.
final class Shelf implements ImageSource {
  static final String BUNDLE = "application/vnd.dev.sigstore.bundle.v0.3+json";

  private final Map<String, Manifest> manifests = new HashMap<>();
  private final Map<Digest, byte[]> blobs = new HashMap<>();
  private final Map<Digest, List<Descriptor>> listed = new HashMap<>();

  /// Whether it lists referrers itself.
  boolean lists = true;

  /// What of it fails, as a registry that answers 500.
  boolean referrersFail;

  boolean tagsFail;

  /// One layer of what is attached.
  static final class Content {
    private final String mediaType;
    private final byte[] bytes;
    private final Map<String, String> annotations;

    Content(String mediaType, byte[] bytes, Map<String, String> annotations) {
      this.mediaType = mediaType;
      this.bytes = bytes;
      this.annotations = annotations;
    }

    byte[] bytes() {
      return bytes;
    }
  }

  static Content content(String mediaType, byte[] bytes) {
    return new Content(mediaType, bytes, Map.of());
  }

  static Content content(String mediaType, byte[] bytes, String annotation, String value) {
    return new Content(mediaType, bytes, Map.of(annotation, value));
  }

  Manifest image(String name) {
    return keep(manifest("", null, List.of(), Map.of("name", name)));
  }

  Manifest index(Manifest... children) {
    return keep(index(List.of(children).stream().map(Manifest::descriptor).toList()));
  }

  /// An index over an image and BuildKit's attestations of it.
  Manifest built(Manifest image, Manifest attestations) {
    return keep(
        index(
            List.of(
                image.descriptor(),
                described(
                    attestations,
                    Map.of(
                        "vnd.docker.reference.type",
                        "attestation-manifest",
                        "vnd.docker.reference.digest",
                        image.digest().text())))));
  }

  private static Descriptor described(Manifest manifest, Map<String, String> annotations) {
    return Descriptor.of(manifest.descriptor().raw().with(annotations, "annotations"));
  }

  private static Manifest index(List<Descriptor> children) {
    return Manifest.read(
        "test",
        Archives.json(
            Map.of(
                "schemaVersion",
                2,
                "mediaType",
                MediaTypes.OCI_INDEX,
                "manifests",
                children.stream().map(Descriptor::raw).toList())),
        "");
  }

  /// A manifest that is stored and named by nothing.
  Manifest artifact(String type, Manifest subject, Map<String, String> told, Content... contents) {
    return keep(manifest(type, subject, List.of(contents), told));
  }

  /// One with a tag of cosign 2.
  Manifest tagged(Manifest subject, String suffix, Content... contents) {
    Manifest made = keep(manifest("", null, List.of(contents), Map.of()));
    manifests.put(AttachedTags.referrers(subject.digest()) + suffix, made);
    return made;
  }

  /// One that the repository lists as attached, by itself or by the tag.
  Manifest attach(String type, Manifest subject, Map<String, String> told, Content... contents) {
    Manifest made = artifact(type, subject, told, contents);
    list(subject.digest(), made);
    return made;
  }

  void list(Digest subject, Manifest made) {
    Descriptor entry =
        Descriptor.of(
            made.descriptor()
                .raw()
                .with(made.document().at("artifactType").textOrEmpty(), "artifactType"));
    listed.computeIfAbsent(subject, each -> new ArrayList<>()).add(entry);
    manifests.put(AttachedTags.referrers(subject), index(listed.get(subject)));
  }

  void remove(Digest manifest) {
    manifests.remove(manifest.text());
  }

  /// Gives other bytes for a blob than its digest says.
  void swap(Digest blob, byte[] bytes) {
    blobs.put(blob, bytes);
  }

  private Manifest manifest(
      String type,
      @org.jspecify.annotations.Nullable Manifest subject,
      List<Content> contents,
      Map<String, String> annotations) {
    List<Object> layers = new ArrayList<>();
    for (Content each : contents) {
      Digest digest = Digests.of(each.bytes());
      blobs.put(digest, each.bytes());
      layers.add(
          Descriptor.of(each.mediaType, digest, each.bytes.length)
              .raw()
              .with(each.annotations, "annotations"));
    }
    Map<String, Object> made = new LinkedHashMap<>();
    made.put("schemaVersion", 2);
    made.put("mediaType", MediaTypes.OCI_MANIFEST);
    if (!type.isEmpty()) {
      made.put("artifactType", type);
    }
    made.put("layers", layers);
    made.put("annotations", annotations);
    if (subject != null) {
      made.put("subject", subject.descriptor().raw());
    }
    return Manifest.read("test", Archives.json(made), "");
  }

  private Manifest keep(Manifest manifest) {
    manifests.put(manifest.digest().text(), manifest);
    return manifest;
  }

  @Override
  public String name() {
    return "shelf";
  }

  @Override
  public Optional<Digest> digest(String reference) {
    return find(reference).map(Manifest::digest);
  }

  @Override
  public Optional<Manifest> find(String reference) {
    if (tagsFail && !reference.contains(":")) {
      throw failed();
    }
    return Optional.ofNullable(manifests.get(reference));
  }

  @Override
  public TagPage tags(String from) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<List<Descriptor>> referrers(Digest subject) {
    if (referrersFail) {
      throw failed();
    }
    return lists ? Optional.of(listed.getOrDefault(subject, List.of())) : Optional.empty();
  }

  private static RuntimeException failed() {
    return new Problem(Code.REGISTRY_FAILED, "Can't read", "status 500", new Remedy.Advice("Wait"))
        .raise();
  }

  @Override
  public InputStream open(Descriptor blob, long offset) throws IOException {
    byte[] bytes = blobs.get(blob.digest());
    if (bytes == null) {
      throw failed();
    }
    InputStream in = new ByteArrayInputStream(bytes);
    in.skipNBytes(offset);
    return in;
  }
}
