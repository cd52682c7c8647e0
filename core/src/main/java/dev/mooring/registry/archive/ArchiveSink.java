package dev.mooring.registry.archive;

import dev.mooring.registry.BlobContent;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Manifest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// One image as an OCI archive, which `docker load` takes, too. The file has its name once it
/// is whole; what was cut off leaves nothing. Blocking; the caller closes it. It is an image
/// layout with one image, and has a `manifest.json` as Docker's own archives for an image of
/// one platform. It holds nothing before, so that every blob is asked for.
///
/// https://github.com/opencontainers/image-spec/blob/main/image-layout.md
public final class ArchiveSink implements EmptySink, AutoCloseable {
  private final Path archive;
  private final TarContent content;
  private final String repository;
  private @Nullable Manifest root;
  private String tag = "";

  private ArchiveSink(Path archive, TarContent content, String repository) {
    this.archive = archive;
    this.content = content;
    this.repository = repository;
  }

  /// @param archive replaced where it is there
  /// @param repository what the image is called in it, with the registry's host
  public static ArchiveSink make(Path archive, String repository) throws InterruptedException {
    try {
      return new ArchiveSink(archive, TarContent.fresh(archive), repository);
    } catch (IOException e) {
      throw Failures.writing(archive.toString(), e);
    }
  }

  @Override
  public String name() {
    return archive.toString();
  }

  /// Every blob has its place before the first comes, so that the same image makes the same
  /// file.
  @Override
  public void expect(List<Descriptor> blobs) throws InterruptedException {
    try {
      content.expect(blobs);
    } catch (IOException e) {
      throw Failures.writing(archive.toString(), e);
    }
  }

  @Override
  public boolean store(Descriptor blob, BlobContent from, LongConsumer moved)
      throws InterruptedException {
    try {
      content.store(blob, from, moved);
      return true;
    } catch (IOException e) {
      throw Failures.writing(archive.toString(), e);
    }
  }

  /// What is stored last is the image.
  @Override
  public boolean store(Manifest manifest, String reference) throws InterruptedException {
    try {
      content.store(manifest.digest(), manifest.bytes());
    } catch (IOException e) {
      throw Failures.writing(archive.toString(), e);
    }
    root = manifest;
    tag = reference.equals(manifest.digest().text()) ? "" : reference;
    return false;
  }

  /// All is there: the file gets its name.
  public void finish() throws InterruptedException {
    Manifest image = root;
    if (image == null) {
      throw new IllegalStateException("no image was stored");
    }
    try {
      if (!image.isIndex()) {
        content.add("manifest.json", ArchiveList.forDocker(image, repository, tag));
      }
      content.finish(ArchiveList.index(image, repository, tag));
    } catch (IOException e) {
      throw Failures.writing(archive.toString(), e);
    }
  }

  @Override
  public void close() throws InterruptedException {
    try {
      content.close();
    } catch (IOException e) {
      throw Failures.writing(archive.toString(), e);
    }
  }
}
