package dev.mooring.debug.snapshot;

import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.tunnel.ByteStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Runs short scripts in the debug container. What they write is not trusted, and stands in no log.
final class PodShell {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final int LONGEST = 64 * 1024;

  private final Runner runner;

  /// Starts a program in the debug container.
  @FunctionalInterface
  interface Runner {
    /// @return what it writes
    ByteStream run(List<String> command) throws InterruptedException;
  }

  PodShell(Runner runner) {
    this.runner = runner;
  }

  static List<String> command(String script, String... arguments) {
    List<String> command = new ArrayList<>(List.of("sh", "-c", script, "sh"));
    command.addAll(List.of(arguments));
    return command;
  }

  ByteStream stream(String script, String... arguments) throws InterruptedException {
    return runner.run(command(script, arguments));
  }

  /// The lines that a script writes.
  ///
  /// @param limit for a silence
  List<String> ask(Duration limit, String script, String... arguments) throws InterruptedException {
    try {
      byte[] said =
          IdleLimit.read(
              stream(script, arguments), limit, (input, alive) -> input.readNBytes(LONGEST));
      return new String(said, StandardCharsets.UTF_8).lines().map(String::strip).toList();
    } catch (IOException e) {
      throw new Problem(
              Code.SNAPSHOT_FAILED,
              Messages.of("the-debug-container-did-not-answer"),
              String.valueOf(e.getMessage()),
              new Remedy.Advice(Messages.of("take-it-again")))
          .raise(e);
    }
  }

  List<String> ask(String script, String... arguments) throws InterruptedException {
    return ask(LIMIT, script, arguments);
  }
}
