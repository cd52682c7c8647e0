package dev.mooring.forward;

/// What a forward leads to. A port is a number or a name, as in a Service or a container.
public sealed interface Target {
  String namespace();

  String name();

  String port();

  /// Any ready pod of a Service; `port` is one of the Service's.
  record Service(String namespace, String name, String port) implements Target {}

  /// Any ready pod of a Deployment, StatefulSet, DaemonSet or ReplicaSet; `port` is a container's.
  ///
  /// @param kind as in manifests: "Deployment"
  record Workload(String kind, String namespace, String name, String port) implements Target {}

  /// One pod by name.
  record Pod(String namespace, String name, String port) implements Target {}

  /// Any ready pod with these labels.
  ///
  /// @param name the label selector, as on kubectl's command line
  record Selector(String namespace, String name, String port) implements Target {}

  /// As on the command line: "svc/api", "deploy/hello", "pod/x".
  default String words() {
    return switch (this) {
      case Service s -> "svc/" + s.name();
      case Workload w ->
          switch (w.kind()) {
                case "Deployment" -> "deploy/";
                case "StatefulSet" -> "sts/";
                case "DaemonSet" -> "ds/";
                default -> "rs/";
              }
              + w.name();
      case Pod p -> "pod/" + p.name();
      case Selector s -> s.name();
    };
  }
}
