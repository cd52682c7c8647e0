package dev.mooring.mesh;

/// A way in to the registry's sidecar.
public enum Lane {
  /// Through the API server into the registry's pod, mutual TLS end to end inside.
  POD,
  /// TLS pass-through at a node gateway.
  GATEWAY,
  /// AUTO_PASSTHROUGH of an east-west gateway.
  PASSTHROUGH
}
