package dev.mooring.forward;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import java.util.ArrayList;
import java.util.List;

/// The TCP ports that an object of the cluster says it has, for those who need not know them by
/// heart.
public final class OfferedPorts {
  private OfferedPorts() {}

  /// A Service's own ports, else those of the containers, as numbers in the order they are declared
  /// in. The mesh's proxy is nobody's target and left out.
  public static List<String> of(KubeObject object) {
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

  /// Asks the cluster for the target's object, or for the first pod behind a label selector. Empty
  /// when it is not there or declares no port.
  public static List<String> of(Cluster cluster, Target target) throws InterruptedException {
    if (target instanceof Target.Selector selector) {
      return cluster.list(Kind.POD, target.namespace(), selector.name()).stream()
          .findFirst()
          .map(OfferedPorts::of)
          .orElse(List.of());
    }
    return cluster
        .get(target.owner().orElse(Kind.POD), target.namespace(), target.name())
        .map(OfferedPorts::of)
        .orElse(List.of());
  }

  private static void containers(Document podSpec, List<Document> ports) {
    for (Document container : podSpec.at("containers").items()) {
      if (!container.at("name").textOrEmpty().equals("istio-proxy")) {
        ports.addAll(container.at("ports").items());
      }
    }
  }
}
