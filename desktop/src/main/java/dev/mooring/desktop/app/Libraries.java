package dev.mooring.desktop.app;

import dev.mooring.platform.OperatingSystem;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The system's libraries that JavaFX loads; without one of them it ends in a stack trace.
final class Libraries {
  private static final List<String> TEXT = List.of("libfreetype.so.6", "libpangoft2-1.0.so.0");
  private static final List<String> SCREEN =
      List.of("libgtk-3.so.0", "libXtst.so.6", "libGL.so.1", "libXxf86vm.so.1");

  private Libraries() {}

  /// What keeps the window from opening here, with the command that changes it.
  static Optional<Problem> missing() {
    if (OperatingSystem.current() != OperatingSystem.LINUX) {
      return Optional.empty();
    }
    boolean headless = "Headless".equals(System.getProperty("glass.platform"));
    return missing(TEXT).or(() -> headless ? Optional.empty() : missing(SCREEN));
  }

  static Optional<Problem> missing(List<String> libraries) {
    return libraries.stream().filter(each -> !loads(each)).findFirst().map(Libraries::problem);
  }

  /// Native access is enabled for all that starts Mooring.
  @SuppressWarnings("restricted")
  private static boolean loads(String library) {
    try (Arena arena = Arena.ofConfined()) {
      SymbolLookup.libraryLookup(library, arena);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static Problem problem(String library) {
    String what = Messages.of("the-window-cannot-open");
    String why = Messages.of("this-machine-lacks", library);
    String advice = Messages.of("install-pango-and-gtk");
    return command()
        .map(
            command ->
                new Problem(Code.LIBRARY_MISSING, what, why, new Remedy.Command(advice, command)))
        .orElseGet(() -> new Problem(Code.LIBRARY_MISSING, what, why, new Remedy.Advice(advice)));
  }

  private static Optional<String> command() {
    if (Files.exists(Path.of("/usr/bin/apt-get"))) {
      return Optional.of(
          "sudo apt-get install libpangoft2-1.0-0 libgtk-3-0 libxtst6 libgl1 libxxf86vm1");
    }
    if (Files.exists(Path.of("/usr/bin/dnf"))) {
      return Optional.of("sudo dnf install pango gtk3 libXtst libglvnd-glx libXxf86vm");
    }
    return Optional.empty();
  }
}
