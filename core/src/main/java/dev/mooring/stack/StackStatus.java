package dev.mooring.stack;

import dev.mooring.stack.options.StackOptions;
import java.util.List;

/// What of the stack is in the cluster.
///
/// @param image the registry's, empty when not installed
/// @param ready whether registry and every entrance are ready
/// @param nodes each node with its entrance
/// @param why what is not ready, in words; empty when all is
/// @param options those in force, as [Stack#inForce]; where nothing is installed, with the
/// protection that suits the cluster
public record StackStatus(
    boolean installed,
    String image,
    boolean ready,
    List<NodeEntrance> nodes,
    String why,
    StackOptions options) {

  /// @param ready whether the node's entrance pod is ready
  public record NodeEntrance(String node, boolean ready) {}

  StackStatus withOptions(StackOptions next) {
    return new StackStatus(installed, image, ready, nodes, why, next);
  }
}
