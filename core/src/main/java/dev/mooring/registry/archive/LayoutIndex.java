package dev.mooring.registry.archive;

import dev.mooring.document.Bounds;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.problem.MooringException;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.ImageReference;
import dev.mooring.registry.Manifest;
import dev.mooring.registry.MediaTypes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The `index.json` of a layout with many images. Thread-safe.
///
/// Each image has its name without a host, such as "ana/app:1", as
/// `org.opencontainers.image.ref.name`, and the one that nodes pull by as
/// `io.containerd.image.name`.
///
/// https://github.com/opencontainers/image-spec/blob/main/image-layout.md#indexjson-file
public final class LayoutIndex {
  static final String REF_NAME = "org.opencontainers.image.ref.name";
  static final String IMAGE_NAME = "io.containerd.image.name";
  private static final int MOST = 100_000;

  /// Our own entries have 17 tokens each.
  private static final Bounds LIST = new Bounds(64 << 20, 100, 2_500_000, 1 << 20);

  private final String host;
  private final Map<String, Descriptor> images = new LinkedHashMap<>();
  private final List<String> nameless = new ArrayList<>();

  /// @param host before each name, for nodes: "localhost:5000"
  public LayoutIndex(String host) {
    this.host = host;
  }

  /// What was listed.
  ///
  /// @throws MooringException when it is no such list
  public static LayoutIndex read(byte[] json, String host) {
    LayoutIndex index = new LayoutIndex(host);
    Document document = Documents.json(json, Messages.of("the-list-of-images"), LIST);
    List<Document> manifests = document.at("manifests").items();
    for (Document each : manifests.subList(0, Math.min(MOST, manifests.size()))) {
      index.add(each);
    }
    return index;
  }

  private void add(Document raw) {
    Descriptor descriptor;
    try {
      descriptor = Descriptor.of(raw);
    } catch (MooringException e) {
      throw ArchiveProblems.damaged(e.problem().why());
    }
    Optional<String> name =
        name(raw.at("annotations", IMAGE_NAME).textOrEmpty())
            .or(() -> name(raw.at("annotations", REF_NAME).textOrEmpty()));
    name.ifPresentOrElse(
        each -> images.put(each, descriptor), () -> nameless.add(descriptor.digest().text()));
  }

  /// REPOSITORY:TAG of a whole name; a tag alone is none.
  private static Optional<String> name(String text) {
    try {
      ImageReference name = ImageReference.parse(text);
      return name.tag().isEmpty()
          ? Optional.empty()
          : Optional.of(name.repository() + ":" + name.tag());
    } catch (MooringException e) {
      return Optional.empty();
    }
  }

  synchronized void put(String repository, String tag, Manifest manifest) {
    images.put(repository + ":" + tag, manifest.descriptor());
  }

  synchronized Optional<Descriptor> get(String repository, String tag) {
    return Optional.ofNullable(images.get(repository + ":" + tag));
  }

  /// The tags of one repository.
  synchronized List<String> tags(String repository) {
    String start = repository + ":";
    return images.keySet().stream()
        .filter(each -> each.startsWith(start))
        .map(each -> each.substring(start.length()))
        .toList();
  }

  /// REPOSITORY:TAG of each image.
  public synchronized List<String> names() {
    return List.copyOf(images.keySet());
  }

  /// The digests of those that say no name.
  public synchronized List<String> nameless() {
    return List.copyOf(nameless);
  }

  /// The file as it is to be written: names in the order in which they came. What was read
  /// without a name is not in it.
  public synchronized byte[] json() {
    List<Map<String, Object>> manifests = new ArrayList<>();
    images.forEach(
        (name, image) -> {
          Map<String, Object> descriptor = new LinkedHashMap<>();
          descriptor.put("mediaType", image.mediaType());
          descriptor.put("digest", image.digest().text());
          descriptor.put("size", image.size());
          Map<String, String> annotations = new LinkedHashMap<>();
          annotations.put(REF_NAME, name);
          annotations.put(IMAGE_NAME, host + "/" + name);
          descriptor.put("annotations", annotations);
          manifests.add(descriptor);
        });
    Map<String, Object> index = new LinkedHashMap<>();
    index.put("schemaVersion", 2);
    index.put("mediaType", MediaTypes.OCI_INDEX);
    index.put("manifests", manifests);
    return Documents.jsonBytes(Document.of(index));
  }
}
