package dev.mooring.mesh;

import dev.mooring.problem.Problem;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The connection to a registry as it is now.
public sealed interface ConnectionState {

  record Disconnected() implements ConnectionState {}

  /// @param step what is being done: "Requesting a certificate from istiod"
  record Connecting(String step) implements ConnectionState {}

  /// @param listening local addresses
  /// @param lane the one in use, as [Lane#name]
  /// @param route the same for people, as [Lane#route]
  /// @param principal who we are to the registry: "cluster.local/ns/kube-registry/sa/lab-admin";
  /// empty where no certificate is shown
  /// @param certificateUntil when the present certificate ends; it is renewed at half its life
  record Connected(
      List<InetSocketAddress> listening,
      String lane,
      String route,
      String principal,
      @Nullable Instant certificateUntil,
      int connections,
      long received,
      long sent)
      implements ConnectionState {}

  /// Listening, but no lane leads to the registry now. New connections wait; it comes back by
  /// itself.
  record Degraded(List<InetSocketAddress> listening, Problem problem) implements ConnectionState {}

  record Failed(Problem problem) implements ConnectionState {}
}
