package dev.mooring.registry.archive;

import dev.mooring.job.Progress;
import dev.mooring.registry.Digest;
import dev.mooring.registry.ImageReference;
import dev.mooring.registry.ImageSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;

/// One image of a file or folder, to be copied from: a tar file, compressed or not, as Docker,
/// Podman or skopeo write it, or the folder of an OCI image layout. Blocking; the caller closes it.
public final class OpenedArchive implements AutoCloseable {
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final Path path;
  private final ImageReference image;
  private final LayerPacking packing;
  private final Progress progress;

  private OpenedArchive(Path path, ImageReference image, LayerPacking packing, Progress progress) {
    this.path = path;
    this.image = image;
    this.packing = packing;
    this.progress = progress;
  }

  /// What was found.
  ///
  /// @param digest of the image
  /// @param note what the user should know; empty for nothing
  public record Image(ImageSource source, Digest digest, String note) {}

  /// @param image which one is meant where there are several
  /// @throws dev.mooring.problem.MooringException where it cannot be read, is none of these, has no
  /// such image, or a part of it is missing or damaged
  public static OpenedArchive of(
      Path path, ImageReference image, LayerPacking packing, Progress progress) {
    return new OpenedArchive(path, image, packing, progress);
  }

  /// Looks from outside whether it can be one, without reading it.
  ///
  /// @throws dev.mooring.problem.MooringException where it is not there, or neither a file nor the
  /// folder of a layout
  public static void check(Path path) {
    try {
      if (Files.isDirectory(path)) {
        if (!isLayout(path)) {
          throw ArchiveProblems.damaged(Messages.of("is-a-folder-and-no-layout", path));
        }
      } else if (!Files.exists(path)) {
        throw new NoSuchFileException(path.toString());
      } else if (!Files.isRegularFile(path)) {
        throw new FileSystemException(path.toString(), null, Messages.of("it-is-no-regular-file"));
      }
    } catch (IOException e) {
      throw ArchiveProblems.unreadable(path, e);
    }
  }

  /// Whether a folder is an OCI image layout.
  public static boolean isLayout(Path folder) {
    return FolderContent.isLayout(folder);
  }

  /// Opens it; once.
  public Image image() throws InterruptedException {
    check(path);
    try {
      return Files.isDirectory(path) ? folder() : file();
    } catch (IOException e) {
      throw Failures.reading(path.toString(), e);
    } catch (UncheckedIOException e) {
      throw Failures.reading(path.toString(), Objects.requireNonNull(e.getCause()));
    }
  }

  private Image folder() throws IOException, InterruptedException {
    FolderContent content = FolderContent.at(path);
    return layout(
        content,
        new OciLayout(
            content,
            content
                .index()
                .orElseThrow(
                    () ->
                        ArchiveProblems.damaged(
                            Messages.of("its-file-is-too-long", "index.json")))));
  }

  private Image file() throws IOException, InterruptedException {
    Unpacked plain = Unpacked.of(path, progress);
    open.push(plain);
    FileChannel file = FileChannel.open(plain.file(), StandardOpenOption.READ);
    open.push(file);
    TarIndex tar = TarIndex.read(file);
    if (OciLayout.isIn(tar)) {
      TarSource content = new TarSource(path.toString(), tar);
      OciLayout layout = new OciLayout(content, tar.small("index.json"));
      if (!DockerArchive.isIn(tar) || !layout.isOfClassicDocker(image)) {
        return layout(content, layout);
      }
    }
    if (!DockerArchive.isIn(tar)) {
      throw ArchiveProblems.damaged(Messages.of("it-has-neither-index-json-nor"));
    }
    DockerSource source =
        DockerSource.of(path.toString(), new DockerArchive(tar).image(image), packing, progress);
    open.push(source);
    return new Image(source, source.digest(), "");
  }

  private Image layout(Content content, OciLayout layout) throws IOException, InterruptedException {
    OciLayout.Chosen chosen = layout.choose(image);
    return new Image(
        new LayoutSource(content, new LayoutIndex(""), ""), chosen.digest(), chosen.note());
  }

  /// Removes what was unpacked for it.
  @Override
  public void close() throws InterruptedException {
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (IOException e) {
        throw Failures.reading(path.toString(), e);
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
