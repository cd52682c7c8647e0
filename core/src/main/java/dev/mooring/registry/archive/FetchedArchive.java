package dev.mooring.registry.archive;

import dev.mooring.job.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An archive of a remote folder, in a temporary file: archives are read from many places at
/// once.
public record FetchedArchive(Path file) implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FetchedArchive.class);
  private static final int BUFFER = 1 << 16;

  /// Fetches it as a whole, and says how far it is.
  ///
  /// @throws dev.mooring.problem.MooringException where this machine has no room for it
  /// @throws NoSuchFileException where it is not there
  public static FetchedArchive of(RemoteFolder from, String path, Progress progress)
      throws IOException, InterruptedException {
    String name = from.name() + "/" + path;
    long size = from.size(path).orElseThrow(() -> new NoSuchFileException(name));
    FetchedArchive archive = new FetchedArchive(Files.createTempFile("mooring-", ".archive"));
    boolean done = false;
    try (InputStream in = from.open(path, 0);
        OutputStream out = Files.newOutputStream(archive.file)) {
      if (Files.getFileStore(archive.file).getUsableSpace() - size < Unpacked.SPARE) {
        throw ArchiveProblems.unwritable(
            archive.file, new IOException("no space left to fetch " + name));
      }
      byte[] buffer = new byte[BUFFER];
      long read = 0;
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        out.write(buffer, 0, n);
        read += n;
        progress.advance(Messages.of("fetching", name), read, size, Progress.Unit.BYTES);
        if (Thread.interrupted()) {
          throw new InterruptedException("it was cancelled");
        }
      }
      done = true;
      return archive;
    } finally {
      if (!done) {
        archive.close();
      }
    }
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.warn("Cannot delete {}", file, e);
    }
  }
}
