package dev.mooring.desktop.debugger;

import java.util.List;

/// What is shown of a function: its source, or its instructions.
///
/// @param file as the program was built
/// @param title over it: the local file, or why there is none
/// @param assembly whether the lines are instructions
/// @param unknown whether nobody knows where the program's sources are
/// @param warning why it may not be what runs; empty for no reason
record Code(
    String file,
    String title,
    List<CodeLine> lines,
    boolean assembly,
    boolean unknown,
    String warning) {
  Code {
    lines = List.copyOf(lines);
  }

  static Code nothing() {
    return new Code("", "", List.of(), false, false, "");
  }

  /// Where a place is among the lines; -1 for nowhere.
  int index(long line, long address) {
    if (!assembly) {
      return line >= 1 && line <= lines.size() ? (int) line - 1 : -1;
    }
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).address() == address) {
        return i;
      }
    }
    return -1;
  }
}
