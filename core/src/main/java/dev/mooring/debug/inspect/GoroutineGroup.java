package dev.mooring.debug.inspect;

import java.util.List;

/// Goroutines that are at the same place in the code of the program.
///
/// @param count of them
/// @param ids the first of them
/// @param at that place, not the one in the runtime below it
/// @param startedBy the `go` statement of the first of them
/// @param stack of the first of them, innermost call first; empty where it couldn't be read
public record GoroutineGroup(
    long count, List<Long> ids, Frame at, Frame startedBy, List<Frame> stack) {
  public GoroutineGroup {
    ids = List.copyOf(ids);
    stack = List.copyOf(stack);
  }
}
