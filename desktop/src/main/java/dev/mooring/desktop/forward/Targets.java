package dev.mooring.desktop.forward;

import dev.mooring.cluster.Kind;
import dev.mooring.forward.Target;
import java.util.List;

/// Between objects of the cluster and targets of forwards.
final class Targets {
  static final List<String> KINDS =
      List.of("Service", "Deployment", "StatefulSet", "DaemonSet", "Pod");

  private Targets() {}

  static Kind kind(String name) {
    return switch (name) {
      case "Service" -> Kind.SERVICE;
      case "Deployment" -> Kind.DEPLOYMENT;
      case "StatefulSet" -> Kind.STATEFUL_SET;
      case "DaemonSet" -> Kind.DAEMON_SET;
      default -> Kind.POD;
    };
  }

  static Target target(String kind, String namespace, String name, String port) {
    return switch (kind) {
      case "Service" -> new Target.Service(namespace, name, port);
      case "Pod" -> new Target.Pod(namespace, name, port);
      case "Selector" -> new Target.Selector(namespace, name, port);
      default -> new Target.Workload(kind, namespace, name, port);
    };
  }
}
