package dev.mooring.forward.reach;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import dev.mooring.forward.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The TCP ports that an object of the cluster says it has, for those who need not know them by
/// heart.
public final class OfferedPorts {
  private OfferedPorts() {}

  /// A Service's own ports, else those of the containers, as numbers in the order they are declared
  /// in. The mesh's proxy is nobody's target and left out.
  public static List<String> of(KubeObject object) {
    return declared(object).stream()
        .map(OfferedPorts::number)
        .filter(text -> !text.isEmpty())
        .distinct()
        .toList();
  }

  /// The same as the object has them.
  static List<Document> declared(KubeObject object) {
    List<Document> ports = new ArrayList<>();
    switch (object.kind()) {
      case "Service" -> ports.addAll(object.at("spec", "ports").items());
      case "Pod" -> containers(object.at("spec"), ports);
      default -> containers(object.at("spec", "template", "spec"), ports);
    }
    ports.removeIf(port -> port.at("protocol").textOrEmpty().equals("UDP"));
    return ports;
  }

  /// The port of this number or name as the object declares it.
  public static Optional<Document> find(KubeObject object, String port) {
    return declared(object).stream().filter(each -> is(each, port)).findFirst();
  }

  /// Whether a port goes by this number or name.
  static boolean is(Document port, String text) {
    return number(port).equals(text) || port.at("name").textOrEmpty().equals(text);
  }

  /// "80", or "80 (http)" for one with a name.
  static String words(Document port) {
    String name = port.at("name").textOrEmpty();
    return name.isEmpty() ? number(port) : number(port) + " (" + name + ")";
  }

  private static String number(Document port) {
    String inside = port.at("containerPort").textOrEmpty();
    return inside.isEmpty() ? port.at("port").textOrEmpty() : inside;
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
