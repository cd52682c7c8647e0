package dev.mooring.desktop.control;

import dev.mooring.document.Document;
import dev.mooring.mesh.ConnectionState;
import dev.mooring.mesh.RegistryForward;
import dev.mooring.mesh.RegistryPlace;
import java.util.Map;
import java.util.Optional;

/// A registry that a running Mooring offers on a port of this machine.
///
/// @param namespace the registry's
/// @param state "active", or "waiting" while nothing leads to it
public record ConnectedRegistry(String context, String namespace, int port, String state) {

  /// Nothing where it does not listen, or is none of the cluster's.
  static Optional<ConnectedRegistry> of(String context, RegistryForward forward) {
    if (!(forward.registry() instanceof RegistryPlace.InCluster in)) {
      return Optional.empty();
    }
    return switch (forward.state().get()) {
      case ConnectionState.Connected connected ->
          Optional.of(
              new ConnectedRegistry(
                  context, in.namespace(), connected.listening().getFirst().getPort(), "active"));
      case ConnectionState.Degraded degraded ->
          Optional.of(
              new ConnectedRegistry(
                  context, in.namespace(), degraded.listening().getFirst().getPort(), "waiting"));
      case ConnectionState.Connecting _, ConnectionState.Disconnected _, ConnectionState.Failed _ ->
          Optional.empty();
    };
  }

  Document write() {
    return Document.of(
        Map.of("context", context, "namespace", namespace, "port", port, "state", state));
  }

  static ConnectedRegistry read(Document entry) {
    return new ConnectedRegistry(
        entry.at("context").textOrEmpty(),
        entry.at("namespace").textOrEmpty(),
        Math.toIntExact(Math.clamp(entry.at("port").integer().orElse(0L), 0, 65_535)),
        entry.at("state").textOrEmpty());
  }
}
