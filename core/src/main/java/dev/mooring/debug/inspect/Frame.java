package dev.mooring.debug.inspect;

import dev.mooring.document.Document;

/// One call on a stack.
///
/// @param file as the program was built; empty where nothing says it
/// @param pc the address at which it is, or returns to; 0 where Delve doesn't say
public record Frame(String function, String file, long line, long pc) {

  /// Reads Delve's `api.Location`.
  public static Frame read(Document location) {
    return new Frame(
        Values.line(location.at("function", "name").textOrEmpty()),
        Values.line(location.at("file").textOrEmpty()),
        location.at("line").integer().orElse(0L),
        location.at("pc").integer().orElse(0L));
  }

  /// "main.handle, main.go:41".
  public String words() {
    String place = file.substring(file.lastIndexOf('/') + 1) + ":" + line;
    return function.isEmpty() ? place : function + ", " + place;
  }
}
