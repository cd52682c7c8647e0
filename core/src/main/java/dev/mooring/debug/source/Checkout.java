package dev.mooring.debug.source;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A directory that holds a Go module's sources, found by its `go.mod` ("go.mod files" of the Go
/// Modules Reference).
public final class Checkout {
  private static final Pattern MODULE =
      Pattern.compile("\\s*module\\s+(?:\"([^\"]+)\"|`([^`]+)`|([^\\s/][^\\s]*))\\s*(?://.*)?");

  /// How far up and how many directories below are looked at.
  private static final int UP = 32;

  private static final int DIRECTORIES = 2_000;
  private static final int DEEPEST = 4;
  private static final long LARGEST = 1 << 20;
  private static final int LINES = 1_000;
  private static final Set<String> NEVER = Set.of("node_modules", "vendor", "testdata");

  private Checkout() {}

  /// The nearest directory of the module: the given one, those above it, then those below it.
  ///
  /// @param module "example.com/hello"
  public static Optional<Path> of(String module, Path start) {
    if (module.isEmpty()) {
      return Optional.empty();
    }
    Path at = start.toAbsolutePath().normalize();
    for (int i = 0; at != null && i < UP; i++) {
      if (holds(at, module)) {
        return Optional.of(at);
      }
      at = at.getParent();
    }
    return below(module, start.toAbsolutePath().normalize());
  }

  private static Optional<Path> below(String module, Path start) {
    Deque<Path> next = new ArrayDeque<>();
    next.add(start);
    int depth = start.getNameCount() + DEEPEST;
    for (int looked = 0; !next.isEmpty() && looked < DIRECTORIES; looked++) {
      Path directory = next.remove();
      if (holds(directory, module)) {
        return Optional.of(directory);
      }
      if (directory.getNameCount() < depth) {
        inside(directory, next);
      }
    }
    return Optional.empty();
  }

  private static void inside(Path directory, Deque<Path> next) {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
      for (Path each : all) {
        String name = each.getFileName().toString();
        if (next.size() < DIRECTORIES
            && !name.startsWith(".")
            && !NEVER.contains(name)
            && Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS)) {
          next.add(each);
        }
      }
    } catch (IOException e) {
      // one that may not be looked into holds nothing for this user
    }
  }

  private static BufferedReader reader(Path file) throws IOException {
    if (!Files.isRegularFile(file) || Files.size(file) > LARGEST) {
      throw new IOException(file + " is no go.mod");
    }
    return Files.newBufferedReader(file, StandardCharsets.UTF_8);
  }

  private static boolean holds(Path directory, String module) {
    Path file = directory.resolve("go.mod");
    try (BufferedReader lines = reader(file)) {
      String line = lines.readLine();
      for (int i = 0; line != null && i < LINES; i++) {
        Matcher words = MODULE.matcher(line);
        if (words.matches()) {
          return module.equals(
              words.group(1) != null
                  ? words.group(1)
                  : words.group(2) != null ? words.group(2) : words.group(3));
        }
        line = lines.readLine();
      }
    } catch (IOException e) {
      // not text, or not to be read
    }
    return false;
  }
}
