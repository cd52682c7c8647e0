package dev.mooring.desktop.debugger;

import java.util.List;

/// A line of source, or an instruction.
///
/// @param number the line's; of an instruction, that of the source that it was made from
/// @param label stands in the margin
/// @param address the instruction's; 0 for a line of source
record CodeLine(long number, String label, List<Span> spans, long address) {
  CodeLine {
    spans = List.copyOf(spans);
  }

  /// A piece of text that looks one way.
  record Span(String text, Look look) {}

  enum Look {
    PLAIN,
    KEYWORD,
    STRING,
    COMMENT
  }

  String text() {
    StringBuilder text = new StringBuilder();
    spans.forEach(each -> text.append(each.text()));
    return text.toString();
  }
}
