package dev.mooring.debug.program;

import dev.mooring.debug.running.Launch;
import dev.mooring.document.Printable;
import dev.mooring.registry.program.GoBinary;
import java.util.Optional;

/// The program that a container runs, as far as it is known without changing anything.
///
/// @param file its path in the image; hostile
/// @param go what Go's linker wrote into it
/// @param launch its command line, its own name first, and its image's environment; hostile, and
/// may hold secrets: never shown
/// @param certain whether it's the container's own process or entrypoint, and not one that a script
/// or an init may start
/// @param closely whether all was asked that can be: its process, too, where it can be seen
/// @param pid in the container, of the process that was seen; 0 where none was
/// @param architecture that its image says it is for, in Go's words; empty where nobody asked
public record TargetProgram(
    Language language,
    String file,
    Optional<GoBinary> go,
    Launch launch,
    boolean certain,
    boolean closely,
    String architecture,
    long pid) {
  private static final int LONGEST = 80;

  public TargetProgram lookedAtClosely() {
    return new TargetProgram(language, file, go, launch, certain, true, architecture, pid);
  }

  /// Whether its inspector can be opened while it runs: a Node.js whose process was seen.
  public boolean wakes() {
    return language == Language.NODE
        && pid > 0
        && certain
        && launch.words().stream().noneMatch("--disable-sigusr1"::equals);
  }

  /// "Go 1.26.8, DWARF 5, optimized", "JVM", "Python 3.14".
  public String kind() {
    return switch (language) {
      case GO -> go.map(each -> Printable.line(each.words(), LONGEST)).orElse("Go");
      case JVM -> "JVM";
      case PYTHON -> ("Python " + Language.version(file)).strip();
      case NODE -> "Node.js";
      case OTHER -> Messages.of("machine-code-but-not-of-go");
    };
  }

  /// The same in a word or two: "Go 1.26.8".
  public String brief() {
    return switch (language) {
      case GO -> kind().replaceFirst(",.*", "");
      case OTHER -> Messages.of("not-go");
      case JVM, PYTHON, NODE -> kind();
    };
  }

  public String name() {
    return Printable.line(file.substring(file.lastIndexOf('/') + 1), LONGEST);
  }
}
