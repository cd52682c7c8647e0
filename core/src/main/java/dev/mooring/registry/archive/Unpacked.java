package dev.mooring.registry.archive;

import dev.mooring.job.Progress;
import dev.mooring.problem.MooringException;
import dev.mooring.registry.ArchiveProblems;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A tar file, unpacked into a temporary one where it is compressed by gzip: tar files are read
/// from
/// many places at once.
record Unpacked(Path file, boolean temporary) implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Unpacked.class);
  private static final int BUFFER = 1 << 20;

  /// What stays free on the disk, whatever an archive unpacks to.
  private static final long SPARE = 256L << 20;

  static Unpacked of(Path archive, Progress progress) throws IOException, InterruptedException {
    if (!Files.isRegularFile(archive)) {
      throw new FileNotFoundException(archive.toString());
    }
    byte[] start;
    try (InputStream in = Files.newInputStream(archive)) {
      start = in.readNBytes(4);
    }
    if (start.length == 4 && (start[0] & 0xff) == 0x28 && (start[1] & 0xff) == 0xb5) {
      throw ArchiveProblems.damaged(Messages.of("it-is-compressed-by-zstd"));
    }
    boolean gzip = start.length >= 2 && (start[0] & 0xff) == 0x1f && (start[1] & 0xff) == 0x8b;
    return gzip ? gunzip(archive, progress) : new Unpacked(archive, false);
  }

  private static Unpacked gunzip(Path archive, Progress progress)
      throws IOException, InterruptedException {
    Path plain = Files.createTempFile("mooring-", ".tar");
    boolean done = false;
    try (InputStream in = new GZIPInputStream(Files.newInputStream(archive), BUFFER);
        OutputStream out = Files.newOutputStream(plain)) {
      byte[] buffer = new byte[BUFFER];
      long written = 0;
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (Files.getFileStore(plain).getUsableSpace() < SPARE) {
          throw noSpace(archive);
        }
        out.write(buffer, 0, n);
        written += n;
        progress.advance(
            Messages.of("unpacking", archive.getFileName()), written, 0, Progress.Unit.BYTES);
        if (Thread.interrupted()) {
          throw new InterruptedException("it was cancelled");
        }
      }
      done = true;
      return new Unpacked(plain, true);
    } finally {
      if (!done) {
        Files.deleteIfExists(plain);
      }
    }
  }

  private static MooringException noSpace(Path archive) {
    return ArchiveProblems.unwritable(archive, new IOException("no space left to unpack it"));
  }

  @Override
  public void close() {
    if (temporary) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        LOG.warn("Cannot delete {}", file, e);
      }
    }
  }
}
