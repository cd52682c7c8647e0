package dev.mooring.practice.api;

import dev.mooring.document.Document;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/// What the server checks and fills in before it stores an object, as far as Mooring can tell.
final class Admission {
  private static final Set<String> SERVER_FIELDS =
      Set.of("uid", "creationTimestamp", "namespace", "generateName");
  private static final String LETTERS = "bcdfghjklmnpqrstvwxz2456789";

  private final Defaults defaults;

  Admission(Store store) {
    this.defaults = new Defaults(store);
  }

  Document create(Resource resource, Document object) {
    Names.check(resource, object);
    Document filled = defaults.fill(resource, object);
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
    Document filled = defaults.fill(resource, kept);
    immutable(resource, before, filled);
    validate(resource, filled);
    return filled;
  }

  private static void validate(Resource resource, Document object) {
    String name = Meta.name(object);
    Document spec = object.at("spec");
    switch (resource.kind()) {
      case "Deployment", "DaemonSet", "StatefulSet", "ReplicaSet" -> {
        if (spec.at("selector").isNothing()) {
          throw ApiFailure.invalid(resource, name, "spec.selector", "Required value");
        }
        if (!Selectors.matches(spec.at("selector"), Meta.labels(spec.at("template")))) {
          throw ApiFailure.invalid(
              resource,
              name,
              "spec.template.metadata.labels",
              "Invalid value: `selector` does not match template `labels`");
        }
        containers(resource, name, "spec.template.spec.", spec.at("template", "spec"));
      }
      case "Pod" -> containers(resource, name, "spec.", spec);
      case "Service" -> {
        if (spec.at("ports").items().isEmpty()
            && !spec.at("type").textOrEmpty().equals("ExternalName")
            && !spec.at("clusterIP").textOrEmpty().equals("None")) {
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
        String field = "%scontainers[%d].image".formatted(path, index);
        throw ApiFailure.invalid(resource, name, field, "Required value");
      }
      index++;
    }
  }

  private static void immutable(Resource resource, Document before, Document after) {
    Document then = before.at("spec");
    Document now = after.at("spec");
    switch (resource.kind()) {
      case "Deployment", "DaemonSet", "ReplicaSet", "StatefulSet" ->
          same(
              resource,
              before,
              then.at("selector").equals(now.at("selector")),
              "spec.selector",
              "Invalid value: field is immutable");
      case "Pod" ->
          same(
              resource,
              before,
              frozen(then).equals(frozen(now)),
              "spec",
              "Forbidden: pod updates may not change fields other than"
                  + " `spec.containers[*].image`,`spec.initContainers[*].image`,"
                  + "`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing"
                  + " tolerations),`spec.terminationGracePeriodSeconds`");
      case "PersistentVolumeClaim" ->
          same(
              resource,
              before,
              unbound(then).equals(unbound(now)),
              "spec",
              "Forbidden: spec is immutable after creation except resources.requests and"
                  + " volumeAttributesClassName for bound claims");
      default -> {}
    }
  }

  private static void same(
      Resource resource, Document object, boolean same, String field, String why) {
    if (!same) {
      throw ApiFailure.invalid(resource, Meta.name(object), field, why);
    }
  }

  private static Document unbound(Document spec) {
    return spec.without("resources").without("volumeName");
  }

  private static Document frozen(Document spec) {
    Document fixed =
        spec.without("tolerations")
            .without("activeDeadlineSeconds")
            .without("terminationGracePeriodSeconds");
    fixed = Defaults.each(fixed, each -> each.without("image"), "containers");
    return Defaults.each(fixed, each -> each.without("image"), "initContainers");
  }

  /// Five letters as the server appends them to generated names.
  static String suffix() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 5; i++) {
      text.append(LETTERS.charAt(ThreadLocalRandom.current().nextInt(LETTERS.length())));
    }
    return text.toString();
  }
}
