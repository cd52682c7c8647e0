package dev.mooring.debug.inspect;

import dev.mooring.document.Document;

/// A variable or the result of an expression.
///
/// @param text in Go's notation, one line, cut where it is long
/// @param cut whether there is more than the text says
public record Value(String name, String type, String text, boolean cut) {

  /// Reads Delve's `api.Variable`, of which nothing is trusted.
  public static Value read(Document variable) {
    return Values.read(variable);
  }
}
