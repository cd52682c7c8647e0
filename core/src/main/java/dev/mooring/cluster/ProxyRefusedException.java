package dev.mooring.cluster;

import java.io.IOException;

/// A proxy did not connect to the API server: it answered `CONNECT` (RFC 9110, 9.3.6) with a status
/// other than 200.
public final class ProxyRefusedException extends IOException {
  private static final long serialVersionUID = 1;

  /// @param status of the proxy's answer
  public ProxyRefusedException(int status) {
    super("the proxy answered CONNECT with status " + status);
  }
}
