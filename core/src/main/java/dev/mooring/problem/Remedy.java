package dev.mooring.problem;

import java.time.Duration;

/// The next step after a failure: a button in the window, a line in the terminal.
///
/// `words` is one sentence for people without the command, setting or Role itself, such as "Install
/// the registry first".
public sealed interface Remedy {

  /// Nothing to do.
  static Remedy none() {
    return new Advice("");
  }

  String words();

  /// The whole remedy as one line of a terminal.
  default String line() {
    return words();
  }

  /// Something that only the user can do, elsewhere.
  record Advice(String words) implements Remedy {}

  /// A command that takes the step.
  ///
  /// @param command as typed in a shell: "mooring install"
  record Command(String words, String command) implements Remedy {
    @Override
    public String line() {
      return words + ": " + command;
    }
  }

  /// A setting or option to change.
  ///
  /// @param key of the settings file ("debugImage"), or an option of the command ("--port")
  /// @param value what to set it to; empty where the user has to choose, among what the words name
  record Setting(String words, String key, String value) implements Remedy {
    @Override
    public String line() {
      if (key.startsWith("--")) {
        return value.isEmpty() && !words.contains(key) ? words + ": " + key + " VALUE" : words;
      }
      return words + ": mooring settings " + key + " " + (value.isEmpty() ? "VALUE" : value);
    }
  }

  /// Rights that somebody has to grant.
  ///
  /// @param role what would grant them, as YAML for `kubectl apply -f -`
  record Grant(String words, String role) implements Remedy {}

  /// It passes by itself.
  ///
  /// @param limit when it should be over; zero where nobody can tell
  record Wait(String words, Duration limit) implements Remedy {}
}
