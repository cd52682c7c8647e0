package dev.mooring.desktop.debugger;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/// Directories of Go modules on this machine, by their `go.mod`. Blocks on the disk.
final class GoModules {
  private static final int LONGEST_HEAD = 16 * 1024;
  private static final int DEEPEST = 4;
  private static final int MOST_FILES = 20_000;
  private static final FileVisitOption[] NO_LINKS = {};

  private GoModules() {}

  /// The directory of a module: this one, one above it, or one below it.
  static Optional<Path> find(String module, Path from) {
    for (Path each = from.toAbsolutePath(); each != null; each = each.getParent()) {
      if (module.equals(name(each))) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  /// The same, and below it, where somebody chose the directory.
  static Optional<Path> findBelow(String module, Path chosen) {
    Optional<Path> near = find(module, chosen);
    if (near.isPresent()) {
      return near;
    }
    try (Stream<Path> below = Files.walk(chosen, DEEPEST, NO_LINKS)) {
      return below
          .limit(MOST_FILES)
          .filter(each -> each.endsWith("go.mod"))
          .map(Path::getParent)
          .filter(each -> module.equals(name(each)))
          .findFirst();
    } catch (IOException | UncheckedIOException e) {
      return Optional.empty();
    }
  }

  /// Empty where it is no module.
  static String name(Path directory) {
    Path file = directory.resolve("go.mod");
    if (!Files.isRegularFile(file)) {
      return "";
    }
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(LONGEST_HEAD), StandardCharsets.UTF_8)
          .lines()
          .map(String::strip)
          .filter(line -> line.startsWith("module "))
          .map(line -> line.substring("module ".length()).split("//", 2)[0].strip())
          .map(name -> name.replace("\"", ""))
          .findFirst()
          .orElse("");
    } catch (IOException e) {
      return "";
    }
  }
}
