package dev.mooring.registry.transfer;

import dev.mooring.job.Progress;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.Digest;
import dev.mooring.registry.ImageReference;
import dev.mooring.registry.ImageSink;
import dev.mooring.registry.archive.LayerMemory;
import dev.mooring.registry.archive.LayerPacker;
import dev.mooring.registry.archive.LayerPacking;
import dev.mooring.registry.archive.OpenedArchive;
import java.nio.file.Path;
import java.util.Optional;

/// Brings an image of a file or folder into a repository. Blocking. The archive is looked
/// through before its first byte is sent: what is missing or damaged in it leaves the
/// repository as it was. Layers of Docker's archives are compressed first, in files beside
/// the cache that go with the push. It goes on where an earlier push of the same archive got
/// to.
public final class Push {
  private final LayerMemory memory;
  private final LayerPacker packer;

  /// @param memory which compressed layer a plain one became, so that it need not be done
  /// again
  /// @param packer compresses layers of Docker's archives
  public Push(LayerMemory memory, LayerPacker packer) {
    this.memory = memory;
    this.packer = packer;
  }

  /// @param to the repository of that name
  /// @return the digest that the name has now
  public Digest run(Path archive, ImageReference as, ImageSink to, Progress progress)
      throws InterruptedException {
    LayerPacking packing = new LayerPacking(memory, packer, to::has);
    try (OpenedArchive opened = OpenedArchive.of(archive, as, packing, progress)) {
      OpenedArchive.Image image = opened.image();
      if (!image.note().isEmpty()) {
        progress.step(image.note());
      }
      if (!as.digest().isEmpty() && !as.digest().equals(image.digest().text())) {
        throw new Problem(
                Code.DIGEST_MISMATCH,
                Messages.of("cannot-push", as),
                Messages.of("the-archive-holds-an-image-with", image.digest()),
                new Remedy.Advice(Messages.of("leave-the-digest-out-of-the")))
            .raise();
      }
      boolean untagged = as.tag().isEmpty() && !as.digest().isEmpty();
      String tag = as.tag().isEmpty() ? "latest" : as.tag();
      new ImageCopy(image.source(), to)
          .called(Messages.of("pushing", as.repository()))
          .run(image.digest().text(), untagged ? "" : tag, Optional.empty(), progress);
      progress.step(Messages.of("pushed-as", as.repository(), tag, image.digest()));
      return image.digest();
    }
  }
}
