package dev.mooring.stack.envoy;

import java.util.List;
import java.util.Map;

/// Refusals as registries word them, so that every client understands them.
final class Replies {
  private Replies() {}

  /// Docker and all others answer a Basic challenge with what `docker login` keeps for the host; a
  /// Bearer challenge would send them to a token server.
  static Map<String, Object> of(String host) {
    return Tree.of(
        "mappers",
        List.of(
            mapper(
                401,
                "UNAUTHORIZED",
                "authentication required",
                List.of(
                    header("WWW-Authenticate", "Basic realm=\"" + host + "\""),
                    header("Docker-Distribution-Api-Version", "registry/2.0"))),
            mapper(
                403,
                "DENIED",
                "requested access to the resource is denied",
                List.of(header("Docker-Distribution-Api-Version", "registry/2.0")))));
  }

  private static Map<String, Object> mapper(
      int status, String code, String words, List<Map<String, Object>> headers) {
    return Tree.of(
        "filter",
        Map.of(
            "status_code_filter",
            Map.of(
                "comparison",
                Tree.of(
                    "op",
                    "EQ",
                    "value",
                    Tree.of("default_value", status, "runtime_key", "mooring." + status)))),
        "headers_to_add",
        headers,
        "body_format_override",
        Tree.of(
            "text_format_source",
            Map.of(
                "inline_string",
                "{\"errors\":[{\"code\":\"%s\",\"message\":\"%s\"}]}\n".formatted(code, words)),
            "content_type",
            "application/json"));
  }

  private static Map<String, Object> header(String name, String value) {
    return Tree.of(
        "header",
        Tree.of("key", name, "value", value),
        "append_action",
        "OVERWRITE_IF_EXISTS_OR_ADD");
  }
}
