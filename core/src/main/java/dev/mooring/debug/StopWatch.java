package dev.mooring.debug;

import dev.mooring.debug.DebugSession.Phase;
import dev.mooring.debug.DebugSession.State;
import dev.mooring.document.Document;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// Turns what Delve says of the program into the state that a session shows. Used by one thread.
final class StopWatch {
  private final TargetContainer target;
  private final boolean releases;
  private final LongSupplier clock;
  private long stoppedAt;
  private String passed = "";

  /// @param releases whether the session lets the program go on when a stop is [#overdue]
  StopWatch(TargetContainer target, boolean releases) {
    this(target, releases, System::nanoTime);
  }

  StopWatch(TargetContainer target, boolean releases, LongSupplier clock) {
    this.target = target;
    this.releases = releases;
    this.clock = clock;
  }

  State look(Document now) {
    return look(now, true);
  }

  /// @param editors whether anybody is there who could let the program go on
  State look(Document now, boolean editors) {
    if (now.at("Running").isTrue()) {
      stoppedAt = 0;
      return new State(Phase.RUNNING, "running", null);
    }
    stoppedAt = stoppedAt == 0 ? clock.getAsLong() : stoppedAt;
    String words = words(now, clock.getAsLong() - stoppedAt);
    return new State(
        Phase.STOPPED, editors ? words : Messages.of("no-editor-is-connected", words), null);
  }

  /// The logpoint at which the program is held because who planted it has gone: at two looks in a
  /// row it stands at the same hit of it, though Delve goes on by itself for as long as it has
  /// somebody to write the line to.
  OptionalLong abandonedLogpoint(Document now) {
    Document point = now.at("currentThread", "breakPoint");
    boolean held = !now.at("Running").isTrue() && point.at("continue").isTrue();
    String hit =
        held ? point.at("id").textOrEmpty() + " " + point.at("totalHitCount").textOrEmpty() : "";
    boolean again = held && hit.equals(passed);
    passed = hit;
    return again ? OptionalLong.of(point.at("id").integer().orElse(0L)) : OptionalLong.empty();
  }

  /// How many seconds the program has stood still, once that is most of what its liveness probe
  /// allows.
  OptionalLong overdue() {
    Optional<Long> budget = target.stopBudget();
    if (stoppedAt == 0 || budget.isEmpty()) {
      return OptionalLong.empty();
    }
    long stood = TimeUnit.NANOSECONDS.toSeconds(clock.getAsLong() - stoppedAt);
    return stood >= allowed(budget.get()) ? OptionalLong.of(stood) : OptionalLong.empty();
  }

  /// After how long a stop ends: by the session, or by the probe.
  static Optional<Duration> limit(TargetContainer target, boolean releases) {
    return target
        .stopBudget()
        .map(budget -> Duration.ofSeconds(releases ? allowed(budget) : budget));
  }

  /// Part of the budget after which Mooring lets the program go on.
  private static long allowed(long budget) {
    return budget * 4 / 5;
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
    if (budget.isEmpty()) {
      return state;
    }
    long stood = TimeUnit.NANOSECONDS.toSeconds(nanos);
    return releases
        ? Messages.of("continues-by-itself-in", state, Math.max(0, allowed(budget.get()) - stood))
        : Messages.of(
            "the-liveness-probe-restarts-it-in", state, Math.max(0, budget.get() - stood));
  }

  private static String limited(String text) {
    return text.length() > 120 ? text.substring(0, 120) + "..." : text;
  }
}
