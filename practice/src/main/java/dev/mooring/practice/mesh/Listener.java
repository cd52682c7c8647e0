package dev.mooring.practice.mesh;

import java.util.List;

/// A port that a pod's Envoy holds.
sealed interface Listener {
  int port();

  /// Whether it is bound to all of the pod's addresses, not to loopback only.
  boolean everywhere();

  /// Judges HTTP requests and hands them to what listens behind it.
  ///
  /// @param endpoint `unix:///path` or `127.0.0.1:port`
  record Inbound(int port, boolean everywhere, String endpoint) implements Listener {}

  /// The outbound listener for the pod's own Service: plain HTTP, under the pod's own identity.
  record Own(int port, String endpoint) implements Listener {
    @Override
    public boolean everywhere() {
      return false;
    }
  }

  /// Plain bytes in, mutual TLS out to the Service of that port.
  ///
  /// @param hosts as in the Sidecar: `namespace/name`
  record Tcp(int port, boolean everywhere, List<String> hosts) implements Listener {}

  /// TLS passed through to the host that the client's SNI names.
  record Tls(int port, boolean everywhere, List<String> hosts) implements Listener {}
}
