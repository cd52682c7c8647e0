package dev.mooring.forward.reach;

import dev.mooring.problem.MooringException;
import dev.mooring.tunnel.RefusedException;
import dev.mooring.tunnel.StreamException;
import java.io.IOException;

/// What a failed connection to a pod says.
enum Failure {
  /// The user has not the right, whichever pod it is.
  NOT_ALLOWED,
  /// The pod's certificate is refused.
  UNTRUSTED,
  /// The way to the pod is broken, whatever the program in it does.
  WAY,
  /// The program in it does not serve.
  PROGRAM;

  static Failure of(MooringException e) {
    return switch (e.getCause()) {
      case RefusedException refused when refused.status() == 403 -> NOT_ALLOWED;
      case RefusedException refused ->
          refused.status() >= 500 || refused.status() == 401 ? WAY : PROGRAM;
      case StreamException stream ->
          switch (stream.kind()) {
            case UNTRUSTED -> UNTRUSTED;
            case LOST -> WAY;
            default -> PROGRAM;
          };
      case IOException ignored -> WAY;
      case null, default -> PROGRAM;
    };
  }
}
