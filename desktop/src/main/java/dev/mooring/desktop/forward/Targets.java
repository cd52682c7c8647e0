package dev.mooring.desktop.forward;

import dev.mooring.cluster.Kind;
import dev.mooring.forward.ForwardSpec;
import dev.mooring.forward.Target;
import java.util.List;

/// Between objects of the cluster and targets of forwards.
final class Targets {
  /// Any pod with these labels; nothing in the cluster lists them.
  static final String LABELS = "Labels";

  static final List<String> KINDS =
      List.of("Service", "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Pod", LABELS);

  private Targets() {}

  /// "svc/api:80".
  static String words(ForwardSpec spec) {
    return spec.target().words() + ":" + spec.target().port();
  }

  /// "svc/api:80, mTLS as shop/ana" where it shows an identity.
  static String shown(ForwardSpec spec) {
    return spec.as() == null ? words(spec) : words(spec) + ", " + Messages.of("mtls-as", spec.as());
  }

  static Kind kind(String name) {
    return switch (name) {
      case "Service" -> Kind.SERVICE;
      case "Deployment" -> Kind.DEPLOYMENT;
      case "StatefulSet" -> Kind.STATEFUL_SET;
      case "DaemonSet" -> Kind.DAEMON_SET;
      case "ReplicaSet" -> Kind.REPLICA_SET;
      default -> Kind.POD;
    };
  }

  /// @return as in [#KINDS]
  static String kind(Target target) {
    return switch (target) {
      case Target.Service s -> "Service";
      case Target.Workload w -> w.kind();
      case Target.Pod p -> "Pod";
      case Target.Selector s -> LABELS;
    };
  }

  /// @throws dev.mooring.problem.MooringException when labels make no sense
  static Target target(String kind, String namespace, String name, String port) {
    return switch (kind) {
      case "Service" -> new Target.Service(namespace, name, port);
      case "Pod" -> new Target.Pod(namespace, name, port);
      // Judged as on the command line: a text that is no selector is refused.
      case LABELS -> Target.parse(name, namespace, port);
      default -> new Target.Workload(kind, namespace, name, port);
    };
  }
}
