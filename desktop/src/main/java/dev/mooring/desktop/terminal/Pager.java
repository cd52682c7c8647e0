package dev.mooring.desktop.terminal;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A program that shows text page by page, as git uses one: `MOORING_PAGER`, else `PAGER`, else
/// `less`, which ends by itself where all fits on the screen. An empty word or `cat` is none.
final class Pager implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Pager.class);

  /// Ends where the text fits on one screen, and leaves it there.
  private static final String LESS = "FX";

  private final Process process;
  private final PrintStream in;

  private Pager(Process process) {
    this.process = process;
    this.in = new PrintStream(process.getOutputStream(), false, StandardCharsets.UTF_8);
  }

  /// That of the user's environment, where this system has it.
  static Optional<Pager> ofUser() {
    return command(System.getenv(), Pager::isOnPath).flatMap(Pager::start);
  }

  /// What starts it; nothing where the text is better printed as it is.
  static Optional<List<String>> command(
      Map<String, String> environment, Predicate<String> isThere) {
    String chosen = environment.getOrDefault("MOORING_PAGER", environment.get("PAGER"));
    boolean dumb = environment.getOrDefault("TERM", "dumb").equals("dumb");
    String program = chosen == null ? "less" : chosen.strip();
    if (dumb || program.isEmpty() || program.equals("cat") || !isThere.test("sh")) {
      return Optional.empty();
    }
    return chosen != null || isThere.test(program)
        ? Optional.of(List.of("sh", "-c", program))
        : Optional.empty();
  }

  private static boolean isOnPath(String program) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
        .anyMatch(each -> !each.isEmpty() && Files.isExecutable(Path.of(each, program)));
  }

  static Optional<Pager> start(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putIfAbsent("LESS", LESS);
    builder.redirectOutput(ProcessBuilder.Redirect.INHERIT);
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    try {
      return Optional.of(new Pager(builder.start()));
    } catch (IOException e) {
      LOG.debug("No pager", e);
      return Optional.empty();
    }
  }

  /// Takes the text. It has an error as soon as the user left the pager.
  PrintStream in() {
    return in;
  }

  /// Waits until the user has read enough.
  @Override
  public void close() {
    in.close();
    boolean interrupted = false;
    while (process.isAlive()) {
      try {
        process.waitFor();
      } catch (InterruptedException e) {
        interrupted = true;
        stop();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// Ends it without the user: Ctrl-C alone doesn't, and it would keep the keyboard.
  void stop() {
    process.destroy();
  }
}
