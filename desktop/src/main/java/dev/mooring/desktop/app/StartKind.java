package dev.mooring.desktop.app;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a start is for; each kind has a start cache of its own, because a cache restores at every
/// start all classes that it holds.
enum StartKind {
  WINDOW,
  COMMAND,
  FORWARD;

  static Optional<StartKind> of(String word) {
    return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
  }

  /// What a Mooring of this kind is started with to be learned from.
  List<String> run() {
    return switch (this) {
      case WINDOW, COMMAND -> List.of(Tour.WORD, word());
      case FORWARD -> List.of("forward", "svc/hello");
    };
  }

  private String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
