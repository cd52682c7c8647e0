package dev.mooring.debug.copy;

import dev.mooring.debug.container.Supervisor;
import dev.mooring.debug.container.TargetProcess;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.program.GoBinary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// A program that the supervisor stopped at its start: what a container runs, whatever its image
/// and its manifest say of it.
///
/// @param executable its file, absolute in the container
/// @param words its command line, its own name first; not more than the kernel keeps
/// @param go what Go's build wrote into it; nothing when it is no Go program
public record HeldProgram(long pid, String executable, List<String> words, Optional<GoBinary> go) {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int LONGEST = 64 * 1024;

  public HeldProgram {
    words = List.copyOf(words);
  }

  String name() {
    return executable.substring(executable.lastIndexOf('/') + 1);
  }

  /// @return nothing when none began so far
  static Optional<HeldProgram> of(Supervisor supervisor) throws InterruptedException {
    return of(supervisor, supervisor.ask("held", LIMIT));
  }

  /// Lets this one run on, and waits for the next that begins.
  void pass(Supervisor supervisor) throws InterruptedException {
    supervisor.ask("pass", LIMIT);
  }

  private static Optional<HeldProgram> of(Supervisor supervisor, List<String> lines)
      throws InterruptedException {
    long pid = 0;
    StringBuilder file = new StringBuilder();
    StringBuilder line = new StringBuilder();
    for (String each : lines) {
      if (each.matches("held \\d{1,9}")) {
        pid = Long.parseLong(each.substring(5));
      } else if (each.startsWith("exe ")) {
        file.append(each, 4, each.length());
      } else if (each.startsWith("words ") && line.length() < 2 * LONGEST) {
        line.append(each, 6, each.length());
      }
    }
    if (pid == 0) {
      return Optional.empty();
    }
    long process = pid;
    String executable = decoded(file).stripTrailing();
    try {
      return Optional.of(
          new HeldProgram(
              pid,
              executable,
              words(decoded(line)),
              GoBinary.read(
                  (offset, length) -> TargetProcess.read(supervisor, process, offset, length))));
    } catch (IOException e) {
      throw new Problem(
              Code.DEBUG_NOT_PERMITTED,
              Messages.of("cannot-tell-the-program"),
              Messages.of("the-kernel-does-not-let-the", executable),
              new Remedy.Advice(Messages.of("it-needs-the-programs-user-and")))
          .raise(e);
    }
  }

  private static String decoded(StringBuilder text) {
    try {
      return new String(
          Base64.getDecoder().decode(text.toString().strip()), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  /// Each word ends with a zero byte, an empty one too.
  private static List<String> words(String line) {
    List<String> words = new ArrayList<>(Arrays.asList(line.split("\0", -1)));
    if (!words.isEmpty() && words.getLast().isEmpty()) {
      words.removeLast();
    }
    return words;
  }
}
