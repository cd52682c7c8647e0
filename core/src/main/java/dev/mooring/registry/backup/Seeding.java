package dev.mooring.registry.backup;

import dev.mooring.job.Progress;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.registry.AttachedTags;
import dev.mooring.registry.Digest;
import dev.mooring.registry.ImageReference;
import dev.mooring.registry.Registry;
import dev.mooring.registry.archive.ArchiveProblems;
import dev.mooring.registry.archive.Content;
import dev.mooring.registry.archive.DockerArchive;
import dev.mooring.registry.archive.Failures;
import dev.mooring.registry.archive.FetchedArchive;
import dev.mooring.registry.archive.FolderContent;
import dev.mooring.registry.archive.LayoutIndex;
import dev.mooring.registry.archive.LayoutSource;
import dev.mooring.registry.archive.OciLayout;
import dev.mooring.registry.archive.RemoteContent;
import dev.mooring.registry.archive.RemoteFolder;
import dev.mooring.registry.archive.TarIndex;
import dev.mooring.registry.archive.TarSource;
import dev.mooring.registry.archive.Unpacked;
import dev.mooring.registry.transfer.ImageCopy;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// Pushes all images of an archive, or of a folder of archives, by their own names.
///
/// OCI image layouts (folder, tar, tar.gz) keep their digests. Docker archives have none:
/// their images get those that crane would give them. What the registry has is not sent
/// again. The archives are somebody else's: nothing is unpacked, no link is followed, every
/// digest is checked. Blocking.
public final class Seeding {
  private static final int MOST_ARCHIVES = 10_000;

  private final Registry registry;
  private final List<Pushed> pushed = new ArrayList<>();
  private final List<String> skipped = new ArrayList<>();

  /// @param registry gets the images; repositories are made as they come
  public Seeding(Registry registry) {
    this.registry = registry;
  }

  /// One image.
  ///
  /// @param name REPOSITORY:TAG in the registry
  /// @param kept whether it has the digest of the archive; Docker's have none
  public record Pushed(String name, Digest digest, boolean kept) {}

  /// @param skipped what was left out, each with the reason
  public record Seeded(List<Pushed> pushed, List<String> skipped) {
    public Seeded {
      pushed = List.copyOf(pushed);
      skipped = List.copyOf(skipped);
    }
  }

  /// Of use once.
  ///
  /// @throws MooringException where the registry fails, or the one archive that was named
  /// cannot be read; what is wrong with one of many is told by `skipped`
  public Seeded seed(Path from, Progress progress) throws InterruptedException {
    if (!Files.isDirectory(from)) {
      archive(from, from.toString(), progress);
    } else if (FolderContent.isLayout(from)) {
      folder(from, progress);
    } else {
      each(from, progress);
    }
    return new Seeded(pushed, skipped);
  }

  /// The same from a folder that this machine cannot mount. Layouts are read where they are;
  /// other archives are fetched first, one at a time.
  ///
  /// @param path of the archive, layout, or folder of them within it; empty for the folder
  /// itself
  public Seeded seed(RemoteFolder from, String path, Progress progress)
      throws InterruptedException {
    try {
      RemoteContent layout = new RemoteContent(from, path);
      if (!path.isEmpty() && from.size(path).isPresent()) {
        fetched(from, path, progress);
      } else if (layout.isLayout()) {
        layout(layout, progress);
      } else {
        each(from, path, progress);
      }
    } catch (IOException e) {
      throw Failures.reading(from.name() + "/" + path, e);
    }
    return new Seeded(pushed, skipped);
  }

  private void each(RemoteFolder folder, String path, Progress progress)
      throws IOException, InterruptedException {
    List<RemoteFolder.Entry> entries = folder.list(path);
    if (entries.isEmpty()) {
      throw new NoSuchFileException(folder.name() + "/" + path);
    }
    for (RemoteFolder.Entry each : entries) {
      String at = path.isEmpty() ? each.name() : path + "/" + each.name();
      try {
        RemoteContent layout = new RemoteContent(folder, at);
        if (each.kind() == RemoteFolder.Entry.Kind.FOLDER && layout.isLayout()) {
          layout(layout, progress);
        } else if (each.kind() == RemoteFolder.Entry.Kind.FILE && isArchive(each.name())) {
          fetched(folder, at, progress);
        } else {
          skipped.add(Messages.of("it-is-no-archive", each.name()));
        }
      } catch (MooringException e) {
        if (!isOfTheArchive(e.problem().code())) {
          throw e;
        }
        skipped.add(Messages.of("and-why", each.name(), e.problem().why()));
      }
    }
  }

