package dev.mooring.cluster.fabric8;

import dev.mooring.platform.LoginShell;
import dev.mooring.platform.OperatingSystem;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Where credential plugins are: in this process's PATH, else in that of the user's terminal.
///
/// @param path this process's
/// @param terminal asked only for what the first lacks
record PluginPrograms(String path, Terminal terminal) {

  /// Knows the PATH of the user's terminal; empty where it cannot be told.
  interface Terminal {
    String path() throws InterruptedException;
  }

  /// A program, and the PATH that it was found in and shall run with.
  record Found(String program, String path) {}

  static PluginPrograms of(Map<String, String> environment) {
    return new PluginPrograms(environment.getOrDefault("PATH", ""), LoginShell::path);
  }

  /// @param command a bare name is looked up; a path stands for itself
  Optional<Found> find(String command) throws InterruptedException {
    boolean bare = !command.contains("/") && !command.contains("\\");
    // Windows finds programs by endings of its own.
    if (!bare || OperatingSystem.current() == OperatingSystem.WINDOWS) {
      return Optional.of(new Found(command, path));
    }
    Optional<Found> here = in(path, command);
    return here.isPresent() ? here : in(terminal.path(), command);
  }

  private static Optional<Found> in(String folders, String command) {
    for (String folder : folders.split(File.pathSeparator, -1)) {
      if (!folder.isEmpty() && isProgram(folder, command)) {
        return Optional.of(new Found(Path.of(folder, command).toString(), folders));
      }
    }
    return Optional.empty();
  }

  private static boolean isProgram(String folder, String command) {
    try {
      Path program = Path.of(folder, command);
      return Files.isRegularFile(program) && Files.isExecutable(program);
    } catch (InvalidPathException e) {
      return false;
    }
  }
}
