package dev.mooring.debug;

import dev.mooring.debug.inspect.DumpGate;
import dev.mooring.tunnel.Dialer;

/// What is spoken where a session listens.
public enum DebugProtocol {
  /// Delve's JSON-RPC and the Debug Adapter Protocol, on the same port.
  DELVE,
  /// The Java Debug Wire Protocol.
  JDWP,
  /// The Debug Adapter Protocol, as debugpy serves it.
  DEBUGPY,
  /// The Chrome DevTools Protocol, as Node.js serves it.
  INSPECTOR;

  /// The same way to such a debugger, without the questions that would do harm.
  public Dialer guarded(Dialer dialer) {
    return this == DELVE ? new DumpGate(dialer) : dialer;
  }
}
