package dev.mooring.mesh;

import dev.mooring.tunnel.Dialer;
import java.util.function.BooleanSupplier;

/// How a connection to one of a lane's places begins: who is believed there, and what is shown.
///
/// Thread-safe.
///
/// @param <P> where a connection leads: a pod, an address
@FunctionalInterface
interface Handshake<P> {

  /// @param below the stream as the network carries it; closed when this fails
  /// @param staying false once the place goes away
  /// @throws dev.mooring.problem.MooringException naming why the peer was refused or refused us
  Upstream<P> open(P place, Dialer below, BooleanSupplier staying) throws InterruptedException;
}
