package dev.mooring.debug.delve;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Directories of this user's alone, each for one piece of work, beside what is kept.
final class Workplace {
  private static final Logger LOG = LoggerFactory.getLogger(Workplace.class);

  private final Path base;

  /// @param base made where it is not there
  Workplace(Path base) {
    this.base = base;
  }

  /// Work that leaves what it wants to keep elsewhere.
  @FunctionalInterface
  interface Work<T> {
    T in(Path directory) throws IOException, InterruptedException;
  }

  /// @throws IOException when there can be no such directory
  <T> T use(Work<T> work) throws IOException, InterruptedException {
    boolean posix = base.getFileSystem().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] ownersOnly =
        posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
            }
            : new FileAttribute<?>[0];
    Files.createDirectories(base, ownersOnly);
    Path directory = Files.createTempDirectory(base, ".work-", ownersOnly);
    try {
      return work.in(directory);
    } finally {
      remove(directory);
    }
  }

  private static void remove(Path directory) {
    try (Stream<Path> all = Files.walk(directory)) {
      List<Path> inside = all.sorted(Comparator.reverseOrder()).toList();
      for (Path each : inside) {
        Files.deleteIfExists(each);
      }
    } catch (IOException e) {
      LOG.warn("Cannot remove {}", directory, e);
    }
  }

  @Override
  public String toString() {
    return base.toString();
  }
}
