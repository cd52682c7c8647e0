package dev.mooring.desktop.control;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What one Mooring asks of another.
public enum Verb {
  /// Its forwards, one answer each.
  LIST,
  /// The registries that it has connected or tries to, one answer each.
  REGISTRIES,
  /// Its debug sessions, one answer each.
  SESSIONS,
  /// Ends a debug session; the application runs on.
  DETACH,
  /// Starts forwards of its list.
  START,
  /// Adds a forward to the list, and starts it when asked to.
  KEEP,
  STOP,
  RESTART,
  REMOVE,
  /// What happened to a forward.
  LOGS,
  /// The HTTP requests that went through one.
  REQUESTS,
  /// Brings the window to the front, with the form of a link where there is one.
  OPEN;

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Verb> of(String word) {
    return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
  }
}
