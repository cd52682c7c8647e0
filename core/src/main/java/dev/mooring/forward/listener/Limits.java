package dev.mooring.forward.listener;

import java.time.Duration;

/// What the connections of one port may take.
///
/// @param places how many are served at once
/// @param parked how long one more waits for a place. Places are free again a moment after an
/// application has closed, because its end may be half of one
/// @param mute how long a connection on which no byte passed keeps its place when there is no other
/// @param quiet the same, where bytes have passed
/// @param first what an application gets to send its first request where the protocol has it speak
/// first
/// @param sent what bytes that were sent get to arrive after their application has gone
record Limits(
    int places, Duration parked, Duration mute, Duration quiet, Duration first, Duration sent) {
  static final Limits USUAL =
      new Limits(
          1024,
          Duration.ofSeconds(30),
          Duration.ofSeconds(5),
          Duration.ofMinutes(1),
          Duration.ofSeconds(30),
          Duration.ofSeconds(5));
}
