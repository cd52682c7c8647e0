package dev.mooring.debug;

import java.time.Duration;

/// How long a session waits for what.
///
/// @param silence without a request after which the pod's side detaches by itself
/// @param patience the same before the first request
/// @param beat between two signs of life; much less than `silence`
/// @param poll between two looks at the program
/// @param absence of a container until it is no longer expected back
record Timing(Duration silence, Duration patience, Duration beat, Duration poll, Duration absence) {
  static final Timing USUAL =
      new Timing(
          Duration.ofSeconds(30),
          Duration.ofSeconds(60),
          Duration.ofSeconds(5),
          Duration.ofSeconds(1),
          Duration.ofMinutes(2));
}
