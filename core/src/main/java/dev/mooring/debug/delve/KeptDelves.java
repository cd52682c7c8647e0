package dev.mooring.debug.delve;

import dev.mooring.job.Progress;
import dev.mooring.registry.Digest;
import dev.mooring.registry.Digests;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What was built or fetched before, in the user's cache directory.
///
/// A file's name says what it is and the digest that it had when it came here; one that no longer
/// has it is removed. So what a registry gave once stays what it was, whatever is pushed later.
final class KeptDelves implements DelveSource {
  private static final Logger LOG = LoggerFactory.getLogger(KeptDelves.class);
  private static final Pattern NAME =
      Pattern.compile("dlv-([0-9.]+[0-9A-Za-z.-]*)-([a-z0-9]+)-(go[^_]+|registry)_([0-9a-f]{64})");

  private final Path directory;

  KeptDelves(Path directory) {
    this.directory = directory;
  }

  /// Where a Delve comes from, as its file's name says it: "go1.26.8" that built it, or a registry.
  static final String REGISTRY = "registry";

  private record Kept(Path file, DelveVersion version, String origin, Digest digest) {}

  @Override
  public String words() {
    return Messages.of("kept-on-this-computer");
  }

  @Override
  public Optional<DelveBinary> find(DelveNeed need, Progress progress) {
    for (Kept each : fitting(need)) {
      DelveBinary binary =
          new DelveBinary(each.file(), each.digest(), words(each.version().text(), each.origin()));
      try {
        binary.bytes();
        return Optional.of(binary);
      } catch (IOException e) {
        LOG.warn("A kept Delve is not used", e);
        remove(each.file());
      }
    }
    return Optional.empty();
  }

  /// Keeps what is in a file, which is moved.
  ///
  /// @param origin "go1.26.8" that built it, or [#REGISTRY]
  DelveBinary keep(Path file, String version, String architecture, String origin)
      throws IOException {
    Digest digest = Digests.of(Files.readAllBytes(file));
    String name = "dlv-" + version + "-" + architecture + "-" + origin + "_" + digest.hex();
    return moved(file, name, digest, words(version, origin));
  }

  /// The same with one that is not found again by what it is.
  DelveBinary keepOther(Path file, String name, String image) throws IOException {
    Digest digest = Digests.of(Files.readAllBytes(file));
    return moved(file, name, digest, Messages.of("delve-of-image", image));
  }

  private DelveBinary moved(Path file, String name, Digest digest, String words)
      throws IOException {
    Path to = directory.resolve(name);
    try {
      Files.move(file, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(file, to, StandardCopyOption.REPLACE_EXISTING);
    }
    return new DelveBinary(to, digest, words);
  }

  private static String words(String version, String origin) {
    return origin.equals(REGISTRY)
        ? Messages.of("delve-from-the-registry", version)
        : Messages.of("delve-built-with", version, GoVersion.of(origin).words());
  }

  /// The newest first; of the same, what this user built.
  private List<Kept> fitting(DelveNeed need) {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .flatMap(each -> read(each, need.architecture()).stream())
          .filter(each -> need.isMetBy(each.version()))
          .sorted(
              Comparator.comparingInt((Kept each) -> -each.version().minor())
                  .thenComparing(each -> each.origin().equals(REGISTRY)))
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static Optional<Kept> read(Path file, String architecture) {
    Matcher name = NAME.matcher(file.getFileName().toString());
    if (!name.matches() || !name.group(2).equals(architecture)) {
      return Optional.empty();
    }
    return DelveVersion.of(name.group(1))
        .map(
            version ->
                new Kept(file, version, name.group(3), new Digest("sha256:" + name.group(4))));
  }

  private static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.warn("Cannot remove {}", file, e);
    }
  }
}
