package dev.mooring.rights;

import dev.mooring.cluster.AccessRequest;
import dev.mooring.cluster.ServerVersion;

/// One right that a job needs.
///
/// @param sinceMinor the minor version of Kubernetes 1 from which the server insists on it; 0 for
/// all
public record Right(AccessRequest request, int sinceMinor) {
  /// The API server asks for `create`, too, when a port-forward or attach comes as a WebSocket.
  private static final int SECOND_CHECK = 35;

  static Right always(AccessRequest request) {
    return new Right(request, 0);
  }

  /// A WebSocket begins with a GET, so every server wants `get`; those from 1.35 on also `create`
  /// (seen with 1.35.4: either one alone is answered 403).
  static Right secondOfStream(AccessRequest request) {
    return new Right(request, SECOND_CHECK);
  }

  boolean neededBy(ServerVersion version) {
    return sinceMinor == 0 || version.atLeast(1, sinceMinor);
  }
}
