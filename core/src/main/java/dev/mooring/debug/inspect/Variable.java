package dev.mooring.debug.inspect;

/// A variable, a part of one, or the result of an expression, whose own parts can be read.
///
/// @param name as the program has it; "[3]" and the key for elements of slices and maps
/// @param text in Go's notation, one line, cut where it is long
/// @param cut whether there is more than the text says
/// @param parts how many it has: fields, elements, entries
/// @param place an expression that finds it again while the program stays stopped; empty where
/// its parts cannot be read
public record Variable(
    String name, String type, String text, boolean cut, long parts, String place) {

  /// Whether [Variables#parts] gives anything.
  public boolean hasParts() {
    return parts > 0 && !place.isEmpty();
  }
}
