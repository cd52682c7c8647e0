package dev.mooring.desktop.command;

import dev.mooring.problem.Problem;
import java.io.Console;
import java.util.Objects;

/// Asks before something is lost.
final class Question {
  private Question() {}

  /// @throws dev.mooring.problem.MooringException when the answer is not yes, or nobody can answer
  static void confirm(Output output, String question) {
    Console console = Objects.requireNonNull(System.console());
    if (!console.isTerminal()) {
      throw new Problem(
              "Not done: nobody can be asked",
              "there is no terminal to ask: " + question,
              "Run it in a terminal, or add --yes")
          .raise();
    }
    output.note(question + " [y/N]");
    String answer = console.readLine();
    if (answer == null || !answer.strip().matches("(?i)y|yes")) {
      throw new Problem("Not done", "you did not say yes", "Nothing was changed").raise();
    }
  }
}
