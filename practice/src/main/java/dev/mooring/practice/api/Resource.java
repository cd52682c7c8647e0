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

  /// @param line as in [Resources]
  static Resource parse(String line) {
    List<String> words = List.of(line.split(" ", -1));
    String api = words.getFirst();
    int slash = api.indexOf('/');
    return new Resource(
        api.substring(0, Math.max(0, slash)),
        api.substring(slash + 1),
        words.get(1),
        words.get(2),
        words.get(3).equals("yes"),
        words.subList(4, words.size()));
  }

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

  /// Whether a CustomResourceDefinition makes it known.
  public boolean custom() {
    return group.endsWith("istio.io");
  }
}
