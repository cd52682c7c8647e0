package dev.mooring.debug.inspect;

import dev.mooring.document.Document;

/// A breakpoint that somebody set: this Mooring, or an editor that shares the session.
///
/// @param function in which it lies
/// @param condition under which it stops; empty for always
/// @param hits how often it was reached
public record Breakpoint(
    long id, String file, long line, String function, String condition, long hits) {

  static Breakpoint read(Document breakpoint) {
    return new Breakpoint(
        breakpoint.at("id").integer().orElse(0L),
        Values.line(breakpoint.at("file").textOrEmpty()),
        breakpoint.at("line").integer().orElse(0L),
        Values.line(breakpoint.at("functionName").textOrEmpty()),
        Values.line(breakpoint.at("Cond").textOrEmpty()),
        breakpoint.at("totalHitCount").integer().orElse(0L));
  }
}
