package dev.mooring.forward.running;

import dev.mooring.forward.LentIdentity;
import dev.mooring.forward.Target;
import dev.mooring.forward.reach.ReadyPod;
import dev.mooring.tunnel.ByteStream;
import java.util.Optional;

/// How one forward's connections get to a service's sidecar, with mutual TLS inside. Thread-safe.
public interface MeshWay {

  /// Whose pods are dialled: the forward's own target, or an entrance before it.
  Target dialled();

  /// Whether what is dialled is an entrance and not the target itself.
  boolean elsewhere();

  /// The forward's own target, where another one is dialled and this user can look at its pods.
  Optional<Target> behind();

  /// Whether the service is taken to speak HTTP/1.1, so that each request is judged.
  boolean http();

  /// A stream to the service by that pod.
  ///
  /// @throws dev.mooring.problem.MooringException when the pod, or whoever answers behind it, is
  /// not the one expected
  ByteStream open(ReadyPod pod) throws InterruptedException;

  /// Makes such a stream and waits a moment for the sidecar's word on our certificate, which comes
  /// only after the handshake. Blocks for half a second.
  ///
  /// @throws dev.mooring.problem.MooringException as [#open], and when our certificate is refused
  void prove(ReadyPod pod) throws InterruptedException;

  /// Whom the last connection was shown as. Does not block.
  LentIdentity lent();

  /// Looks whether the certificate is due and renews it. May block for seconds.
  ///
  /// @throws dev.mooring.problem.MooringException when there is no valid one to be had
  void refresh() throws InterruptedException;
}
