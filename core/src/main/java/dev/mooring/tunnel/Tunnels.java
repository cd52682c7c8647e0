package dev.mooring.tunnel;

import dev.mooring.job.Subscription;
import java.util.List;
import java.util.function.Consumer;

/// Byte streams into the pods of one cluster over the Kubernetes API.
///
/// Thread-safe. Closing resets every open stream and joins the threads.
public interface Tunnels extends AutoCloseable {

  /// A stream to a port of a pod (KEP-4006 tunnel; plain SPDY where that is refused).
  ///
  /// There is no half-close: runtimes cut a stream about a second after either side ends, so end
  /// the output only by closing.
  ///
  /// @throws dev.mooring.problem.MooringException when the pod, the right or the server is missing,
  /// or nothing listens there
  ByteStream open(PodPort port) throws InterruptedException;

  /// The standard input and output of a running container (`pods/attach`, `v4.channel.k8s.io`).
  /// Standard error is mixed in.
  ByteStream attach(String namespace, String pod, String container) throws InterruptedException;

  /// What a command in a running container writes (`pods/exec`): its standard output and error,
  /// mixed. It gets no input. Closing it early may leave the command running.
  ///
  /// @throws dev.mooring.problem.MooringException when the pod, the right or the server is missing;
  /// where nothing can be run at all
  default ByteStream run(String namespace, String pod, String container, List<String> command)
      throws InterruptedException {
    throw new UnsupportedOperationException("nothing can be run here");
  }

  /// The standard input and output of a program that is started in a running container
  /// (`pods/exec`, `v4.channel.k8s.io`). What it writes stands in no log. Its standard error is
  /// mixed in. It learns of a close by the end of its input.
  default ByteStream exec(String namespace, String pod, String container, List<String> command)
      throws InterruptedException {
    throw new UnsupportedOperationException();
  }

  /// Whether a tunnel into the pod can be had. Touches no port of the pod.
  ///
  /// @throws dev.mooring.problem.MooringException when it cannot, saying why
  default void check(String namespace, String pod) throws InterruptedException {}

  /// Follows what the tunnels notice of the way to the pods. While somebody does, the API server is
  /// asked a few times a second whether it is there.
  ///
  /// @param consumer must be quick; called on several threads
  default Subscription follow(Consumer<ReachabilityEvent> consumer) {
    return () -> {};
  }

  @Override
  void close();
}
