package dev.mooring.registry.archive;

import dev.mooring.job.Progress;
import dev.mooring.problem.MooringException;
import dev.mooring.registry.zstd.ZstdInput;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A tar file, unpacked into a temporary one where it is compressed: tar files are read
/// from
/// many places at once.
public record Unpacked(Path file, boolean temporary) implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Unpacked.class);
  private static final int BUFFER = 1 << 20;

  /// What stays free on the disk, whatever an archive unpacks to.
  static final long SPARE = 256L << 20;

  /// What may be in memory of a zstd archive: `zstd -d` takes as much unless told otherwise.
  private static final int LARGEST_WINDOW =
      (int) Math.min(128L << 20, Runtime.getRuntime().maxMemory() / 4);

  /// Layers of little but zeros come near to it; what unpacks to more means to fill a disk.
  private static final int LARGEST_RATIO = 1_000;

  private static final long SUSPICIOUS = 64L << 20;

  /// Looks at the first bytes and not at the name. Unpacking says how far it is, and ends on
  /// an interrupt; what was written by then is removed.
  ///
  /// @throws dev.mooring.problem.MooringException where it unpacks to far more than archives
  /// do, or would fill the disk
  /// https://www.rfc-editor.org/rfc/rfc1952 and https://www.rfc-editor.org/rfc/rfc8878
  public static Unpacked of(Path archive, Progress progress)
      throws IOException, InterruptedException {
    OpenedArchive.check(archive);
    byte[] start;
    try (InputStream in = Files.newInputStream(archive)) {
      start = in.readNBytes(4);
    }
    boolean gzip = start.length >= 2 && (start[0] & 0xff) == 0x1f && (start[1] & 0xff) == 0x8b;
    boolean zstd = start.length == 4 && (start[0] & 0xff) == 0x28 && (start[1] & 0xff) == 0xb5;
    return gzip || zstd ? unpack(archive, zstd, progress) : new Unpacked(archive, false);
  }

  private static InputStream unpacking(InputStream packed, boolean zstd) throws IOException {
    return zstd
        ? new ZstdInput(new BufferedInputStream(packed, BUFFER), LARGEST_WINDOW)
        : new GZIPInputStream(packed, BUFFER);
  }

  private static Unpacked unpack(Path archive, boolean zstd, Progress progress)
      throws IOException, InterruptedException {
    long most = SUSPICIOUS + Files.size(archive) * LARGEST_RATIO;
    Path plain = Files.createTempFile("mooring-", ".tar");
    boolean done = false;
    try (InputStream packed = Files.newInputStream(archive);
        InputStream in = unpacking(packed, zstd);
        OutputStream out = Files.newOutputStream(plain)) {
      byte[] buffer = new byte[BUFFER];
      long written = 0;
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (written > most) {
          throw ArchiveProblems.damaged(Messages.of("it-unpacks-to-more-than", LARGEST_RATIO));
        }
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
