package dev.mooring.debug.snapshot;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Files that hold a program's memory. On Windows the user's profile is private already.
final class Private {
  private static final Logger LOG = LoggerFactory.getLogger(Private.class);
  private static final String DIRECTORY = "rwx------";
  private static final String FILE = "rw-------";

  private Private() {}

  static FileAttribute<?>[] directory(Path near) {
    return attributes(near.getFileSystem(), DIRECTORY);
  }

  static FileAttribute<?>[] file(Path near) {
    return attributes(near.getFileSystem(), FILE);
  }

  private static FileAttribute<?>[] attributes(FileSystem system, String mode) {
    return posix(system)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))
        }
        : new FileAttribute<?>[0];
  }

  private static boolean posix(FileSystem system) {
    return system.supportedFileAttributeViews().contains("posix");
  }

  /// Makes a directory private that may be there already.
  static void make(Path directory) throws IOException {
    Files.createDirectories(directory, directory(directory));
    if (posix(directory.getFileSystem())) {
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(DIRECTORY));
    }
  }

  /// Removes a directory with all that is in it. Links are removed, not followed.
  static void remove(Path directory) {
    try (Stream<Path> all = Files.walk(directory)) {
      List<Path> inside = all.sorted(Comparator.reverseOrder()).toList();
      for (Path each : inside) {
        Files.deleteIfExists(each);
      }
    } catch (IOException e) {
      LOG.warn("Cannot remove {}", directory, e);
    }
  }

  /// Bytes of the files in a directory.
  static long size(Path directory) {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.filter(each -> Files.isRegularFile(each, LinkOption.NOFOLLOW_LINKS))
          .mapToLong(Private::length)
          .sum();
    } catch (IOException e) {
      return 0;
    }
  }

  private static long length(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      return 0;
    }
  }
}
