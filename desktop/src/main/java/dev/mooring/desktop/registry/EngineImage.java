package dev.mooring.desktop.registry;

import dev.mooring.engine.Engine;
import dev.mooring.job.Progress;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.Digest;
import dev.mooring.registry.ImageReference;
import dev.mooring.registry.ImageSource;
import dev.mooring.registry.Registry;
import dev.mooring.registry.archive.StreamSink;
import dev.mooring.registry.transfer.Copied;
import dev.mooring.registry.transfer.ImageCopy;
import dev.mooring.registry.transfer.PlatformChoice;
import dev.mooring.registry.transfer.Platforms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings images of the local Docker or Podman into registries, and back.
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

  /// An image in the engine.
  ///
  /// @param copied what was sent
  /// @param loaded as the engine has it now
  public record Pulled(Copied copied, Engine.Loaded loaded) {}

  /// Loads an image into the engine while it is read: no file holds it. Of several platforms it is
  /// the engine's, unless one was chosen. Signatures and the like stay behind, since engines keep
  /// none. Blocks.
  ///
  /// @param as its name there, with a tag
  public static Pulled pull(
      Engine engine,
      ImageSource from,
      String reference,
      ImageReference as,
      Optional<PlatformChoice> platform,
      Progress progress)
      throws InterruptedException {
    PlatformChoice choice =
        platform.isPresent() ? platform.get() : PlatformChoice.parse(engine.platform());
    String repository = (as.host().isEmpty() ? "" : as.host() + "/") + as.repository();
    AtomicReference<Copied> copied = new AtomicReference<>();
    Engine.Loaded loaded =
        engine.load(
            repository + ":" + as.tag(),
            out -> {
              StreamSink sink = new StreamSink(out, repository);
              copied.set(
                  new ImageCopy(from, sink)
                      .alone()
                      .run(reference, as.tag(), Optional.of(Platforms.of(choice)), progress));
              sink.finish();
            });
    return new Pulled(Objects.requireNonNull(copied.get()), loaded);
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
