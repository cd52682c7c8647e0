package dev.mooring.debug.editor;

import dev.mooring.platform.OperatingSystem;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Finds a program in the PATH, or where its installer puts it.
///
/// @param path as the variable has it; what is relative in it is left out, because anything may lie
/// in the current directory
public record Programs(String path, Path home) {
  private static final List<String> ENDINGS =
      OperatingSystem.current() == OperatingSystem.WINDOWS ? List.of(".exe", ".cmd") : List.of("");

  /// @param names as [Opening#programs]
  Optional<Path> find(List<String> names) {
    return names.stream().flatMap(this::places).filter(Programs::runs).findFirst();
  }

  private Stream<Path> places(String name) {
    if (name.startsWith("~/")) {
      return Stream.of(home.resolve(name.substring(2)));
    }
    if (name.contains("/")) {
      return absolute(name).stream();
    }
    return Stream.of(path.split(File.pathSeparator, -1))
        .flatMap(each -> absolute(each).stream())
        .flatMap(each -> ENDINGS.stream().map(ending -> each.resolve(name + ending)));
  }

  private static boolean runs(Path file) {
    return Files.isRegularFile(file) && Files.isExecutable(file);
  }

  private static Optional<Path> absolute(String text) {
    try {
      return Optional.of(Path.of(text)).filter(Path::isAbsolute);
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }
}
