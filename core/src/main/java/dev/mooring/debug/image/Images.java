package dev.mooring.debug.image;

import dev.mooring.debug.delve.RegistryWay;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.problem.MooringException;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digests;
import dev.mooring.registry.ImageSource;
import dev.mooring.registry.Manifest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks into images by the cluster's registry, as far as it has them: by their digest, so that
/// what is found is what runs, whatever a tag names by now.
///
/// Nothing is run or unpacked, what is read is bounded, and a registry that can't be reached only
/// means that nothing is known. Thread-safe.
public final class Images implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Images.class);
  private static final int LARGEST_CONFIG = 1 << 20;
  private static final int MOST_LAYERS = 200;

  private final SharedWay way;

  public Images(RegistryWay way) {
    this.way = new SharedWay(way);
  }

  /// Reads a file of an image.
  @FunctionalInterface
  public interface Use<T> {
    /// @param path the file's own, all links resolved
    /// @param content on this computer, until the end of the call
    T of(String path, Path content) throws IOException, InterruptedException;
  }

  /// How an image starts its program.
  ///
  /// @param image as the manifest names it
  /// @param id as the node names it: with the digest of what was pulled, or of the config alone
  /// @param architecture of the node; empty where it isn't known
  /// @return nothing where the registry doesn't have it
  public Optional<ImageStart> start(String image, String id, String architecture)
      throws InterruptedException {
    Optional<ImageName> name = ImageName.of(image, id);
    if (name.isEmpty()) {
      return Optional.empty();
    }
    return asked(
        open -> {
          ImageSource source = open.registry().source(name.get().repository());
          Optional<Manifest> found = source.find(name.get().reference());
          Optional<Manifest> own =
              found.isPresent() && found.get().isIndex()
                  ? ofArchitecture(source, found.get(), architecture)
                  : found;
          return own.isEmpty() ? Optional.empty() : start(name.get(), source, own.get());
        });
  }

  /// @param path in the image
  /// @return nothing where it has no such file, or what it has can't be read within the bounds
  public <T> Optional<T> file(ImageStart start, String path, Use<T> use)
      throws InterruptedException {
    return asked(
        open -> {
          Path content = Files.createTempFile("mooring-", ".program");
          try {
            ImageFiles files =
                new ImageFiles(open.registry().source(start.repository()), start.layers());
            Optional<String> found = files.find(path, content);
            return found.isEmpty() ? Optional.empty() : Optional.of(use.of(found.get(), content));
          } finally {
            Files.deleteIfExists(content);
          }
        });
  }

  @FunctionalInterface
  private interface Question<T> {
    Optional<T> ask(RegistryWay.Opened open) throws IOException, InterruptedException;
  }

  private <T> Optional<T> asked(Question<T> question) throws InterruptedException {
    try {
      Optional<RegistryWay.Opened> opened = way.open();
      if (opened.isEmpty()) {
        return Optional.empty();
      }
      try (RegistryWay.Opened open = opened.get()) {
        return question.ask(open);
      }
    } catch (MooringException e) {
      LOG.debug("the registry doesn't tell: {}", e.problem());
    } catch (IOException | UncheckedIOException e) {
      LOG.debug("the image wasn't read", e);
    }
    return Optional.empty();
  }

  private static Optional<Manifest> ofArchitecture(
      ImageSource source, Manifest index, String architecture) throws InterruptedException {
    List<Descriptor> linux =
        index.children().stream()
            .filter(each -> !each.isArtifact() && each.platform().os().equals("linux"))
            .toList();
    List<Descriptor> fit =
        linux.stream().filter(each -> each.platform().architecture().equals(architecture)).toList();
    // One image alone is what runs, whatever the node is said to be.
    List<Descriptor> chosen = linux.size() == 1 ? linux : fit;
    return chosen.isEmpty() ? Optional.empty() : source.find(chosen.getFirst().digest().text());
  }

  private static Optional<ImageStart> start(ImageName name, ImageSource source, Manifest manifest)
      throws IOException, InterruptedException {
    Descriptor config = Descriptor.of(manifest.document().at("config"));
    if (!name.isOf(manifest.digest(), config.digest()) || config.size() > LARGEST_CONFIG) {
      return Optional.empty();
    }
    byte[] bytes;
    try (InputStream in = source.open(config, 0)) {
      bytes = in.readNBytes((int) config.size());
    }
    if (!Digests.of(bytes).equals(config.digest())) {
      return Optional.empty();
    }
    Document document = Documents.json(bytes, "config");
    List<Descriptor> layers =
        manifest.document().at("layers").items().stream().map(Descriptor::of).toList();
    return layers.size() > MOST_LAYERS
        ? Optional.empty()
        : Optional.of(ImageStart.of(name.repository(), document, layers));
  }

  @Override
  public void close() {
    way.close();
  }
}
