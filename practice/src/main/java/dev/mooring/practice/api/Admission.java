package dev.mooring.practice.api;

import dev.mooring.document.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.UnaryOperator;

/// What the server checks and fills in before it stores an object, as far as Mooring can tell.
final class Admission {
  private static final Set<String> SERVER_FIELDS =
      Set.of("uid", "creationTimestamp", "namespace", "generateName");
  private final Store store;

  Admission(Store store) {
    this.store = store;
  }

  Document create(Resource resource, Document object) {
    Names.check(resource, object);
    Document filled = defaults(resource, object);
    validate(resource, filled);
    return filled;
  }

  Document update(Resource resource, Document before, Document after) {
    Names.check(resource, after);
    Document kept = after;
    for (String field : SERVER_FIELDS) {
      Document value = before.at("metadata", field);
      kept = value.isNothing() ? kept : kept.with(value, "metadata", field);
    }
    Document filled = defaults(resource, kept);
    immutable(resource, before, filled);
    validate(resource, filled);
    return filled;
  }

  private Document defaults(Resource resource, Document object) {
    return switch (resource.kind()) {
      case "Pod" -> pod(object);
      case "Deployment", "StatefulSet", "ReplicaSet" -> {
        Document counted =
            object.at("spec", "replicas").isNothing() ? object.with(1, "spec", "replicas") : object;
        yield counted.with(
            podSpec(counted.at("spec", "template", "spec")), "spec", "template", "spec");
      }
      case "DaemonSet", "Job" ->
          object.with(podSpec(object.at("spec", "template", "spec")), "spec", "template", "spec");
      case "Service" -> service(object);
      case "PersistentVolumeClaim" -> claim(object);
      case "Namespace" ->
          object
              .with(
                  object.at("metadata", "name"),
                  "metadata",
                  "labels",
                  "kubernetes.io/metadata.name")
              .with(List.of("kubernetes"), "spec", "finalizers")
              .with(
                  object.at("status", "phase").isNothing()
                      ? "Active"
                      : object.at("status", "phase"),
                  "status",
                  "phase");
      default -> object;
    };
  }

  private Document pod(Document pod) {
    Document result = pod.with(podSpec(pod.at("spec")), "spec");
    if (result.at("status", "phase").isNothing()) {
      result = result.with("Pending", "status", "phase");
    }
    return result;
  }

  private Document podSpec(Document spec) {
    Document result = spec;
    result = orElse(result, "Always", "restartPolicy");
    result = orElse(result, "ClusterFirst", "dnsPolicy");
    result = orElse(result, "default-scheduler", "schedulerName");
    result = orElse(result, 30, "terminationGracePeriodSeconds");
    result =
        result.at("securityContext").isNothing()
            ? result.with(Map.of(), "securityContext")
            : result;
    if (!result.at("serviceAccountName").isNothing()) {
      result = result.with(result.at("serviceAccountName"), "serviceAccount");
    }
    for (String list : List.of("containers", "initContainers", "ephemeralContainers")) {
      if (!result.at(list).isNothing()) {
        result = result.with(each(result.at(list), this::container), list);
      }
    }
    return result;
  }

  private Document container(Document container) {
    String image = container.at("image").textOrEmpty();
    String last = image.substring(image.lastIndexOf('/') + 1);
    boolean latest = !image.contains("@") && (!last.contains(":") || last.endsWith(":latest"));
    Document result = orElse(container, latest ? "Always" : "IfNotPresent", "imagePullPolicy");
    result = orElse(result, "/dev/termination-log", "terminationMessagePath");
    result = orElse(result, "File", "terminationMessagePolicy");
    if (result.at("resources").isNothing()) {
      result = result.with(Map.of(), "resources");
    }
    return result.at("ports").isNothing()
        ? result
        : result.with(each(result.at("ports"), port -> orElse(port, "TCP", "protocol")), "ports");
  }

  private Document service(Document service) {
    Document result = service;
    result = orElse(result, "ClusterIP", "spec", "type");
    result = orElse(result, "None", "spec", "sessionAffinity");
    if (result.at("spec", "clusterIP").isNothing()) {
      long number = Math.floorMod(store.version() * 37, 60_000) + 256L;
      String address = "10.96." + number / 256 + "." + number % 256;
      result =
          result.with(address, "spec", "clusterIP").with(List.of(address), "spec", "clusterIPs");
    }
    return result.with(
        each(
            result.at("spec", "ports"),
            port -> {
              Document named = orElse(port, "TCP", "protocol");
              return named.at("targetPort").isNothing()
                  ? named.with(named.at("port"), "targetPort")
                  : named;
            }),
        "spec",
        "ports");
  }

