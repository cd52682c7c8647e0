package dev.mooring.engine.docker;

import com.github.dockerjava.api.DockerClient;
import dev.mooring.job.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;

/// Streams an image to a file that appears under its name when it is whole.
final class Saving implements Callable<Path> {
  private static final int BUFFER = 256 * 1024;
  private static final long PERIOD_NANOS = 100_000_000;

  private final DockerClient client;
  private final String image;
  private final Path archive;
  private final long size;
  private final Progress progress;

  /// @param size about how long the archive becomes; 0 when it is not known
  Saving(DockerClient client, String image, Path archive, long size, Progress progress) {
    this.client = client;
    this.image = image;
    this.archive = archive;
    this.size = size;
    this.progress = progress;
  }

  Path run() throws IOException {
    return call();
  }

  @Override
  public Path call() throws IOException {
    Path target = archive.toAbsolutePath();
    Path folder = target.getParent() == null ? target : target.getParent();
    Path part =
        EngineProblems.writing(archive, () -> Files.createTempFile(folder, ".mooring-", ".part"));
    try (InputStream in = client.saveImageCmd(image).exec()) {
      try (OutputStream out = EngineProblems.writing(archive, () -> Files.newOutputStream(part))) {
        copy(in, out);
      }
      EngineProblems.writing(archive, () -> move(part, target));
      return target;
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private void copy(InputStream in, OutputStream out) throws IOException {
    byte[] buffer = new byte[BUFFER];
    long done = 0;
    long reported = 0;
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      int read = n;
      EngineProblems.writing(
          archive,
          () -> {
            out.write(buffer, 0, read);
            return archive;
          });
      done += n;
      if (System.nanoTime() - reported > PERIOD_NANOS) {
        reported = System.nanoTime();
        report(done);
      }
    }
    report(done);
  }

  // An archive has headers and may be compressed, so the size is a good guess and no more.
  private void report(long done) {
    progress.advance(
        Messages.of("saving", image),
        done,
        size == 0 ? 0 : Math.max(size, done),
        Progress.Unit.BYTES);
  }

  private static Path move(Path part, Path target) throws IOException {
    try {
      return Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      return Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
