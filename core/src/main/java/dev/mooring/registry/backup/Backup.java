package dev.mooring.registry.backup;

import dev.mooring.job.Progress;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.AttachedTags;
import dev.mooring.registry.Registry;
import dev.mooring.registry.archive.Failures;
import dev.mooring.registry.archive.FolderContent;
import dev.mooring.registry.archive.LayoutIndex;
import dev.mooring.registry.archive.LayoutSink;
import dev.mooring.registry.archive.RemoteContent;
import dev.mooring.registry.archive.RemoteFolder;
import dev.mooring.registry.archive.TarContent;
import dev.mooring.registry.archive.WritableContent;
import dev.mooring.registry.transfer.Copied;
import dev.mooring.registry.transfer.ImageCopy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/// Saves the images of a registry as an OCI image layout, byte for byte: in a folder, or in a tar
/// file where the name ends in `.tar`.
///
/// A layout is kept by digest: what is there is asked for its digest and not read from the registry
/// again, so that a save that was cut off goes on, and a folder is brought up to date. Tags that
/// the
/// registry has no longer stay in a folder. Blocking.
public final class Backup {
  /// What Mooring stores for itself for a while.
  private static final String OWN_TAG = "mooring-in-use-";

  private static final int LISTED_AGAIN = 100;

  private final Registry registry;
  private final String host;

  /// @param host by which nodes name the registry: "localhost:5000"
  public Backup(Registry registry, String host) {
    this.registry = registry;
    this.host = host;
  }

  /// What was saved.
  ///
  /// @param images tags, signatures and the like included
  /// @param sent blobs that were read from the registry
  /// @param bytes of these
  /// @param failed REPOSITORY:TAG and why, of images that are damaged in the registry
  public record Saved(int images, int sent, long bytes, List<String> failed) {
    public Saved {
      failed = List.copyOf(failed);
    }
  }

  /// @param wanted which repositories
  /// @throws MooringException where a side fails; what was stored is used by the next run
  public Saved save(Path target, Predicate<String> wanted, Progress progress)
      throws InterruptedException {
    boolean file = isFile(target);
    if (file ? Files.exists(target) : Files.isRegularFile(target)) {
      throw new Problem(
              Code.FILE_EXISTS,
              Messages.of("cannot-save-to", target),
              Messages.of("the-file-is-there-already"),
              new Remedy.Advice(Messages.of("choose-another-name-or-a-folder")))
          .raise();
    }
    List<Image> images = images(wanted);
    try (WritableContent content = file ? TarContent.make(target) : FolderContent.make(target)) {
      LayoutIndex index =
          index(content instanceof FolderContent folder ? folder.index() : Optional.empty());
      Saved saved = save(content, index, images, progress);
      content.finish(index.json());
      return saved;
    } catch (IOException e) {
      throw Failures.writing(target.toString(), e);
    }
  }

  /// The same into a folder that this machine cannot mount.
  ///
  /// @param path of the layout within it; empty for the folder itself
  public Saved save(RemoteFolder target, String path, Predicate<String> wanted, Progress progress)
      throws InterruptedException {
    List<Image> images = images(wanted);
    try (RemoteContent content = RemoteContent.make(target, path)) {
      LayoutIndex index = index(content.index());
      Saved saved = save(content, index, images, progress);
      content.finish(index.json());
      return saved;
    } catch (IOException e) {
      throw Failures.writing(target.name() + "/" + path, e);
    }
  }

  /// Whether a target is a tar file; everything else is a folder.
  public static boolean isFile(Path target) {
    return !Files.isDirectory(target)
        && target.toString().toLowerCase(Locale.ROOT).endsWith(".tar");
  }

  private record Image(String repository, String tag) {
    /// Signatures and lists of referrers, by their names.
    boolean isAttached() {
      return AttachedTags.isOne(tag);
    }

    @Override
    public String toString() {
      return repository + ":" + tag;
    }
  }

  /// What is attached comes after all else, so that it stays as it is.
  private List<Image> images(Predicate<String> wanted) throws InterruptedException {
    List<Image> images = new ArrayList<>();
    for (String repository : registry.repositories()) {
      if (wanted.test(repository)) {
        registry.allTags(repository).stream()
            .filter(tag -> !tag.startsWith(OWN_TAG))
            .forEach(tag -> images.add(new Image(repository, tag)));
      }
    }
    images.sort(Comparator.comparing(Image::isAttached));
    return images;
  }

  private LayoutIndex index(Optional<byte[]> there) {
    return there.map(json -> LayoutIndex.read(json, host)).orElseGet(() -> new LayoutIndex(host));
  }

  private Saved save(
      WritableContent content, LayoutIndex index, List<Image> images, Progress progress)
      throws IOException, InterruptedException {
    int sent = 0;
    long bytes = 0;
    List<String> failed = new ArrayList<>();
    for (int i = 0; i < images.size(); i++) {
      Image image = images.get(i);
      progress.advance(Messages.of("saving", image), i, images.size(), Progress.Unit.ITEMS);
      try {
        Copied copied =
            new ImageCopy(
                    registry.source(image.repository()),
                    new LayoutSink(content, index, image.repository()))
                .run(image.tag(), image.tag(), Optional.empty(), Progress.none());
        sent += copied.sent();
        bytes += copied.bytes();
      } catch (MooringException e) {
        if (!isOfTheImage(e.problem().code())) {
          throw e;
        }
        failed.add(image + ": " + e.problem().why());
      }
      if (i % LISTED_AGAIN == LISTED_AGAIN - 1) {
        content.list(index.json());
      }
    }
    return new Saved(images.size() - failed.size(), sent, bytes, failed);
  }

  /// Whether only this image is at fault. One that went meanwhile is, too.
  static boolean isOfTheImage(Code code) {
    return switch (code) {
      case IMAGE_MISSING, IMAGE_INCOMPLETE, IMAGE_UNREADABLE, DIGEST_MISMATCH -> true;
      default -> false;
    };
  }
}
