package dev.mooring.mesh;

import dev.mooring.problem.Problem;
import java.net.InetSocketAddress;
import java.util.List;

/// The connection to a registry as it is now.
public sealed interface ConnectionState {

  record Disconnected() implements ConnectionState {}

  /// @param step what is being done: "Requesting a certificate from istiod"
  record Connecting(String step) implements ConnectionState {}

  /// @param listening local addresses
  /// @param lane the one in use, as [Lane#name]
  /// @param route the same for people, as [Lane#route]
  /// @param as who we are to the registry
  record Connected(
      List<InetSocketAddress> listening,
      String lane,
      String route,
      ShownIdentity as,
      int connections,
      long received,
      long sent)
      implements ConnectionState {

    /// Who we are to the registry; empty where nothing is shown.
    public String principal() {
      return as.principal();
    }
  }

  /// Listening, but no lane leads to the registry now. New connections wait; it comes back by
  /// itself.
  record Degraded(List<InetSocketAddress> listening, Problem problem) implements ConnectionState {}

  record Failed(Problem problem) implements ConnectionState {}
}
