package dev.mooring.registry.tags;

import dev.mooring.registry.Digests;
import dev.mooring.registry.TagLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The histories of all registries that this user works with: the most recently used hundred.
public final class TagHistories {
  private static final Logger LOG = LoggerFactory.getLogger(TagHistories.class);
  private static final int MOST = 100;
  private static final String SUFFIX = ".tags";

  private final Path folder;

  /// @param stateDirectory this user's own; made when the first line is written
  public TagHistories(Path stateDirectory) {
    folder = stateDirectory.resolve("tags");
  }

  /// The history of one registry.
  ///
  /// @param identity what no other registry has: a host, or a context with what is in it
  public TagLog of(String identity) {
    String name = Digests.of(identity.getBytes(StandardCharsets.UTF_8)).hex().substring(0, 32);
    Path file = folder.resolve(name + SUFFIX);
    if (Files.isDirectory(folder) && !Files.exists(file)) {
      makeRoom();
    }
    return new TagHistory(file, new TagFile(file), InstantSource.system());
  }

  private void makeRoom() {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> histories =
          files.filter(each -> each.getFileName().toString().endsWith(SUFFIX)).toList();
      if (histories.size() < MOST) {
        return;
      }
      histories.stream()
          .sorted(Comparator.comparingLong(TagHistories::changed))
          .limit(histories.size() - MOST + 1L)
          .forEach(TagHistories::delete);
    } catch (IOException e) {
      LOG.debug("Cannot look into {}", folder, e);
    }
  }

  private static long changed(Path file) {
    try {
      return Files.getLastModifiedTime(file).toMillis();
    } catch (IOException e) {
      return 0;
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
      Files.deleteIfExists(file.resolveSibling(file.getFileName() + ".lock"));
    } catch (IOException e) {
      LOG.debug("Cannot delete {}", file, e);
    }
  }
}
