package dev.mooring.practice.api;

import dev.mooring.document.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the server says it serves.
final class Discovery {
  private static final List<String> VERBS =
      List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");

  private static final Resource REVIEW =
      Resource.parse("authorization.k8s.io/v1 SelfSubjectAccessReview selfsubjectaccessreviews no");

  private final Resources resources;
  private final String version;

  Discovery(Resources resources, String version) {
    this.resources = resources;
    this.version = version;
  }

  Optional<Document> answer(String path) {
    String[] parts = path.substring(1).split("/", -1);
    boolean grouped = parts[0].equals("apis") && parts.length > 1;
    if (grouped && !resources.groups().contains(parts[1])) {
      return Optional.empty();
    }
    return Optional.ofNullable(
            switch (parts.length) {
              case 1 ->
                  switch (parts[0]) {
                    case "version" -> version();
                    case "api" -> Map.of("kind", "APIVersions", "versions", List.of("v1"));
                    case "apis" -> groups();
                    default -> null;
                  };
              case 2 -> grouped ? group(parts[1]) : path.equals("/api/v1") ? list("", "v1") : null;
              case 3 -> grouped && parts[2].equals("v1") ? list(parts[1], parts[1] + "/v1") : null;
              default -> null;
            })
        .map(Document::of);
  }

  private Map<String, Object> version() {
    String[] numbers = version.substring(1).split("\\.", -1);
    return Map.of(
        "major", numbers[0],
        "minor", numbers[1],
        "gitVersion", version,
        "gitCommit", "practice",
        "gitTreeState", "",
        "buildDate", "1970-01-01T00:00:00Z",
        "goVersion", "none",
        "compiler", "javac",
        "platform", "linux/amd64");
  }

  private Map<String, Object> groups() {
    List<Map<String, Object>> groups = resources.groups().stream().map(Discovery::group).toList();
    return Map.of("kind", "APIGroupList", "apiVersion", "v1", "groups", groups);
  }

  private static Map<String, Object> group(String group) {
    Map<String, Object> version = Map.of("groupVersion", group + "/v1", "version", "v1");
    return Map.of(
        "kind",
        "APIGroup",
        "apiVersion",
        "v1",
        "name",
        group,
        "versions",
        List.of(version),
        "preferredVersion",
        version);
  }

  private Map<String, Object> list(String group, String version) {
    List<Object> served = new ArrayList<>();
    for (Resource each : resources.all()) {
      if (each.group().equals(group)) {
        served.add(
            resource(each.plural(), each.singular(), each, VERBS)
                .with(each.shortNames(), "shortNames"));
        for (String sub : subresources(each)) {
          String name = each.plural() + "/" + sub;
          served.add(resource(name, "", each, List.of("create", "get", "patch", "update")));
        }
      }
    }
    if (group.equals("authorization.k8s.io")) {
      served.add(
          resource("selfsubjectaccessreviews", REVIEW.singular(), REVIEW, List.of("create")));
    }
    return Map.of(
        "kind",
        "APIResourceList",
        "apiVersion",
        "v1",
        "groupVersion",
        version,
        "resources",
        served);
  }

  private static Document resource(
      String name, String singular, Resource resource, List<String> verbs) {
    return Document.of(
        Map.of(
            "name", name,
            "singularName", singular,
            "namespaced", resource.namespaced(),
            "kind", resource.kind(),
            "verbs", verbs));
  }

  private static List<String> subresources(Resource each) {
    return switch (each.kind()) {
      case "Pod" -> List.of("status", "log", "portforward", "ephemeralcontainers");
      case "ServiceAccount" -> List.of("token");
      case "Deployment", "ReplicaSet", "StatefulSet", "DaemonSet" -> List.of("status");
      default -> List.of();
    };
  }
}
