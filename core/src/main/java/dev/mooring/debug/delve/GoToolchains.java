package dev.mooring.debug.delve;

import dev.mooring.job.Concurrently;
import dev.mooring.platform.OperatingSystem;
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/// Finds Go on this computer: in the PATH, and where installers put it.
///
/// Never in the current directory, whatever the PATH says, and never where every user of this
/// computer can write.
final class GoToolchains {
  private static final Duration LIMIT = Duration.ofSeconds(4);
  private static final int MOST = 24;

  /// Below the home directory; `*` stands for one directory.
  private static final List<String> OF_USER =
      List.of(
          "sdk/go*/bin",
          "go/bin",
          ".local/go/bin",
          ".local/bin",
          ".local/share/mise/installs/go/*/bin",
          ".asdf/installs/golang/*/go/bin",
          ".gvm/gos/*/bin",
          ".nix-profile/bin",
          "scoop/apps/go/current/bin");

  private static final List<String> OF_SYSTEM =
      List.of(
          "/usr/local/go/bin",
          "/opt/homebrew/bin",
          "/opt/homebrew/opt/go/libexec/bin",
          "/home/linuxbrew/.linuxbrew/bin",
          "/usr/local/bin",
          "/usr/bin",
          "/usr/lib/go*/bin",
          "/usr/lib/golang/bin",
          "/snap/go/current/bin",
          "/run/current-system/sw/bin",
          "C:\\Program Files\\Go\\bin");

  private final String path;
  private final Path home;
  private final List<String> system;

  GoToolchains(String path, Path home) {
    this(path, home, OF_SYSTEM);
  }

  /// @param system where installers put Go for everybody
  GoToolchains(String path, Path home, List<String> system) {
    this.path = path;
    this.home = home;
    this.system = system;
  }

  /// The newest first; of the same, in the order of the PATH.
  ///
  /// @param directory an empty one, to run them in
  List<GoToolchain> all(Path directory) throws InterruptedException {
    Program program = new Program(directory, Map.of("GOTOOLCHAIN", "local"), List.of("GOROOT"));
    List<Callable<Optional<GoToolchain>>> calls = new ArrayList<>();
    commands().stream().limit(MOST).forEach(each -> calls.add(() -> ask(program, each)));
    return Concurrently.all(calls).stream()
        .flatMap(Optional::stream)
        .sorted(
            Comparator.comparingInt((GoToolchain each) -> -each.version().minor())
                .thenComparingInt(each -> -each.version().patch()))
        .toList();
  }

  private static Optional<GoToolchain> ask(Program program, Path go) throws InterruptedException {
    try {
      Program.Result said = program.answer(LIMIT, List.of(go.toString(), "env", "GOVERSION"));
      GoVersion version = GoVersion.of(said.output().strip());
      return said.ok() && version.known()
          ? Optional.of(new GoToolchain(go, version))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // not for this computer, or gone
    }
  }

  /// Each once, however many ways lead to it.
  List<Path> commands() {
    String name = OperatingSystem.current() == OperatingSystem.WINDOWS ? "go.exe" : "go";
    Map<Path, Path> found = new LinkedHashMap<>();
    for (Path directory : directories()) {
      Path go = directory.resolve(name);
      try {
        if (Files.isRegularFile(go) && Files.isExecutable(go) && !openToAll(go)) {
          found.putIfAbsent(go.toRealPath(), go);
        }
      } catch (IOException e) {
        // gone meanwhile, or not to be looked at
      }
    }
    return List.copyOf(found.values());
  }

  private List<Path> directories() {
    List<Path> all = new ArrayList<>();
    for (String each : path.split(File.pathSeparator, -1)) {
      absolute(each).ifPresent(all::add);
    }
    OF_USER.forEach(each -> all.addAll(expanded(home, each)));
    system.forEach(each -> absolute(each).ifPresent(p -> all.addAll(expanded(p.getRoot(), each))));
    return all;
  }

  /// What is relative is relative to the current directory, in which anything may lie.
  private static Optional<Path> absolute(String text) {
    try {
      Path path = Path.of(text);
      return Optional.of(path).filter(Path::isAbsolute);
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private static List<Path> expanded(Path base, String pattern) {
    List<Path> found = List.of(base);
    for (Path part : Path.of(pattern.replace('*', '%'))) {
      String name = part.toString().replace('%', '*');
      List<Path> next = new ArrayList<>();
      for (Path each : found) {
        if (name.contains("*")) {
          next.addAll(matching(each, name));
        } else {
          next.add(each.resolve(name));
        }
      }
      found = next;
    }
    return found;
  }

  private static List<Path> matching(Path directory, String glob) {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(directory, glob)) {
      for (Path each : all) {
        if (found.size() < MOST) {
          found.add(each);
        }
      }
    } catch (IOException e) {
      return List.of();
    }
    return found;
  }

  private static boolean openToAll(Path go) throws IOException {
    Path real = go.toRealPath();
    for (Path each : List.of(real, real.getParent(), go.getParent())) {
      try {
        if (Files.getPosixFilePermissions(each).contains(PosixFilePermission.OTHERS_WRITE)) {
          return true;
        }
      } catch (UnsupportedOperationException e) {
        return false; // Windows: who may write into PATH's directories is the system's matter
      }
    }
    return false;
  }
}
