package dev.mooring.mesh;

import dev.mooring.problem.Problem;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;

/// The local way to the registry as it is now.
public sealed interface ConnectionState {

  record Disconnected() implements ConnectionState {}

  /// @param step what is being done: "asking istiod for a certificate"
  record Connecting(String step) implements ConnectionState {}

  /// @param listening local addresses
  /// @param lane the way in
  /// @param principal who we are to the registry: "cluster.local/ns/kube-registry/sa/lab-admin"
  /// @param certificateUntil when the present certificate ends; it is renewed at half its life
  record Connected(
      List<InetSocketAddress> listening,
      Lane lane,
      String principal,
      Instant certificateUntil,
      int connections,
      long received,
      long sent)
      implements ConnectionState {}

  /// Listening, but the last attempt to reach the registry failed; the next connection tries again.
  record Degraded(List<InetSocketAddress> listening, Problem problem) implements ConnectionState {}

  record Failed(Problem problem) implements ConnectionState {}
}
