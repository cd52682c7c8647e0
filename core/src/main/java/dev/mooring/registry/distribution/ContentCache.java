package dev.mooring.registry.distribution;

import dev.mooring.registry.Digest;
import dev.mooring.registry.Digests;
import dev.mooring.registry.DiskCache;
import dev.mooring.registry.http.Connection;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Manifests and configs by digest, in memory and on disk, both bounded.
///
/// Content under a digest never changes, so nothing expires; what a file holds is checked
/// against its name when it is read. A disk that fails only costs requests.
public final class ContentCache {
  private static final long MEMORY_BYTES = 16L << 20;
  static final long DISK_BYTES = 128L << 20;

  private final @Nullable DiskCache disk;
  private final LinkedHashMap<Digest, byte[]> memory = new LinkedHashMap<>(64, 0.75f, true);
  private long memoryBytes;

  /// @param directory made when something is kept; null keeps it in memory
  public ContentCache(@Nullable Path directory) {
    this(directory, DISK_BYTES);
  }

  /// @param diskLimit in bytes; the oldest content goes first
  public ContentCache(@Nullable Path directory, long diskLimit) {
    this.disk = directory == null ? null : new DiskCache(directory.resolve("content"), diskLimit);
  }

  /// The content; not to be changed.
  Optional<byte[]> get(Digest digest) {
    synchronized (this) {
      byte[] kept = memory.get(digest);
      if (kept != null) {
        return Optional.of(kept);
      }
    }
    Optional<byte[]> read = read(digest);
    read.ifPresent(content -> keep(digest, content));
    return read;
  }

  /// @param content whose digest was checked; not changed afterwards
  void put(Digest digest, byte[] content) {
    keep(digest, content);
    if (disk != null) {
      disk.write(digest, content);
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

  private Optional<byte[]> read(Digest digest) {
    if (disk == null) {
      return Optional.empty();
    }
    Optional<byte[]> content = disk.read(digest, Connection.LONGEST);
    if (content.isPresent() && !Digests.of(content.get()).equals(digest)) {
      disk.remove(digest);
      return Optional.empty();
    }
    return content;
  }
}
