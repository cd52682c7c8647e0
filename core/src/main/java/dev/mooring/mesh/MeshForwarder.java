package dev.mooring.mesh;

import dev.mooring.job.Observed;

/// The local mTLS forwarder: plain HTTP on a loopback port here, mutual TLS to the registry's
/// sidecar there.
public interface MeshForwarder extends AutoCloseable {

  Observed<ConnectionState> state();

  /// Fetches a certificate, proves the way once, listens.
  ///
  /// @param port local port; 0 for any free one
  /// @return where it listens
  /// @throws dev.mooring.problem.MooringException saying why, also kept as the state
  ConnectionState.Connected connect(RegistryLocation registry, int port)
      throws InterruptedException;

  /// Stops listening and resets the open connections.
  void disconnect();

  @Override
  void close();
}
