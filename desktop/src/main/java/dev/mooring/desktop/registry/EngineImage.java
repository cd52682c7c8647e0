package dev.mooring.desktop.registry;

import dev.mooring.engine.Engine;
import dev.mooring.job.Progress;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.Digest;
import dev.mooring.registry.ImageReference;
import dev.mooring.registry.Registry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings an image of the local Docker or Podman into a registry.
public final class EngineImage {
  private static final Logger LOG = LoggerFactory.getLogger(EngineImage.class);

  private EngineImage() {}

  /// Saves the image as an archive that lives only as long as the push. Blocks.
  public static Digest push(
      Engine engine, String image, Registry to, ImageReference as, Progress progress)
      throws InterruptedException {
    Path archive = temporary();
    try {
      engine.save(image, archive, progress);
      return to.push(archive, as, progress);
    } finally {
      delete(archive);
    }
  }

  private static Path temporary() {
    try {
      return Files.createTempFile("mooring-push-", ".tar");
    } catch (IOException e) {
      throw new Problem(
              Code.FILE_NOT_WRITABLE,
              Messages.of("cannot-make-a-temporary-file"),
              Messages.of("the-disk-or-its-permissions-do"),
              new Remedy.Advice(Messages.of("free-some-space-or-set-tmpdir")),
              String.valueOf(e.getMessage()))
          .raise(e);
    }
  }

  private static void delete(Path archive) {
    try {
      Files.deleteIfExists(archive);
    } catch (IOException e) {
      LOG.warn("{} was not deleted", archive, e);
      archive.toFile().deleteOnExit();
    }
  }
}
