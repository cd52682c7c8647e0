package dev.mooring.registry.archive;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.problem.MooringException;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which compressed blob a layer became, so that a layer which is in the registry is not
/// compressed only to learn that.
public final class LayerMemory {
  private static final Logger LOG = LoggerFactory.getLogger(LayerMemory.class);
  private static final int MOST = 10_000;
  private static final int LONGEST = 1_000;

  private final @Nullable Path directory;
  private final Map<Digest, Descriptor> memory =
      new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Digest, Descriptor> eldest) {
          return size() > MOST;
        }
      };

  /// @param cacheDirectory a small file for each layer lies in it; null remembers nothing
  public LayerMemory(@Nullable Path cacheDirectory) {
    directory = cacheDirectory == null ? null : cacheDirectory.resolve("layers");
  }

  synchronized Optional<Descriptor> get(Digest diffId) {
    Descriptor known = memory.get(diffId);
    if (known != null || directory == null) {
      return Optional.ofNullable(known);
    }
    Path file = directory.resolve(diffId.hex());
    try {
      if (Files.size(file) > LONGEST) {
        return Optional.empty();
      }
      Descriptor read = Descriptor.of(Documents.json(Files.readAllBytes(file), file.toString()));
      memory.put(diffId, read);
      return Optional.of(read);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException | MooringException e) {
      LOG.debug("Cannot read {}", file, e);
      return Optional.empty();
    }
  }

  synchronized void put(Digest diffId, Descriptor compressed) {
    memory.put(diffId, compressed);
    if (directory == null) {
      return;
    }
    try {
      Files.createDirectories(directory);
      Document raw = compressed.raw();
      // A torn file reads as nothing: the digest in it would be incomplete.
      Files.write(directory.resolve(diffId.hex()), Documents.jsonBytes(raw));
    } catch (IOException e) {
      LOG.debug("Cannot remember layer {}", diffId, e);
    }
  }
}