  private void layout(RemoteContent layout, Progress progress)
      throws IOException, InterruptedException {
    byte[] index =
        layout
            .index()
            .orElseThrow(
                () -> ArchiveProblems.damaged(Messages.of("its-list-of-images-is-too-long")));
    layout(layout, LayoutIndex.read(index, ""), progress);
  }

  private void fetched(RemoteFolder from, String path, Progress progress)
      throws IOException, InterruptedException {
    try (FetchedArchive archive = FetchedArchive.of(from, path, progress)) {
      archive(archive.file(), from.name() + "/" + path, progress);
    }
  }

  private void each(Path folder, Progress progress) throws InterruptedException {
    List<Path> entries;
    try (Stream<Path> all = Files.list(folder)) {
      entries = all.sorted(Comparator.comparing(Path::toString)).limit(MOST_ARCHIVES).toList();
    } catch (IOException e) {
      throw Failures.reading(folder.toString(), e);
    }
    for (Path each : entries) {
      String name = each.getFileName().toString();
      try {
        if (Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS) && FolderContent.isLayout(each)) {
          folder(each, progress);
        } else if (Files.isRegularFile(each, LinkOption.NOFOLLOW_LINKS) && isArchive(name)) {
          archive(each, each.toString(), progress);
        } else {
          skipped.add(Messages.of("it-is-no-archive", name));
        }
      } catch (MooringException e) {
        if (!isOfTheArchive(e.problem().code())) {
          throw e;
        }
        skipped.add(Messages.of("and-why", name, e.problem().why()));
      }
    }
  }

  private static boolean isArchive(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return Stream.of(".tar", ".tar.gz", ".tgz", ".tar.zst").anyMatch(lower::endsWith);
  }

  private static boolean isOfTheArchive(Code code) {
    return code == Code.ARCHIVE_INVALID
        || code == Code.FILE_NOT_READABLE
        || code == Code.DOCUMENT_UNREADABLE
        || Backup.isOfTheImage(code);
  }

  private void folder(Path folder, Progress progress) throws InterruptedException {
    FolderContent content = FolderContent.at(folder);
    byte[] index;
    try {
      index =
          content
              .index()
              .orElseThrow(
                  () -> ArchiveProblems.damaged(Messages.of("its-list-of-images-is-too-long")));
    } catch (IOException e) {
      throw Failures.reading(folder.toString(), e);
    }
    layout(content, LayoutIndex.read(index, ""), progress);
  }

  private void archive(Path archive, String name, Progress progress) throws InterruptedException {
    try (Unpacked plain = Unpacked.of(archive, progress);
        FileChannel file = FileChannel.open(plain.file(), StandardOpenOption.READ)) {
      TarIndex tar = TarIndex.read(file);
      if (OciLayout.isIn(tar)) {
        LayoutIndex index = LayoutIndex.read(tar.small("index.json"), "");
        layout(new TarSource(name, tar), index, progress);
      } else if (DockerArchive.isIn(tar)) {
        docker(plain.file(), name, DockerArchive.names(tar), progress);
      } else {
        throw ArchiveProblems.damaged(Messages.of("it-is-neither-of-both"));
      }
    } catch (IOException e) {
      throw Failures.reading(name, e);
    }
  }

  private void layout(Content content, LayoutIndex index, Progress progress)
      throws InterruptedException {
    List<ImageReference> images =
        index.names().stream()
            .map(ImageReference::parse)
            .sorted(Comparator.comparing(each -> AttachedTags.isOne(each.tag())))
            .toList();
    for (int i = 0; i < images.size(); i++) {
      ImageReference image = images.get(i);
      progress.advance(Messages.of("pushing", image), i, images.size(), Progress.Unit.ITEMS);
      LayoutSource source = new LayoutSource(content, index, image.repository());
      try {
        Digest digest =
            new ImageCopy(source, registry.sink(image.repository()))
                .run(image.tag(), image.tag(), Optional.empty(), Progress.none())
                .digest();
        pushed.add(new Pushed(image.toString(), digest, true));
      } catch (MooringException e) {
        if (!Backup.isOfTheImage(e.problem().code())) {
          throw e;
        }
        skipped.add(Messages.of("and-why", image, e.problem().why()));
      }
    }
    index
        .nameless()
        .forEach(each -> skipped.add(Messages.of("it-has-no-name", content.name(), each)));
  }

  private void docker(Path plain, String archive, List<String> names, Progress progress)
      throws InterruptedException {
    if (names.isEmpty()) {
      skipped.add(Messages.of("none-of-its-images-has-a-name", archive));
    }
    for (String name : names) {
      ImageReference image = ImageReference.parse(name);
      Digest digest = registry.push(plain, image, progress);
      String tag = image.tag().isEmpty() ? "latest" : image.tag();
      pushed.add(new Pushed(image.repository() + ":" + tag, digest, false));
    }
  }
}
