package dev.mooring.practice.api;

import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which lists are maps in disguise (`x-kubernetes-list-map-keys`): their elements are told apart
/// by these fields and owned one by one. Every other list is one value.
final class ListKeys {
  static final String SET = "";

  private static final Set<String> STRUCTURED = Set.of("", "apps", "batch");
  private static final Map<String, List<String>> BY_FIELD =
      Map.ofEntries(
          Map.entry("containers", List.of("name")),
          Map.entry("initContainers", List.of("name")),
          Map.entry("ephemeralContainers", List.of("name")),
          Map.entry("volumes", List.of("name")),
          Map.entry("env", List.of("name")),
          Map.entry("imagePullSecrets", List.of("name")),
          Map.entry("secrets", List.of("name")),
          Map.entry("volumeMounts", List.of("mountPath")),
          Map.entry("volumeDevices", List.of("devicePath")),
          Map.entry("conditions", List.of("type")),
          Map.entry("hostAliases", List.of("ip")),
          Map.entry("ownerReferences", List.of("uid")),
          Map.entry("finalizers", List.of(SET)));

  private ListKeys() {}

  /// @param field the list's own name
  /// @return none for a list that is one value; one empty key for a set of scalars
  static List<String> of(Resource resource, String field) {
    if (field.equals("ownerReferences") || field.equals("finalizers")) {
      return BY_FIELD.get(field) == null ? List.of() : keys(field);
    }
    if (!STRUCTURED.contains(resource.group())) {
      return List.of();
    }
    if (field.equals("ports")) {
      return resource.kind().equals("Service")
          ? List.of("port", "protocol")
          : List.of("containerPort", "protocol");
    }
    return keys(field);
  }

  private static List<String> keys(String field) {
    return BY_FIELD.getOrDefault(field, List.of());
  }

  /// The value of a key where the object leaves it out.
  static Object byDefault(String key) {
    return key.equals("protocol") ? "TCP" : "";
  }
}
