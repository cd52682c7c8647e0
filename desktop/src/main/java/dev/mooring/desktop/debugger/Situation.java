package dev.mooring.desktop.debugger;

import dev.mooring.debug.inspect.Stop;
import dev.mooring.problem.Problem;
import java.time.Instant;

/// What the program does, as far as the debugger knows.
sealed interface Situation {
  /// Nothing was heard yet.
  record Connecting() implements Situation {}

  record Running() implements Situation {}

  /// @param since when that was seen
  record Stopped(Stop at, Instant since) implements Situation {}

  record Exited(String status) implements Situation {}

  /// Delve doesn't answer; it is asked on.
  record Silent(Problem why) implements Situation {}

  default boolean isStopped() {
    return this instanceof Stopped;
  }
}
