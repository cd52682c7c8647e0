package dev.mooring.debug.snapshot;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/// A snapshot that is being taken: a directory that becomes one in a single step, or goes.
final class Draft implements AutoCloseable {
  private final Path directory;
  private final Path place;

  /// @param directory of this draft, empty
  /// @param place where it is kept
  Draft(Path directory, Path place) {
    this.directory = directory;
    this.place = place;
  }

  String name() {
    return place.getFileName().toString();
  }

  /// Makes a file, which only this user can read, and which has holes where nothing is written.
  FileChannel create(Layout file) throws IOException {
    return FileChannel.open(
        directory.resolve(file.file()),
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SPARSE),
        Private.file(directory));
  }

  void write(Layout file, Document document) throws IOException {
    write(directory.resolve(file.file()), Documents.jsonBytes(document));
  }

  /// What was read of one goroutine.
  void write(long goroutine, byte[] frames) throws IOException {
    Path all = directory.resolve(Layout.STACKS.file());
    if (!Files.isDirectory(all)) {
      Files.createDirectory(all, Private.directory(directory));
    }
    write(all.resolve(Layout.stack(goroutine)), frames);
  }

  private void write(Path file, byte[] content) throws IOException {
    Files.createFile(file, Private.file(directory));
    Files.write(file, content);
  }

  /// Bytes of all files, holes too.
  long size() {
    return Private.size(directory);
  }

  void keep(Snapshot about) throws IOException {
    write(Layout.ABOUT, about.write());
    Files.move(directory, place, StandardCopyOption.ATOMIC_MOVE);
  }

  /// Removes what was not kept.
  @Override
  public void close() {
    if (Files.isDirectory(directory)) {
      Private.remove(directory);
    }
  }
}
