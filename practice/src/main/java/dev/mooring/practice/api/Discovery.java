package dev.mooring.practice.api;

import dev.mooring.document.Document;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the server says it serves.
final class Discovery {
  private static final List<String> VERBS =
      List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");

  private final Resources resources;
  private final String version;

  Discovery(Resources resources, String version) {
    this.resources = resources;
    this.version = version;
  }

  Optional<Document> answer(String path) {
    List<String> parts = List.of(path.substring(1).split("/", -1));
    return switch (parts.size()) {
      case 1 ->
          switch (parts.getFirst()) {
            case "version" -> Optional.of(version());
            case "api" ->
                Optional.of(Document.of(Map.of("kind", "APIVersions", "versions", List.of("v1"))));
            case "apis" -> Optional.of(groups());
            default -> Optional.empty();
          };
      case 2 ->
          path.equals("/api/v1")
              ? Optional.of(list("", "v1"))
              : parts.getFirst().equals("apis") && resources.groups().contains(parts.get(1))
                  ? Optional.of(
                      Document.of(group(parts.get(1)))
                          .with("APIGroup", "kind")
                          .with("v1", "apiVersion"))
                  : Optional.empty();
      case 3 ->
          parts.getFirst().equals("apis")
                  && parts.get(2).equals("v1")
                  && resources.groups().contains(parts.get(1))
              ? Optional.of(list(parts.get(1), parts.get(2)))
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  private Document version() {
    String[] numbers = version.substring(1).split("\\.", -1);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("major", numbers[0]);
    answer.put("minor", numbers[1]);
    answer.put("gitVersion", version);
    answer.put("gitCommit", "practice");
    answer.put("gitTreeState", "");
    answer.put("buildDate", "1970-01-01T00:00:00Z");
    answer.put("goVersion", "none");
    answer.put("compiler", "javac");
    answer.put("platform", "linux/amd64");
    return Document.of(answer);
  }

  private Document groups() {
    List<Object> groups = new ArrayList<>();
    resources.groups().forEach(each -> groups.add(group(each)));
    return Document.of(Map.of("kind", "APIGroupList", "apiVersion", "v1", "groups", groups));
  }

  private static Map<String, Object> group(String group) {
    Map<String, Object> version = Map.of("groupVersion", group + "/v1", "version", "v1");
    return Map.of("name", group, "versions", List.of(version), "preferredVersion", version);
  }

  private Document list(String group, String version) {
    List<Object> served = new ArrayList<>();
    for (Resource each : resources.all()) {
      if (each.group().equals(group)) {
        served.add(resource(each));
        for (String sub : subresources(each)) {
          served.add(
              Map.of(
                  "name",
                  each.plural() + "/" + sub,
                  "singularName",
                  "",
                  "namespaced",
                  each.namespaced(),
                  "kind",
                  each.kind(),
                  "verbs",
                  List.of("create", "get", "patch", "update")));
        }
      }
    }
    if (group.equals("authorization.k8s.io")) {
      served.add(
          Map.of(
              "name",
              "selfsubjectaccessreviews",
              "singularName",
              "selfsubjectaccessreview",
              "namespaced",
              false,
              "kind",
              "SelfSubjectAccessReview",
              "verbs",
              List.of("create")));
    }
    return Document.of(
        Map.of(
            "kind",
            "APIResourceList",
            "apiVersion",
            "v1",
            "groupVersion",
            group.isEmpty() ? version : group + "/" + version,
            "resources",
            served));
  }

  private static Map<String, Object> resource(Resource each) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("name", each.plural());
    answer.put("singularName", each.singular());
    answer.put("namespaced", each.namespaced());
    answer.put("kind", each.kind());
    answer.put("verbs", VERBS);
    if (!each.shortNames().isEmpty()) {
      answer.put("shortNames", each.shortNames());
    }
    return answer;
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
