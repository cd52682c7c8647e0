package dev.mooring.registry.transfer;

import dev.mooring.job.Progress;
import dev.mooring.registry.Digest;
import dev.mooring.registry.ImageReference;
import dev.mooring.registry.ImageSource;
import dev.mooring.registry.archive.ArchiveSink;
import java.nio.file.Path;
import java.util.Optional;

/// Writes an image as an OCI archive, without what is attached to it. Blocking.
/// The file appears under its name once it is whole; a failure and an interrupt leave nothing.
public final class Pull {
  private Pull() {}

  /// @param from the repository that the image is in
  /// @param host before the image's name in the archive
  public static Digest run(
      ImageSource from, ImageReference image, String host, Path archive, Progress progress)
      throws InterruptedException {
    try (ArchiveSink to = ArchiveSink.make(archive, host + "/" + image.repository())) {
      Digest digest =
          new ImageCopy(from, to)
              .called(Messages.of("pulling", image.repository()))
              .alone()
              .run(image.reference(), image.tag(), Optional.empty(), progress)
              .digest();
      to.finish();
      progress.step(Messages.of("wrote", archive));
      return digest;
    }
  }
}
