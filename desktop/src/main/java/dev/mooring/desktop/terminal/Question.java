package dev.mooring.desktop.terminal;

import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.io.Console;
import java.util.Optional;

/// Asks whoever sits at the terminal.
final class Question {
  private Question() {}

  /// The screen and keyboard of this process, where it has them.
  @SuppressWarnings("SystemConsoleNull") // from 25 on it is null again where nobody can type
  static Optional<Console> terminal() {
    return Optional.ofNullable(System.console()).filter(Console::isTerminal);
  }

  /// What is typed; empty where nobody can type, or nothing comes.
  static Optional<String> answer(Output output, String question) {
    return terminal()
        .map(
            console -> {
              output.note(question);
              return console.readLine();
            });
  }

  /// @throws dev.mooring.problem.MooringException when the answer is not yes, or nobody can answer
  static void confirm(Output output, String question) {
    Optional<Console> console = terminal();
    if (console.isEmpty()) {
      throw new Problem(
              Code.CONFIRMATION_NEEDED,
              Messages.of("confirmation-needed"),
              Messages.of("there-is-no-terminal-to-ask", question),
              new Remedy.Advice(Messages.of("run-it-in-a-terminal-or")))
          .raise();
    }
    output.note(question + " [y/N]");
    String answer = console.get().readLine();
    if (answer == null || !answer.strip().matches("(?i)y|yes")) {
      throw new Problem(
              Code.CONFIRMATION_NEEDED,
              Messages.of("not-confirmed"),
              Messages.of("you-did-not-say-yes"),
              new Remedy.Advice(Messages.of("nothing-was-changed")))
          .raise();
    }
  }
}
