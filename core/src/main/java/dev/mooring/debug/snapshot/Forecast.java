package dev.mooring.debug.snapshot;

import java.time.Duration;
import java.util.Optional;

/// What a snapshot of a program will take.
///
/// @param resident bytes of memory that the program has
/// @param core bytes that its core file has; most of it may be empty
/// @param freeze the longest time that the program will stand still
/// @param budget how long it may, by its liveness probe; empty without one
public record Forecast(long resident, long core, Duration freeze, Optional<Duration> budget) {
  private static final Duration ALWAYS = Duration.ofMillis(1500);
  private static final Duration FOR_EACH_GIB = Duration.ofSeconds(5);
  private static final double GIB = 1L << 30;

  static Forecast of(long resident, long core, Optional<Duration> budget) {
    long more = Math.round(FOR_EACH_GIB.toMillis() * (resident / GIB));
    return new Forecast(resident, core, ALWAYS.plusMillis(more), budget);
  }

  /// Whether the liveness probe may restart the container meanwhile.
  public boolean mayRestart() {
    return budget.isPresent() && budget.get().compareTo(freeze) < 0;
  }
}
