package dev.mooring.stack;

import java.util.List;

/// What of the stack is in the cluster.
///
/// @param image the registry's, empty when not installed
/// @param ready whether registry and every node gateway are ready
/// @param nodes each node with its gateway
/// @param why what is not ready, in words; empty when all is
public record StackStatus(
    boolean installed, String image, boolean ready, List<NodeGateway> nodes, String why) {

  /// @param ready whether the node's gateway pod is ready
  public record NodeGateway(String node, boolean ready) {}
}
