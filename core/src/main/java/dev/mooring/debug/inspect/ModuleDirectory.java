package dev.mooring.debug.inspect;

import dev.mooring.document.Document;
import dev.mooring.problem.MooringException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where a program's main module was when it was built, as its debug information has it: "/src", or
/// the module's path with -trimpath.
public final class ModuleDirectory {
  private static final Duration CALL = Duration.ofSeconds(5);

  /// Stands for the directory that is asked about.
  private static final String HERE = "/mooring-module";

  private ModuleDirectory() {}

  /// Asks Delve, whose program stands.
  ///
  /// Where the file of `main.main` tells it, as nearly always, that is one call of some
  /// milliseconds; Delve's own guess looks through all functions, for most of a second, while the
  /// program stands.
  ///
  /// @param main import path of the main package
  /// @param module its module's path
  public static Optional<String> of(DelveClient delve, String main, String module)
      throws InterruptedException {
    if (module.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> known = ofMain(delve, main, module);
    return known.isPresent() ? known : guessed(delve, main, module);
  }

  private static Optional<String> ofMain(DelveClient delve, String main, String module)
      throws InterruptedException {
    if (!main.equals(module) && !main.startsWith(module + "/")) {
      return Optional.empty();
    }
    String below = main.substring(module.length());
    try {
      return delve
          .call(
              "FindLocation",
              Map.of(
                  "Scope",
                  Inspection.scope(-1, 0),
                  "Loc",
                  "main.main",
                  "IncludeNonExecutableLines",
                  false),
              CALL)
          .at("Locations")
          .stream()
          .limit(1)
          .map(each -> each.at("file").textOrEmpty().replace('\\', '/'))
          .map(file -> file.substring(0, Math.max(0, file.lastIndexOf('/'))))
          .filter(directory -> directory.length() > below.length() && directory.endsWith(below))
          .map(directory -> directory.substring(0, directory.length() - below.length()))
          .map(Values::line)
          .findFirst();
    } catch (MooringException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> guessed(DelveClient delve, String main, String module)
      throws InterruptedException {
    try {
      return delve
          .call(
              "GuessSubstitutePath",
              Map.of(
                  "Args",
                  Map.of(
                      "ImportPathOfMainPackage",
                      main,
                      "ClientGOROOT",
                      "",
                      "ClientModuleDirectories",
                      Map.of(module, HERE))),
              CALL)
          .at("List")
          .stream()
          .map(Document::texts)
          .filter(pair -> pair.size() == 2 && pair.getLast().equals(HERE))
          .map(List::getFirst)
          .filter(directory -> !directory.isEmpty())
          .map(Values::line)
          .findFirst();
    } catch (MooringException e) {
      return Optional.empty(); // Delve before 1.24, or a program it can't guess about
    }
  }
}
