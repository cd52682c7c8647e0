package dev.mooring.debug;

/// What is spoken where a session listens.
public enum DebugProtocol {
  /// Delve's JSON-RPC and the Debug Adapter Protocol, on the same port.
  DELVE,
  /// The Java Debug Wire Protocol.
  JDWP,
  /// The Debug Adapter Protocol, as debugpy serves it.
  DEBUGPY,
  /// The Chrome DevTools Protocol, as Node.js serves it.
  INSPECTOR
}