  private Document claim(Document claim) {
    Document result = orElse(claim, "Filesystem", "spec", "volumeMode");
    result = orElse(result, "Pending", "status", "phase");
    if (result.at("spec", "storageClassName").isNothing()) {
      for (Document each : store.list(Resources.STORAGE_CLASS, "")) {
        if (each.at("metadata", "annotations", "storageclass.kubernetes.io/is-default-class")
            .textOrEmpty()
            .equals("true")) {
          return result.with(each.at("metadata", "name"), "spec", "storageClassName");
        }
      }
    }
    return result;
  }

  private static List<Document> each(Document list, UnaryOperator<Document> change) {
    List<Document> changed = new ArrayList<>();
    list.items().forEach(item -> changed.add(change.apply(item)));
    return changed;
  }

  private static Document orElse(Document object, Object value, String... path) {
    return object.at(path).isNothing() ? object.with(value, path) : object;
  }

  private void validate(Resource resource, Document object) {
    String name = Meta.name(object);
    switch (resource.kind()) {
      case "Deployment", "DaemonSet", "StatefulSet", "ReplicaSet" -> {
        Document template = object.at("spec", "template");
        if (object.at("spec", "selector").isNothing()) {
          throw ApiFailure.invalid(resource, name, "spec.selector", "Required value");
        }
        if (!Selectors.matches(object.at("spec", "selector"), Meta.labels(template))) {
          throw ApiFailure.invalid(
              resource,
              name,
              "spec.template.metadata.labels",
              "Invalid value: `selector` does not match template `labels`");
        }
        containers(resource, name, "spec.template.spec.", template.at("spec"));
      }
      case "Pod" -> containers(resource, name, "spec.", object.at("spec"));
      case "Service" -> {
        if (object.at("spec", "ports").items().isEmpty()
            && !object.at("spec", "type").textOrEmpty().equals("ExternalName")
            && !object.at("spec", "clusterIP").textOrEmpty().equals("None")) {
          throw ApiFailure.invalid(resource, name, "spec.ports", "Required value");
        }
      }
      default -> {}
    }
  }

  private static void containers(Resource resource, String name, String path, Document spec) {
    if (spec.at("containers").items().isEmpty()) {
      throw ApiFailure.invalid(resource, name, path + "containers", "Required value");
    }
    int index = 0;
    for (Document each : spec.at("containers").items()) {
      if (each.at("image").textOrEmpty().isEmpty()) {
        throw ApiFailure.invalid(
            resource, name, path + "containers[" + index + "].image", "Required value");
      }
      index++;
    }
  }

  private static void immutable(Resource resource, Document before, Document after) {
    String name = Meta.name(before);
    switch (resource.kind()) {
      case "Deployment", "DaemonSet", "ReplicaSet", "StatefulSet" -> {
        if (!before.at("spec", "selector").equals(after.at("spec", "selector"))) {
          throw ApiFailure.invalid(
              resource, name, "spec.selector", "Invalid value: field is immutable");
        }
      }
      case "Pod" -> {
        if (!frozen(before).equals(frozen(after))) {
          throw ApiFailure.invalid(
              resource,
              name,
              "spec",
              "Forbidden: pod updates may not change fields other than"
                  + " `spec.containers[*].image`,`spec.initContainers[*].image`,"
                  + "`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing"
                  + " tolerations),`spec.terminationGracePeriodSeconds`");
        }
      }
      case "PersistentVolumeClaim" -> {
        if (!before
            .at("spec")
            .without("resources")
            .without("volumeName")
            .equals(after.at("spec").without("resources").without("volumeName"))) {
          throw ApiFailure.invalid(
              resource,
              name,
              "spec",
              "Forbidden: spec is immutable after creation except resources.requests and"
                  + " volumeAttributesClassName for bound claims");
        }
      }
      default -> {}
    }
  }

  private static Document frozen(Document pod) {
    Document spec = pod.at("spec").without("tolerations").without("activeDeadlineSeconds");
    return spec.without("terminationGracePeriodSeconds")
        .with(each(spec.at("containers"), each -> each.without("image")), "containers")
        .with(each(spec.at("initContainers"), each -> each.without("image")), "initContainers");
  }

  /// Five letters as the server appends them to generated names.
  static String suffix() {
    String letters = "bcdfghjklmnpqrstvwxz2456789";
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 5; i++) {
      text.append(letters.charAt(ThreadLocalRandom.current().nextInt(letters.length())));
    }
    return text.toString();
  }
}
