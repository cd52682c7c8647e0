package dev.mooring.debug;

import dev.mooring.debug.DebugSession.Phase;
import dev.mooring.debug.DebugSession.State;
import dev.mooring.document.Document;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Turns what Delve says of the program into the state that a session shows. Used by one thread.
final class StopWatch {
  private final TargetContainer target;
  private long stoppedAt;

  StopWatch(TargetContainer target) {
    this.target = target;
  }

  State look(Document now) {
    if (now.at("Running").isTrue()) {
      stoppedAt = 0;
      return new State(Phase.RUNNING, "running", null);
    }
    stoppedAt = stoppedAt == 0 ? System.nanoTime() : stoppedAt;
    return new State(Phase.STOPPED, words(now, System.nanoTime() - stoppedAt), null);
  }

  private String words(Document now, long nanos) {
    Document thread = now.at("currentThread");
    String function = thread.at("function", "name").textOrEmpty();
    String file = thread.at("file").textOrEmpty();
    String place =
        file.substring(file.lastIndexOf('/') + 1) + ":" + thread.at("line").textOrEmpty();
    boolean breakpoint = thread.at("breakPoint", "id").integer().orElse(0L) > 0;
    String state = breakpoint ? Messages.of("stopped-at-a-breakpoint") : Messages.of("stopped");
    if (!file.isEmpty()) {
      state =
          function.isEmpty()
              ? Messages.of("stopped-at-line", state, limited(place))
              : Messages.of("stopped-in-function", state, limited(place), limited(function));
    }
    Optional<Long> budget = target.stopBudget();
    return budget.isEmpty()
        ? state
        : Messages.of(
            "the-liveness-probe-restarts-it-in",
            state,
            Math.max(0, budget.get() - TimeUnit.NANOSECONDS.toSeconds(nanos)));
  }

  private static String limited(String text) {
    return text.length() > 120 ? text.substring(0, 120) + "..." : text;
  }
}
