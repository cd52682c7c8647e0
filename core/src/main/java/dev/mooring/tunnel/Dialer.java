package dev.mooring.tunnel;

import dev.mooring.problem.MooringException;

/// Opens byte streams to one destination. Layers wrap each other: a pod's port, a target that picks
/// pods, mutual TLS on top.
@FunctionalInterface
public interface Dialer {

  /// A fresh stream; the caller closes it.
  ///
  /// @throws MooringException when the destination cannot be reached, saying why
  ByteStream dial() throws InterruptedException;
}
