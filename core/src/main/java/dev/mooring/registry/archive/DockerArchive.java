package dev.mooring.registry.archive;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.registry.Digest;
import dev.mooring.registry.Digests;
import dev.mooring.registry.ImageReference;
import dev.mooring.registry.Region;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// What `docker save` and `podman save` write: manifest.json, configs and layers. Layers are
/// named by paths and by the digests of their plain content, which registries do not use;
/// links between entries are followed, as old engines write a layer that comes twice.
///
/// https://github.com/moby/docker-image-spec/blob/main/spec.md
public final class DockerArchive {
  private static final int MOST_LAYERS = 1_000;

  private final TarIndex tar;

  /// @param tar stays open as long as regions of it are read
  public DockerArchive(TarIndex tar) {
    this.tar = tar;
  }

  /// Whether a tar file is one.
  public static boolean isIn(TarIndex tar) {
    return tar.has("manifest.json");
  }

  /// The names of all its images, as they were saved.
  public static List<String> names(TarIndex tar) throws IOException {
    return Documents.json(tar.small("manifest.json"), Messages.of("manifest-json-of-the-archive"))
        .items()
        .stream()
        .flatMap(each -> each.at("RepoTags").texts().stream())
        .distinct()
        .toList();
  }

  /// @param config small enough for memory
  public record Image(Region config, List<Layer> layers) {}

  /// @param diffId the digest of the layer's uncompressed content, as the config claims
  public record Layer(Digest diffId, Region content, Packing packing) {}

  /// How a layer is compressed.
  public enum Packing {
    NONE,
    GZIP,
    ZSTD
  }

  /// The image of a name, or the only one. Its configuration is read; of layers, the first
  /// bytes.
  ///
  /// @throws dev.mooring.problem.MooringException where there is none or are several, its
  /// layers are not as many as its configuration says, or one of them is missing
  public Image image(ImageReference as) throws IOException {
    Document chosen = choose(as);
    String configPath = chosen.at("Config").textOrEmpty();
    byte[] config = tar.small(configPath);
    List<String> diffIds =
        Documents.json(config, Messages.of("the-config-of-the-archive"))
            .at("rootfs", "diff_ids")
            .texts();
    List<String> paths = chosen.at("Layers").texts();
    if (paths.size() != diffIds.size() || paths.size() > MOST_LAYERS) {
      throw ArchiveProblems.damaged(
          Messages.of("it-has-layers-and-its-config", paths.size(), diffIds.size()));
    }
    List<Layer> layers = new ArrayList<>();
    for (int i = 0; i < paths.size(); i++) {
      String path = paths.get(i);
      Region content =
          tar.file(path)
              .orElseThrow(
                  () -> ArchiveProblems.damaged(Messages.of("the-layer-is-missing", path)));
      Digest diffId =
          Digests.read(diffIds.get(i))
              .orElseThrow(
                  () -> ArchiveProblems.damaged(Messages.of("its-config-names-a-layer-wrongly")));
      layers.add(new Layer(diffId, content, packing(content)));
    }
    return new Image(tar.file(configPath).orElseThrow(), layers);
  }

  private Document choose(ImageReference as) throws IOException {
    List<Document> images =
        Documents.json(tar.small("manifest.json"), Messages.of("manifest-json-of-the-archive"))
            .items();
    if (images.isEmpty()) {
      throw ArchiveProblems.damaged(Messages.of("its-manifest-json-names-no-image"));
    }
    if (images.size() == 1) {
      return images.getFirst();
    }
    List<Document> named =
        images.stream()
            .filter(each -> each.at("RepoTags").texts().contains(as.toString()))
            .toList();
    if (named.size() == 1) {
      return named.getFirst();
    }
    throw ArchiveProblems.damaged(
        Messages.of(
            "it-has-images-and-none-is",
            images.size(),
            as,
            String.join(
                ", ",
                images.stream()
                    .flatMap(each -> each.at("RepoTags").texts().stream())
                    .limit(10)
                    .toList())));
  }

  private static Packing packing(Region content) throws IOException {
    byte[] start = content.bytes(0, 4);
    if (start.length == 4 && (start[0] & 0xff) == 0x1f && (start[1] & 0xff) == 0x8b) {
      return Packing.GZIP;
    }
    boolean zstd =
        start.length == 4
            && (start[0] & 0xff) == 0x28
            && (start[1] & 0xff) == 0xb5
            && start[2] == 0x2f
            && (start[3] & 0xff) == 0xfd;
    return zstd ? Packing.ZSTD : Packing.NONE;
  }
}
