package dev.mooring.desktop.command;

import dev.mooring.forward.exchange.Note;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What became of each field, for people and for programs.
final class ExchangeReport {
  private ExchangeReport() {}

  /// What is not as it was; what was taken as it is needs no line.
  static List<String> lines(List<Note> notes) {
    return notes.stream()
        .filter(each -> each.kind() != Note.Kind.TAKEN)
        .map(
            each ->
                each.entry()
                    + (each.field().isEmpty() ? "" : ", " + each.field())
                    + ", "
                    + words(each.kind())
                    + ": "
                    + each.words())
        .toList();
  }

  static List<Map<String, String>> json(List<Note> notes) {
    return notes.stream()
        .map(
            each ->
                Map.of(
                    "entry", each.entry(),
                    "field", each.field(),
                    "kind", words(each.kind()),
                    "words", each.words()))
        .toList();
  }

  private static String words(Note.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
