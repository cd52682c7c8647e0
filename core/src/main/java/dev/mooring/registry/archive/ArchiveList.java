package dev.mooring.registry.archive;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.registry.Manifest;
import dev.mooring.registry.MediaTypes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What an archive with one image says of it.
///
/// https://github.com/opencontainers/image-spec/blob/main/image-layout.md
final class ArchiveList {
  private ArchiveList() {}

  /// The layout's own list.
  ///
  /// @param tag empty for none
  static byte[] index(Manifest image, String repository, String tag) {
    Map<String, Object> descriptor = new LinkedHashMap<>();
    descriptor.put("mediaType", image.mediaType());
    descriptor.put("digest", image.digest().text());
    descriptor.put("size", image.bytes().length);
    if (!tag.isEmpty()) {
      descriptor.put(
          "annotations",
          Map.of(LayoutIndex.REF_NAME, tag, LayoutIndex.IMAGE_NAME, repository + ":" + tag));
    }
    Map<String, Object> index = new LinkedHashMap<>();
    index.put("schemaVersion", 2);
    index.put("mediaType", MediaTypes.OCI_INDEX);
    index.put("manifests", List.of(descriptor));
    return Documents.jsonBytes(Document.of(index));
  }

  /// Lets every `docker load` read the archive, older ones too.
  static byte[] forDocker(Manifest image, String repository, String tag) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("Config", image.hasConfig() ? OciLayout.path(image.config().digest()) : "");
    entry.put("RepoTags", tag.isEmpty() ? List.of() : List.of(repository + ":" + tag));
    entry.put(
        "Layers", image.layers().stream().map(layer -> OciLayout.path(layer.digest())).toList());
    return Documents.jsonBytes(Document.of(List.of(entry)));
  }
}
