package dev.mooring.registry.layer;

import dev.mooring.registry.Digest;
import dev.mooring.registry.DiskCache;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Indexes by the digest of their layer, those of tables that layers carry by a digest of both (see
/// [dev.mooring.registry.layer.table.TablePlace#of]): the last few in memory, more of them on disk.
///
/// A file that is no index, or a broken one, is thrown away. Thread-safe.
final class IndexCache {
  private static final Logger LOG = LoggerFactory.getLogger(IndexCache.class);

  /// Of indexes, each about a hundredth of its layer.
  private static final long DISK = 512L << 20;

  private static final long MEMORY = 32L << 20;

  private final DiskCache disk;
  private final long memory;
  private final Map<Digest, LayerIndex> kept = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  IndexCache(Path directory) {
    this(new DiskCache(directory, DISK), MEMORY);
  }

  /// @param memory in bytes, for all but the last one used
  IndexCache(DiskCache disk, long memory) {
    this.disk = disk;
    this.memory = memory;
  }

  Optional<LayerIndex> get(Digest layer) {
    synchronized (kept) {
      LayerIndex index = kept.get(layer);
      if (index != null) {
        return Optional.of(index);
      }
    }
    Optional<LayerIndex> read =
        disk.read(layer, IndexFile.LONGEST).flatMap(file -> read(layer, file));
    read.ifPresent(index -> keep(layer, index));
    return read;
  }

  private Optional<LayerIndex> read(Digest layer, byte[] file) {
    try {
      return Optional.of(IndexFile.read(file));
    } catch (IOException e) {
      LOG.debug("The index of {} is read anew", layer, e);
      disk.remove(layer);
      return Optional.empty();
    }
  }

  void put(Digest layer, LayerIndex index) {
    keep(layer, index);
    disk.write(layer, IndexFile.write(index));
  }

  private void keep(Digest layer, LayerIndex index) {
    synchronized (kept) {
      LayerIndex before = kept.put(layer, index);
      bytes += index.weight() - (before == null ? 0 : before.weight());
      Iterator<LayerIndex> oldest = kept.values().iterator();
      while (bytes > memory && kept.size() > 1) {
        bytes -= oldest.next().weight();
        oldest.remove();
      }
    }
  }
}
