package dev.mooring.practice.api;

import java.util.List;

/// A kind of object and where the server serves it.
public record Resource(
    String group,
    String version,
    String kind,
    String plural,
    boolean namespaced,
    List<String> shortNames) {

  public String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  /// As messages name it: "deployments.apps".
  String words() {
    return group.isEmpty() ? plural : plural + "." + group;
  }

  String singular() {
    return kind.toLowerCase(java.util.Locale.ROOT);
  }

  /// Whether changes of the spec count generations and lists merge by keys.
  boolean custom() {
    return group.endsWith("istio.io");
  }
}
