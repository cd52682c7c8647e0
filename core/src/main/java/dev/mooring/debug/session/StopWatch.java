package dev.mooring.debug.session;

import dev.mooring.debug.DebugSession.Phase;
import dev.mooring.debug.DebugSession.State;
import dev.mooring.debug.subject.TargetContainer;
import dev.mooring.document.Document;
import dev.mooring.document.Printable;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// Turns what Delve says of the program into the state that a session shows. Used by one thread.
public final class StopWatch {
  private final TargetContainer target;
  private final Callers callers;
  private final boolean releases;
  private final LongSupplier clock;
  private long stoppedAt;
  private String passed = "";
  private Optional<String> pressing = Optional.empty();

  /// @param releases whether the session lets the program go on when a stop is [#overdue]
  public StopWatch(TargetContainer target, boolean releases) {
    this(target, Callers.NONE, releases, System::nanoTime);
  }

  /// @param callers what they see meanwhile
  public StopWatch(TargetContainer target, Callers callers, boolean releases) {
    this(target, callers, releases, System::nanoTime);
  }

  public StopWatch(TargetContainer target, Callers callers, boolean releases, LongSupplier clock) {
    this.target = target;
    this.callers = callers;
    this.releases = releases;
    this.clock = clock;
  }

  public State look(Document now) {
    return look(now, true);
  }

  /// @param editors whether anybody is there who could let the program go on
  public State look(Document now, boolean editors) {
    if (now.at("Running").isTrue()) {
      stoppedAt = 0;
      return new State(Phase.RUNNING, "running", null);
    }
    stoppedAt = stoppedAt == 0 ? clock.getAsLong() : stoppedAt;
    String words = words(now);
    return new State(
        Phase.STOPPED, editors ? words : Messages.of("no-editor-is-connected", words), null);
  }

  /// The logpoint at which the program is held because who planted it has gone: at two looks in a
  /// row it stands at the same hit of it, though Delve goes on by itself for as long as it has
  /// somebody to write the line to.
  public OptionalLong abandonedLogpoint(Document now) {
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
  public OptionalLong overdue() {
    Optional<Long> budget = target.stopBudget();
    return stoppedAt > 0 && budget.isPresent() && stood() >= allowed(budget.get())
        ? OptionalLong.of(stood())
        : OptionalLong.empty();
  }

  /// What is about to happen to a stop that has taken a good part of its time: the same words from
  /// then to its end.
  public Optional<String> pressing() {
    Optional<Long> budget = target.stopBudget();
    if (stoppedAt == 0 || budget.isEmpty() || stood() < budget.get() * 3 / 5) {
      pressing = Optional.empty();
    } else if (pressing.isEmpty()) {
      String pod = target.pod().name();
      pressing =
          Optional.of(
              releases
                  ? Messages.of("soon-continues", pod, left(allowed(budget.get())))
                  : Messages.of("soon-restarted", pod, left(budget.get())));
    }
    return pressing;
  }

  private long left(long end) {
    return Math.max(0, end - stood());
  }

  /// Seconds that the program has stood still; 0 while it runs.
  public long stood() {
    return stoppedAt == 0 ? 0 : TimeUnit.NANOSECONDS.toSeconds(clock.getAsLong() - stoppedAt);
  }

  /// After how long a stop ends: by the session, or by the probe.
  public static Optional<Duration> limit(TargetContainer target, boolean releases) {
    return target
        .stopBudget()
        .map(budget -> Duration.ofSeconds(releases ? allowed(budget) : budget));
  }

  /// Part of the budget after which Mooring lets the program go on.
  private static long allowed(long budget) {
    return budget * 4 / 5;
  }

  private String words(Document now) {
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
    for (String each : callers.words()) {
      state = Messages.of("and", state, each);
    }
    Optional<Long> traffic = target.trafficBudget();
    if (traffic.isPresent()) {
      long left = traffic.get() - stood();
      state =
          Messages.of(
              "and",
              state,
              left > 0
                  ? Messages.of("leaves-its-services-in", left)
                  : Messages.of("left-services"));
    }
    Optional<Long> budget = target.stopBudget();
    if (budget.isEmpty()) {
      return state;
    }
    return releases
        ? Messages.of("continues-by-itself-in", state, left(allowed(budget.get())))
        : Messages.of("the-liveness-probe-restarts-it-in", state, left(budget.get()));
  }

  private static String limited(String text) {
    return Printable.cut(text, 120);
  }
}
