package dev.mooring.stack.envoy;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Parts of a configuration, named as Envoy's API (v3) names them.
final class Tree {
  private static final String TYPE = "type.googleapis.com/envoy.";

  private Tree() {}

  /// A map whose entries keep their order.
  static Map<String, Object> of(Object... keysAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }

  /// A message with its type.
  ///
  /// @param type after "envoy."
  static Map<String, Object> typed(String type, Object... keysAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("@type", TYPE + type);
    map.putAll(of(keysAndValues));
    return map;
  }

  /// An extension: a filter, a socket, a credential.
  static Map<String, Object> extension(String name, Map<String, Object> typed) {
    return of("name", name, "typed_config", typed);
  }

  static String type(String name) {
    return TYPE + name;
  }

  static Map<String, Object> address(String host, int port) {
    return Map.of("socket_address", of("address", host, "port_value", port));
  }

  /// A resource that Envoy reads from a file, and again as soon as another takes its place.
  ///
  /// @param folder whose renames are watched: the folder of what the file itself names
  static Map<String, Object> file(String path, String folder) {
    return of(
        "path_config_source",
        of("path", path, "watched_directory", of("path", folder)),
        "resource_api_version",
        "V3");
  }

  /// The content of such a file.
  static String resource(Map<String, Object> resource) {
    return yaml(of("resources", List.of(resource)));
  }

  static String yaml(Map<String, Object> tree) {
    return Documents.yaml(Document.of(tree));
  }
}
