package dev.mooring.debug.inspect;

import dev.mooring.document.Document;

/// Where a program is that Delve is attached to.
///
/// @param state whether it runs, is stopped, or has ended
/// @param function empty while it runs; so is the file, and the line is 0
/// @param goroutine that Delve has selected; 0 where there is none
/// @param breakpoint that it stopped at; 0 where it stopped for another reason
/// @param logpoint whether that breakpoint only writes a line: the program goes on from it by
/// itself
/// @param detail exit status of a program that ended, or why it stopped, in Delve's words
public record Stop(
    State state,
    String function,
    String file,
    long line,
    long goroutine,
    long breakpoint,
    boolean logpoint,
    String detail) {

  /// What the program does.
  public enum State {
    RUNNING,
    STOPPED,
    EXITED
  }

  private static final Stop RUNNING = new Stop(State.RUNNING, "", "", 0, 0, 0, false, "");

  /// Reads Delve's `DebuggerState`.
  static Stop read(Document state) {
    if (state.at("exited").isTrue()) {
      String status = state.at("exitStatus").textOrEmpty();
      return new Stop(State.EXITED, "", "", 0, 0, 0, false, status);
    }
    if (state.at("Running").isTrue()) {
      return RUNNING;
    }
    Document thread = state.at("currentThread");
    return new Stop(
        State.STOPPED,
        Values.line(thread.at("function", "name").textOrEmpty()),
        Values.line(thread.at("file").textOrEmpty()),
        thread.at("line").integer().orElse(0L),
        state.at("currentGoroutine", "id").integer().orElse(0L),
        Math.max(0, thread.at("breakPoint", "id").integer().orElse(0L)),
        thread.at("breakPoint", "continue").isTrue(),
        Values.line(state.at("stopReason").textOrEmpty()));
  }

  public boolean stopped() {
    return state == State.STOPPED;
  }
}
