package dev.mooring.desktop.terminal;

import dev.mooring.forward.exchange.Note;
import java.util.List;
import java.util.Map;

/// What became of each field, for programs.
final class ExchangeReport {
  private ExchangeReport() {}

  static List<Map<String, String>> json(List<Note> notes) {
    return notes.stream()
        .map(
            each ->
                Map.of(
                    "entry", each.entry(),
                    "field", each.field(),
                    "kind", each.kind().words(),
                    "words", each.words()))
        .toList();
  }
}
