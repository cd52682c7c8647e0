package dev.mooring.registry;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Files by digest, of which those that were used last stay. The user's alone, and shared by all of
/// the user's processes: each file appears as a whole or not at all.
///
/// What is in them is for whoever reads them to check. A disk that fails only costs work that is
/// done again. Thread-safe, blocking.
public final class DiskCache {
  private static final Logger LOG = LoggerFactory.getLogger(DiskCache.class);

  /// After how much of the limit others' files are counted again.
  private static final int SHARE = 16;

  private final Path directory;
  private final long limit;
  private long bytes;
  private long uncounted = Long.MAX_VALUE;

  /// @param directory made when something is kept
  /// @param limit in bytes, for all files; processes that write at once may pass it by a little
  public DiskCache(Path directory, long limit) {
    this.directory = directory;
    this.limit = limit;
  }

  /// What is kept under a digest, which makes it the last one used.
  ///
  /// @param most bytes; a longer file is as if it were not there
  public Optional<byte[]> read(Digest digest, long most) {
    Path file = file(digest);
    try {
      if (Files.size(file) > most) {
        return Optional.empty();
      }
      byte[] content = Files.readAllBytes(file);
      Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
      return Optional.of(content);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      LOG.debug("Cannot read {} from the cache", digest, e);
      return Optional.empty();
    }
  }

  /// Takes away what is not what it should be.
  public void remove(Digest digest) {
    try {
      Files.deleteIfExists(file(digest));
    } catch (IOException e) {
      LOG.debug("Cannot remove {} from the cache", digest, e);
    }
  }

  /// Keeps content, unless there is some.
  public synchronized void write(Digest digest, byte[] content) {
    Path file = file(digest);
    try {
      if (Files.exists(file)) {
        return;
      }
      Files.createDirectories(file.getParent(), mode(directory));
      if (uncounted > limit / SHARE) {
        bytes = files().stream().mapToLong(Entry::size).sum();
        uncounted = 0;
      }
      if (bytes + content.length > limit) {
        evict();
      }
      // Only its owner may read a temporary file.
      Path next = Files.createTempFile(file.getParent(), "next", ".part");
      try {
        Files.write(next, content);
        move(next, file);
        bytes += content.length;
        uncounted += content.length;
      } finally {
        Files.deleteIfExists(next);
      }
    } catch (IOException e) {
      LOG.debug("Cannot write {} to the cache", digest, e);
    }
  }

  private static FileAttribute<?>[] mode(Path near) {
    return near.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
        }
        : new FileAttribute<?>[0];
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /// Makes room down to three quarters, least recently used first.
  private void evict() throws IOException {
    List<Entry> entries = new ArrayList<>(files());
    entries.sort(Comparator.comparing(Entry::used));
    long left = entries.stream().mapToLong(Entry::size).sum();
    for (Entry entry : entries) {
      if (left <= limit / 4 * 3) {
        break;
      }
      Files.deleteIfExists(entry.path());
      left -= entry.size();
    }
    bytes = left;
  }

  private List<Entry> files() throws IOException {
    List<Entry> entries = new ArrayList<>();
    try (Stream<Path> paths = Files.walk(directory, 2)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
          add(path, entries);
        }
      }
    }
    return entries;
  }

  /// Another process may have taken it away.
  private static void add(Path path, List<Entry> entries) throws IOException {
    try {
      entries.add(new Entry(path, Files.size(path), Files.getLastModifiedTime(path).toInstant()));
    } catch (NoSuchFileException e) {
      LOG.debug("{} is gone", path);
    }
  }

  private Path file(Digest digest) {
    return directory.resolve(digest.hex().substring(0, 2)).resolve(digest.hex());
  }

  private record Entry(Path path, long size, Instant used) {}
}
