package dev.mooring.debug.container;

import java.time.Duration;
import java.util.Optional;

/// How long a session waits for what.
///
/// @param silence without a request after which the pod's side detaches by itself
/// @param patience the same before the first request
/// @param beat between two signs of life; much less than `silence`
/// @param poll between two looks at the program
/// @param absence of a container until it is no longer expected back
public record Patience(
    Duration silence, Duration patience, Duration beat, Duration poll, Duration absence) {
  public static final Patience USUAL =
      new Patience(
          Duration.ofSeconds(30),
          Duration.ofSeconds(60),
          Duration.ofSeconds(5),
          Duration.ofSeconds(1),
          Duration.ofMinutes(2));

  /// Between the end of a stop and the restart that it spares: Delve needs some of it.
  private static final long MARGIN_SECONDS = 3;

  private static final long LEAST_SECONDS = 2;

  /// The same for a program that must not stand still for longer: should this Mooring die, and the
  /// program stand or stop a moment later, the pod's side lets it go on in time.
  ///
  /// @param budget seconds; empty for no limit
  public Patience within(Optional<Long> budget) {
    Duration bearable = bearable(budget, 0);
    return new Patience(bearable, patience, beatFor(bearable), poll, absence);
  }

  /// Until the next sign of life, where that much silence is bearable.
  public Duration beatFor(Duration bearable) {
    Duration often = bearable.dividedBy(4);
    return often.compareTo(beat) < 0 ? often : beat;
  }

  /// How long nothing may be heard of this Mooring while the program stands still.
  ///
  /// @param budget seconds that it may stand; empty for no limit
  /// @param stood seconds that it has
  public Duration bearable(Optional<Long> budget, long stood) {
    return budget
        .map(each -> Math.max(LEAST_SECONDS, each - stood - MARGIN_SECONDS))
        .map(Duration::ofSeconds)
        .filter(each -> each.compareTo(silence) < 0)
        .orElse(silence);
  }
}
