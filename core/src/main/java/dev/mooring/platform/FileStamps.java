package dev.mooring.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/// Files and what tells that they changed.
///
/// Looking costs a system call a file. Watchers of the operating system would tell sooner, but they
/// die silently on network file systems and when a folder is replaced.
public record FileStamps(List<Path> files) {

  /// Differs once a file was written, replaced as editors do, added, or removed. Never fails: a
  /// file that cannot be looked at is one that is missing.
  public List<Object> stamp() {
    return files.stream().map(FileStamps::stamp).toList();
  }

  private static Object stamp(Path file) {
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      return List.of(now.lastModifiedTime(), now.size(), String.valueOf(now.fileKey()));
    } catch (IOException e) {
      return List.of();
    }
  }
}
