package dev.mooring.cluster;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// RBAC objects that would grant some rights, as YAML for `kubectl apply -f -`: one Role a
/// namespace, and one ClusterRole for what concerns all namespaces or the cluster itself.
///
/// Nothing is bound: a kubeconfig does not tell by which name the API server knows its user. A
/// comment above each object says how to bind it.
public final class RoleYaml {
  private static final String API = "rbac.authorization.k8s.io/v1";

  private RoleYaml() {}

  /// @param name of each Role: "mooring-debug"
  /// @return documents divided by `---`, in the order of the rights; empty for no rights
  public static String granting(String name, Collection<AccessRequest> rights) {
    Map<String, List<AccessRequest>> byNamespace = new LinkedHashMap<>();
    for (AccessRequest each : rights) {
      byNamespace.computeIfAbsent(each.namespace(), ignored -> new ArrayList<>()).add(each);
    }
    StringBuilder yaml = new StringBuilder();
    byNamespace.forEach(
        (namespace, some) ->
            yaml.append(yaml.isEmpty() ? "" : "---\n")
                .append("# Then bind it: ")
                .append(binding(name, namespace))
                .append('\n')
                .append(Documents.yaml(role(name, namespace, some))));
    return yaml.toString();
  }

  private static String binding(String name, String namespace) {
    return namespace.isEmpty()
        ? "kubectl create clusterrolebinding " + name + " --clusterrole=" + name + " --user=USER"
        : "kubectl create rolebinding "
            + name
            + " -n "
            + namespace
            + " --role="
            + name
            + " --user=USER";
  }

  private static Document role(String name, String namespace, List<AccessRequest> rights) {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("name", name);
    if (!namespace.isEmpty()) {
      metadata.put("namespace", namespace);
    }
    Map<String, Object> role = new LinkedHashMap<>();
    role.put("apiVersion", API);
    role.put("kind", namespace.isEmpty() ? "ClusterRole" : "Role");
    role.put("metadata", metadata);
    role.put("rules", rules(rights));
    return Document.of(role);
  }

  /// Resources of one group with the same verbs and names share a rule.
  private static List<Map<String, Object>> rules(List<AccessRequest> rights) {
    record Thing(String group, String resource, String name) {}
    Map<Thing, Set<String>> verbs = new LinkedHashMap<>();
    for (AccessRequest each : rights) {
      verbs
          .computeIfAbsent(
              new Thing(each.group(), each.resource(), each.name()),
              ignored -> new LinkedHashSet<>())
          .add(each.verb());
    }
    record Shared(String group, String name, Set<String> verbs) {}
    Map<Shared, List<String>> resources = new LinkedHashMap<>();
    verbs.forEach(
        (object, some) ->
            resources
                .computeIfAbsent(
                    new Shared(object.group(), object.name(), some), ignored -> new ArrayList<>())
                .add(object.resource()));
    return resources.entrySet().stream()
        .map(
            each -> {
              Map<String, Object> rule = new LinkedHashMap<>();
              rule.put("apiGroups", List.of(each.getKey().group()));
              rule.put("resources", each.getValue());
              if (!each.getKey().name().isEmpty()) {
                rule.put("resourceNames", List.of(each.getKey().name()));
              }
              rule.put("verbs", List.copyOf(each.getKey().verbs()));
              return rule;
            })
        .collect(Collectors.toList());
  }
}
