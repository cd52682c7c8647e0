package dev.mooring.desktop.debug;

import dev.mooring.debug.DebugSession;

/// Words of a session.
public final class Handovers {
  private Handovers() {}

  static String address(DebugSession session) {
    return session.address().getHostString() + ":" + session.address().getPort();
  }
}
