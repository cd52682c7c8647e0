package dev.mooring.desktop.forward;

import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import dev.mooring.forward.Target;
import java.util.ArrayList;
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

  /// The ports an object says it has: a Service's own, else those of its containers.
  static List<String> ports(KubeObject object) {
    List<Document> ports = new ArrayList<>();
    switch (object.kind()) {
      case "Service" -> ports.addAll(object.at("spec", "ports").items());
      case "Pod" -> containers(object.at("spec"), ports);
      default -> containers(object.at("spec", "template", "spec"), ports);
    }
    String number = object.kind().equals("Service") ? "port" : "containerPort";
    return ports.stream()
        .filter(port -> !port.at("protocol").textOrEmpty().equals("UDP"))
        .map(port -> port.at(number).textOrEmpty())
        .filter(text -> !text.isEmpty())
        .distinct()
        .toList();
  }

  private static void containers(Document podSpec, List<Document> ports) {
    for (Document container : podSpec.at("containers").items()) {
      if (!container.at("name").textOrEmpty().equals("istio-proxy")) {
        ports.addAll(container.at("ports").items());
      }
    }
  }
}
