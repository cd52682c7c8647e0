package dev.mooring.mesh;

import dev.mooring.job.Observed;
import dev.mooring.problem.Problem;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.ReachabilityEvent;

/// A way in to one registry: what is dialled speaks HTTP to the registry, whatever lies between.
///
/// Thread-safe. Closing ends what was opened ahead and what is watched, not the streams that were
/// handed out.
public interface Lane extends AutoCloseable {

  /// For scripts: "pod", "entrance", "direct".
  String name();

  /// For people: "through the Kubernetes API", "entrance at 192.0.2.7:9443".
  String route();

  /// Lanes of a smaller rank are faster and are tried first.
  int rank();

  /// Whether a stream dialled now would be served. Subscribers are called on the thread that
  /// brought the change and must be quick.
  Observed<Standing> standing();

  /// A stream to the registry, opened ahead where one was; the caller closes it.
  ///
  /// Waits a few seconds at most: who wants to wait for a registry that is restarting dials again.
  ///
  /// @throws dev.mooring.problem.MooringException when there is none to be had, saying why
  ByteStream dial() throws InterruptedException;

  /// Looks anew at what no watch tells: rights, addresses, an end that was lost. Blocks; called
  /// first before the lane is used and every few seconds after.
  void look() throws InterruptedException;

  /// Whether the registry is reached by this lane now, so that a loss is to be noticed at once.
  default void used(boolean now) {}

  /// The registry's pod goes, or the next one is there: streams that were opened before may lead to
  /// the old one.
  default void replaced() {}

  /// Takes in what the tunnels noticed.
  default void hear(ReachabilityEvent event) {}

  @Override
  void close();

  /// Whether a lane leads to its registry.
  sealed interface Standing {

    record Reachable() implements Standing {}

    /// It leads there and is interrupted: it comes back by itself.
    record Interrupted(Problem why) implements Standing {}

    /// The registry itself is between two pods, whatever leads to it: the old one goes, and the
    /// next is not ready. It comes back by itself. Ways that do not know of its pods still lead to
    /// the old one, which ends under what is asked there.
    record Replaced(Problem why) implements Standing {}

    /// It is not there for this user: a right is missing, or nothing offers it.
    record Absent(Problem why) implements Standing {}
  }
}
