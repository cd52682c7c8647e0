package dev.mooring.practice.api;

import dev.mooring.document.Document;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// What the server fills in before it stores an object.
final class Defaults {
  private static final String[] TEMPLATE = {"spec", "template", "spec"};

  private final Store store;

  Defaults(Store store) {
    this.store = store;
  }

  Document fill(Resource resource, Document object) {
    return switch (resource.kind()) {
      case "Pod" ->
          orElse(object.with(podSpec(object.at("spec")), "spec"), "Pending", "status", "phase");
      case "Deployment", "StatefulSet", "ReplicaSet" ->
          template(orElse(object, 1, "spec", "replicas"));
      case "DaemonSet", "Job" -> template(object);
      case "Service" -> service(object);
      case "PersistentVolumeClaim" -> claim(object);
      case "Namespace" -> namespace(object);
      default -> object;
    };
  }

  private static Document namespace(Document namespace) {
    Document labelled =
        namespace.with(Meta.name(namespace), "metadata", "labels", "kubernetes.io/metadata.name");
    return orElse(
        labelled.with(List.of("kubernetes"), "spec", "finalizers"), "Active", "status", "phase");
  }

  private static Document template(Document object) {
    return object.with(podSpec(object.at(TEMPLATE)), TEMPLATE);
  }

  private static Document podSpec(Document spec) {
    Document result = orElse(spec, "Always", "restartPolicy");
    result = orElse(result, "ClusterFirst", "dnsPolicy");
    result = orElse(result, "default-scheduler", "schedulerName");
    result = orElse(result, 30, "terminationGracePeriodSeconds");
    result = orElse(result, Map.of(), "securityContext");
    if (!result.at("serviceAccountName").isNothing()) {
      result = result.with(result.at("serviceAccountName"), "serviceAccount");
    }
    for (String list : List.of("containers", "initContainers", "ephemeralContainers")) {
      result = each(result, Defaults::container, list);
    }
    return result;
  }

  private static Document container(Document container) {
    String image = container.at("image").textOrEmpty();
    String last = image.substring(image.lastIndexOf('/') + 1);
    boolean latest = !image.contains("@") && (!last.contains(":") || last.endsWith(":latest"));
    Document result = orElse(container, latest ? "Always" : "IfNotPresent", "imagePullPolicy");
    result = orElse(result, "/dev/termination-log", "terminationMessagePath");
    result = orElse(result, "File", "terminationMessagePolicy");
    result = orElse(result, Map.of(), "resources");
    return each(result, port -> orElse(port, "TCP", "protocol"), "ports");
  }

  private Document service(Document service) {
    Document result = orElse(service, "ClusterIP", "spec", "type");
    result = orElse(result, "None", "spec", "sessionAffinity");
    if (result.at("spec", "clusterIP").isNothing()) {
      long number = Math.floorMod(store.version() * 37, 60_000) + 256L;
      String address = "10.96." + number / 256 + "." + number % 256;
      result =
          result.with(address, "spec", "clusterIP").with(List.of(address), "spec", "clusterIPs");
    }
    return each(
        result,
        port -> orElse(orElse(port, "TCP", "protocol"), port.at("port"), "targetPort"),
        "spec",
        "ports");
  }

  private Document claim(Document claim) {
    Document result = orElse(claim, "Filesystem", "spec", "volumeMode");
    result = orElse(result, "Pending", "status", "phase");
    for (Document each : store.list(Resources.STORAGE_CLASS, "")) {
      Document annotations = each.at("metadata", "annotations");
      if (annotations
          .at("storageclass.kubernetes.io/is-default-class")
          .textOrEmpty()
          .equals("true")) {
        result = orElse(result, Meta.name(each), "spec", "storageClassName");
      }
    }
    return result;
  }

  /// The object with each element of one of its lists changed.
  static Document each(Document object, UnaryOperator<Document> change, String... path) {
    Document list = object.at(path);
    return list.isNothing() ? object : object.with(list.stream().map(change).toList(), path);
  }

  private static Document orElse(Document object, Object value, String... path) {
    return object.at(path).isNothing() ? object.with(value, path) : object;
  }
}
