package dev.mooring.desktop.debugger;

import dev.mooring.debug.inspect.Build;
import dev.mooring.debug.source.Checkout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Finds the user's copies of the files that a program was built from. The program names the files,
/// so only Go sources inside of a module's own directory are ever read. Blocks on the disk.
///
/// @param directory of the main module on this machine; empty where none was found
/// @param cache where Go keeps the modules that others are built from
record LocalSources(Build build, Optional<Path> directory, Path cache) {
  private static final long LARGEST = 4 << 20;
  private static final String IN_CACHE = "/pkg/mod/";

  /// @param kept where it was last time; empty for nowhere
  ///
  /// @param known to the session
  static LocalSources of(Build build, String kept, Optional<Path> known, Path current, Path home) {
    Optional<Path> directory =
        Stream.of(path(kept), known, Optional.of(current))
            .flatMap(Optional::stream)
            .flatMap(each -> Checkout.of(build.module(), each).stream())
            .findFirst();
    return new LocalSources(build, directory, cache(home));
  }

  private static Path cache(Path home) {
    String set = System.getenv("GOMODCACHE");
    return set == null || set.isBlank() ? home.resolve("go/pkg/mod") : Path.of(set);
  }

  private static Optional<Path> path(String text) {
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /// @param file a path as the program was built
  Optional<Path> find(String file) {
    String slashed = file.replace('\\', '/');
    if (directory.isPresent()) {
      for (String built : List.of(build.directory(), build.module())) {
        if (!built.isEmpty() && slashed.startsWith(built + "/")) {
          return below(directory.get(), slashed.substring(built.length() + 1));
        }
      }
    }
    int kept = slashed.indexOf(IN_CACHE);
    if (kept >= 0) {
      return below(cache, slashed.substring(kept + IN_CACHE.length()));
    }
    // With -trimpath, files of other modules begin with the module: "golang.org/x/net@v0.40.0/...".
    return slashed.matches("[^/@]+\\.[^@]*@v[^/]+/.+")
        ? below(cache, escaped(slashed))
        : Optional.empty();
  }

  /// Go's cache writes capital letters so that file systems which ignore case keep them apart.
  private static String escaped(String path) {
    int version = path.indexOf('@');
    StringBuilder text = new StringBuilder();
    path.substring(0, version)
        .chars()
        .forEach(
            each -> {
              if (each >= 'A' && each <= 'Z') {
                text.append('!').append((char) (each - 'A' + 'a'));
              } else {
                text.append((char) each);
              }
            });
    return text + path.substring(version);
  }

  private static Optional<Path> below(Path root, String rest) {
    try {
      Path real = root.toRealPath();
      Path file = real.resolve(rest).normalize().toRealPath();
      boolean fits =
          file.startsWith(real)
              && file.toString().endsWith(".go")
              && Files.isRegularFile(file)
              && Files.size(file) <= LARGEST;
      return fits ? Optional.of(file) : Optional.empty();
    } catch (IOException | InvalidPathException e) {
      return Optional.empty();
    }
  }

  /// @throws IOException when it went meanwhile
  static List<CodeLine> read(Path file) throws IOException {
    return GoText.lines(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
  }
}
