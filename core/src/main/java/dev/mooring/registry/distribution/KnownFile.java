package dev.mooring.registry.distribution;

import dev.mooring.registry.Digests;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What one registry said of its tags and digests within the last day, for all processes of the
/// user: a line each, the last one counts. Content isn't in it.
///
/// A disk that fails only costs requests. Thread-safe, blocking.
final class KnownFile {
  /// Others may delete what a registry has, and nobody tells.
  static final Duration LIFE = Duration.ofDays(1);

  private static final Logger LOG = LoggerFactory.getLogger(KnownFile.class);
  private static final long LONGEST = 4 << 20;
  private static final int MOST = 40_000;
  private static final String GONE = "-";
  private static final Pattern MEDIA_TYPE = Pattern.compile("[a-zA-Z0-9.+/-]{0,120}");

  private final @Nullable Path file;
  private final InstantSource clock;
  private @Nullable Map<String, Line> lines;

  record Line(Instant at, KnownManifests.Seen seen) {}

  /// @param cache where content is kept by digest; null where nothing is kept
  /// @param registry what no other registry has; empty where nobody knows, which keeps nothing
  KnownFile(@Nullable Path cache, String registry, InstantSource clock) {
    this.file = cache == null || registry.isEmpty() ? null : path(cache, registry);
    this.clock = clock;
  }

  private static Path path(Path cache, String registry) {
    return cache
        .resolve("known")
        .resolve(Digests.of(registry.getBytes(StandardCharsets.UTF_8)).hex().substring(0, 32));
  }

  /// @param name a repository with a tag or digest
  synchronized Optional<KnownManifests.Seen> find(String name) {
    return Optional.ofNullable(read().get(name)).filter(this::isYoung).map(Line::seen);
  }

  synchronized void put(String name, KnownManifests.Seen seen) {
    Line before = read().get(name);
    // What is known and was just asked need not be said again for a while.
    if (before == null
        || !before.seen().equals(seen)
        || before.at().isBefore(clock.instant().minus(LIFE.dividedBy(2)))) {
      Line line = new Line(clock.instant(), seen);
      read().put(name, line);
      append(name, seen.digest() + " " + seen.mediaType());
    }
  }

  synchronized void forget(String name) {
    if (read().remove(name) != null) {
      append(name, GONE);
    }
  }

  private boolean isYoung(Line line) {
    Instant now = clock.instant();
    return line.at().isAfter(now.minus(LIFE)) && !line.at().isAfter(now);
  }

  private Map<String, Line> read() {
    Map<String, Line> known = lines;
    if (known == null) {
      known = bounded();
      lines = known;
      if (file != null) {
        try {
          read(file, known);
        } catch (IOException e) {
          LOG.debug("Cannot read {}", file, e);
        }
      }
    }
    return known;
  }

  private static Map<String, Line> bounded() {
    return new LinkedHashMap<>(64, 0.75f, true) {
      @Override
      protected boolean removeEldestEntry(Map.Entry<String, Line> eldest) {
        return size() > MOST;
      }
    };
  }

  private void read(Path from, Map<String, Line> known) throws IOException {
    byte[] bytes;
    try {
      bytes = Files.size(from) > LONGEST ? new byte[0] : Files.readAllBytes(from);
    } catch (NoSuchFileException e) {
      forgetOld(from.getParent());
      return;
    }
    if (bytes.length == 0) {
      Files.delete(from);
    }
    for (String line : new String(bytes, StandardCharsets.ISO_8859_1).split("\n", -1)) {
      take(line.split(" ", -1), known);
    }
  }

  /// A line that another process was still writing, or that is damaged, says nothing.
  private void take(String[] words, Map<String, Line> known) {
    if (words.length == 3 && words[2].equals(GONE)) {
      known.remove(words[1]);
    } else if (words.length == 4
        && words[0].matches("[0-9]{1,12}")
        && MEDIA_TYPE.matcher(words[3]).matches()) {
      Instant at = Instant.ofEpochSecond(Long.parseLong(words[0]));
      Digests.read(words[2])
          .map(digest -> new Line(at, new KnownManifests.Seen(digest, words[3])))
          .filter(this::isYoung)
          .ifPresent(line -> known.put(words[1], line));
    }
  }

  /// Files of registries that nobody looks at any more.
  private void forgetOld(@Nullable Path folder) throws IOException {
    if (folder == null || !Files.isDirectory(folder)) {
      return;
    }
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.toList();
    }
    for (Path each : files) {
      if (Files.getLastModifiedTime(each).toInstant().isBefore(clock.instant().minus(LIFE))) {
        Files.deleteIfExists(each);
      }
    }
  }

  private void append(String name, String what) {
    if (file == null || !MEDIA_TYPE.matcher(what.substring(what.indexOf(' ') + 1)).matches()) {
      return;
    }
    String line = clock.instant().getEpochSecond() + " " + name + " " + what + "\n";
    try {
      Path folder = file.getParent();
      if (folder != null && !Files.isDirectory(folder)) {
        Files.createDirectories(folder);
        ofUser(folder);
      }
      try (FileChannel out =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
        if (out.size() <= LONGEST) {
          out.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.ISO_8859_1)));
        }
      }
    } catch (IOException e) {
      LOG.debug("Cannot write {}", file, e);
    }
  }

  private static void ofUser(Path folder) throws IOException {
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }
  }
}
