package dev.mooring.stack.render;

import dev.mooring.cluster.Kind;

/// Something of the stack that runs pods, and how to ask how it is.
///
/// @param kind Deployment or DaemonSet
/// @param app the pods' label `app`
/// @param container whose log tells why a pod does not start
/// @param words for people: "the registry"
public record Workload(
    Kind kind, String namespace, String name, String app, String container, String words) {

  /// Selects its pods.
  public String selector() {
    return "app=" + app;
  }

  /// Whether it has a pod on every node.
  public boolean everyNode() {
    return kind.equals(Kind.DAEMON_SET);
  }
}
