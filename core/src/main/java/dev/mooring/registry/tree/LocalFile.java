package dev.mooring.registry.tree;

import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.Meter;
import dev.mooring.registry.layer.LayerEntry;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// Writes one file of an image. What is there is never written into, only replaced.
final class LocalFile {
  private static final int BUFFER = 64 << 10;

  /// The year 2200.
  private static final long LATEST = 7_258_118_400L;

  private LocalFile() {}

  static void write(Path at, TreeFile file, InputStream content, boolean force, Meter meter)
      throws IOException, InterruptedException {
    if (force) {
      Files.deleteIfExists(at);
    }
    try (OutputStream out = Files.newOutputStream(at, StandardOpenOption.CREATE_NEW)) {
      boolean whole = false;
      try {
        copy(file, content, out, meter);
        whole = true;
      } finally {
        if (!whole) {
          out.close();
          Files.deleteIfExists(at);
        }
      }
    }
    finish(at, file.version().entry(), 0600);
  }

  private static void copy(TreeFile file, InputStream content, OutputStream out, Meter meter)
      throws IOException, InterruptedException {
    byte[] buffer = new byte[BUFFER];
    int some = read(content, buffer, file);
    while (some >= 0) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      out.write(buffer, 0, some);
      meter.add(some);
      some = read(content, buffer, file);
    }
  }

  /// What fails at the image is not the disk's.
  private static int read(InputStream in, byte[] buffer, TreeFile file) {
    try {
      return in.read(buffer);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static MooringException unreadable(TreeFile file, IOException e) {
    if (e.getCause() instanceof MooringException told) {
      return told;
    }
    return new Problem(
            e instanceof EOFException ? Code.IMAGE_UNREADABLE : Code.REGISTRY_UNREACHABLE,
            Messages.of("cannot-read-path", TreeContent.shown("/" + file.path())),
            TreeContent.shown(String.valueOf(e.getMessage())),
            new Remedy.Advice(Messages.of("try-again")))
        .raise(e);
  }

  /// @return whether this machine can have such a link
  static boolean link(Path at, String to, boolean force) throws IOException {
    if (force) {
      Files.deleteIfExists(at);
    }
    try {
      Files.createSymbolicLink(at, at.getFileSystem().getPath(to));
      return true;
    } catch (UnsupportedOperationException | IOException e) {
      return false;
    }
  }

  /// Its rights without those that would reach beyond it, and its time.
  ///
  /// @param least what the user needs of it
  static void finish(Path at, LayerEntry entry, int least) throws IOException {
    if (Files.getFileStore(at).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(at, permissions((entry.mode() & 0755) | least));
    }
    long seconds = Math.clamp(entry.modified(), 0, LATEST);
    Files.setLastModifiedTime(at, FileTime.from(seconds, TimeUnit.SECONDS));
  }

  private static Set<PosixFilePermission> permissions(int mode) {
    // In the order of the bits, the highest first.
    PosixFilePermission[] all = PosixFilePermission.values();
    Set<PosixFilePermission> set = EnumSet.noneOf(PosixFilePermission.class);
    for (int i = 0; i < all.length; i++) {
      if ((mode & (0400 >> i)) != 0) {
        set.add(all[i]);
      }
    }
    return set;
  }
}
