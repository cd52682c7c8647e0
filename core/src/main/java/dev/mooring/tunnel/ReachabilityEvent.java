package dev.mooring.tunnel;

import dev.mooring.problem.Problem;
import java.time.Duration;

/// What tunnels notice of the way to the pods before anyone asks.
public sealed interface ReachabilityEvent {

  /// The API server is not heard any more, or not yet. Told again when the reason changes.
  record ServerSilent(Problem why) implements ReachabilityEvent {}

  /// The API server is heard again. What was known before it fell silent may be old.
  record ServerHeard() implements ReachabilityEvent {}

  /// This process stood still: the machine slept, or something stopped Mooring. Connections may be
  /// dead, and what was known may be old.
  record Woke(Duration after) implements ReachabilityEvent {}

  /// A tunnel that carries streams into a pod fell silent or was lost.
  record PodSilent(String namespace, String pod, String why) implements ReachabilityEvent {}

  /// It was only slow.
  record PodHeard(String namespace, String pod) implements ReachabilityEvent {}
}
