package dev.mooring.stack.envoy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Lines that a proxy writes to its container's log, as JSON.
final class StdoutLog {
  private StdoutLog() {}

  /// @param filter which requests get a line
  /// @param line its fields; a path is named without its query, which may hold what is nobody's
  /// business
  static Map<String, Object> of(String name, Map<String, Object> filter, Map<String, Object> line) {
    return Tree.of(
        "name",
        name,
        "filter",
        filter,
        "typed_config",
        Tree.typed(
            "extensions.access_loggers.stream.v3.StdoutAccessLog",
            "log_format",
            Tree.of(
                "formatters",
                List.of(
                    Tree.extension(
                        "envoy.formatter.req_without_query",
                        Tree.typed("extensions.formatter.req_without_query.v3.ReqWithoutQuery"))),
                "json_format",
                line)));
  }

  /// Who asked what, and when: the fields that every line has.
  ///
  /// @param account Envoy's name for who asks
  /// @param more names and values after them
  static Map<String, Object> request(String mark, String account, String... more) {
    List<Object> fields =
        new ArrayList<>(
            List.of(
                "log",
                mark,
                "at",
                "%START_TIME%",
                "account",
                account,
                "method",
                "%REQ(:METHOD):20%",
                "path",
                "%REQ_WITHOUT_QUERY(:PATH):600%"));
    fields.addAll(List.of(more));
    return Tree.of(fields.toArray());
  }

  static Map<String, Object> all(Object... filters) {
    return Map.of("and_filter", Map.of("filters", List.of(filters)));
  }

  static Map<String, Object> any(Object... filters) {
    return Map.of("or_filter", Map.of("filters", List.of(filters)));
  }

  /// @param comparison Envoy's word: "GE"
  /// @param key that overrides it in Envoy's runtime, which nobody sets
  static Map<String, Object> status(String comparison, int code, String key) {
    return Map.of(
        "status_code_filter",
        Map.of(
            "comparison",
            Tree.of(
                "op", comparison, "value", Tree.of("default_value", code, "runtime_key", key))));
  }
}
