package dev.mooring.registry.distribution;

import dev.mooring.registry.Digest;
import dev.mooring.registry.Digests;
import dev.mooring.registry.http.Connection;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Manifests and configs by digest, in memory and on disk, both bounded.
///
/// Content under a digest never changes, so nothing expires; what a file holds is checked
/// against its name when it is read. A disk that fails only costs requests.
public final class ContentCache {
  private static final Logger LOG = LoggerFactory.getLogger(ContentCache.class);
  private static final long MEMORY_BYTES = 16L << 20;
  static final long DISK_BYTES = 128L << 20;

  private final @Nullable Path directory;
  private final long diskLimit;
  private final LinkedHashMap<Digest, byte[]> memory = new LinkedHashMap<>(64, 0.75f, true);
  private long memoryBytes;
  private long diskBytes = -1;

  /// @param directory made when something is kept; null keeps it in memory
  public ContentCache(@Nullable Path directory) {
    this(directory, DISK_BYTES);
  }

  /// @param diskLimit in bytes; the oldest content goes first
  public ContentCache(@Nullable Path directory, long diskLimit) {
    this.directory = directory == null ? null : directory.resolve("content");
    this.diskLimit = diskLimit;
  }

  /// The content; not to be changed.
  Optional<byte[]> get(Digest digest) {
    synchronized (this) {
      byte[] kept = memory.get(digest);
      if (kept != null) {
        return Optional.of(kept);
      }
    }
    byte[] read = read(digest);
    if (read != null) {
      keep(digest, read);
    }
    return Optional.ofNullable(read);
  }

  /// @param content whose digest was checked; not changed afterwards
  void put(Digest digest, byte[] content) {
    keep(digest, content);
    if (directory != null) {
      write(directory, digest, content);
    }
  }

  private synchronized void keep(Digest digest, byte[] content) {
    if (memory.put(digest, content) == null) {
      memoryBytes += content.length;
    }
    var oldest = memory.entrySet().iterator();
    while (memoryBytes > MEMORY_BYTES && oldest.hasNext()) {
      Map.Entry<Digest, byte[]> entry = oldest.next();
      memoryBytes -= entry.getValue().length;
      oldest.remove();
    }
  }

  private byte @Nullable [] read(Digest digest) {
    if (directory == null) {
      return null;
    }
    Path file = file(directory, digest);
    try {
      if (Files.size(file) > Connection.LONGEST) {
        return null;
      }
      byte[] content = Files.readAllBytes(file);
      if (!Digests.of(content).equals(digest)) {
        Files.deleteIfExists(file);
        return null;
      }
      Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
      return content;
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      LOG.debug("Cannot read {} from the cache", digest, e);
      return null;
    }
  }

  private synchronized void write(Path into, Digest digest, byte[] content) {
    Path file = file(into, digest);
    try {
      if (Files.exists(file)) {
        return;
      }
      Files.createDirectories(file.getParent());
      if (diskBytes < 0) {
        diskBytes = files(into).stream().mapToLong(Entry::size).sum();
      }
      if (diskBytes + content.length > diskLimit) {
        evict(into);
      }
      Path next = Files.createTempFile(file.getParent(), "next", ".part");
      try {
        Files.write(next, content);
        move(next, file);
        diskBytes += content.length;
      } finally {
        Files.deleteIfExists(next);
      }
    } catch (IOException e) {
      LOG.debug("Cannot write {} to the cache", digest, e);
    }
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /// Makes room down to three quarters, least recently used first.
  private void evict(Path from) throws IOException {
    List<Entry> entries = new ArrayList<>(files(from));
    entries.sort(Comparator.comparing(Entry::used));
    long bytes = entries.stream().mapToLong(Entry::size).sum();
    for (Entry entry : entries) {
      if (bytes <= diskLimit / 4 * 3) {
        break;
      }
      Files.deleteIfExists(entry.path());
      bytes -= entry.size();
    }
    diskBytes = bytes;
  }

  private static List<Entry> files(Path from) throws IOException {
    List<Entry> entries = new ArrayList<>();
    try (Stream<Path> paths = Files.walk(from, 2)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        if (Files.isRegularFile(path)) {
          entries.add(
              new Entry(path, Files.size(path), Files.getLastModifiedTime(path).toInstant()));
        }
      }
    }
    return entries;
  }

  private static Path file(Path in, Digest digest) {
    return in.resolve(digest.hex().substring(0, 2)).resolve(digest.hex());
  }

  private record Entry(Path path, long size, Instant used) {}
}
