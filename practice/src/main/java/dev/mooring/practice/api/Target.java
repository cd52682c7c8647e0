package dev.mooring.practice.api;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a request's path names.
///
/// @param name empty for the collection
/// @param sub empty for the object itself
record Target(Resource resource, String namespace, String name, String sub) {

  Store.Key key() {
    return new Store.Key(resource, namespace, name);
  }

  static Optional<Target> parse(Resources resources, String path) {
    List<String> parts = new ArrayList<>();
    for (String each : path.substring(1).split("/", -1)) {
      parts.add(URLDecoder.decode(each.replace("+", "%2B"), StandardCharsets.UTF_8));
    }
    String group;
    if (parts.size() >= 3 && parts.get(0).equals("api")) {
      group = "";
      parts = parts.subList(1, parts.size());
    } else if (parts.size() >= 4 && parts.get(0).equals("apis")) {
      group = parts.get(1);
      parts = parts.subList(2, parts.size());
    } else {
      return Optional.empty();
    }
    String version = parts.getFirst();
    List<String> rest = parts.subList(1, parts.size());
    boolean inNamespace =
        rest.size() >= 3 && rest.getFirst().equals("namespaces") && !known(rest.get(2));
    String namespace = inNamespace ? rest.get(1) : "";
    List<String> tail = inNamespace ? rest.subList(2, rest.size()) : rest;
    if (tail.size() > 3 || tail.contains("")) {
      return Optional.empty();
    }
    return resources
        .find(group, version, tail.getFirst())
        .filter(each -> each.namespaced() || !inNamespace)
        .filter(each -> !each.namespaced() || inNamespace || tail.size() == 1)
        .map(
            each ->
                new Target(
                    each,
                    namespace,
                    tail.size() > 1 ? tail.get(1) : "",
                    tail.size() > 2 ? tail.get(2) : ""));
  }

  /// Subresources of a namespace itself.
  private static boolean known(String word) {
    return word.equals("status") || word.equals("finalize");
  }
}
