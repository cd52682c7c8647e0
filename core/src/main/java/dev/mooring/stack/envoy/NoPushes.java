package dev.mooring.stack.envoy;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.stack.options.Upstream;
import java.util.List;
import java.util.Map;

/// The wall of a cache: nobody pushes, and whoever tries is told why in the registry API's own
/// form, which Docker and the others print.
public final class NoPushes {
  private static final int FORBIDDEN = 403;

  private NoPushes() {}

  static Map<String, Object> filter() {
    return Walls.filter(
        "no-pushes",
        "DENY",
        Map.of(
            "pushes",
            Walls.policy(List.of(Walls.not(Walls.method(Walls.READS))), Walls.anybody())));
  }

  /// What is answered in place of an Envoy's own few words; a part of its connection manager.
  public static Map<String, Object> answer(Upstream upstream) {
    Map<String, Object> forbidden =
        Tree.of(
            "status_code_filter",
            Map.of(
                "comparison",
                Tree.of(
                    "op",
                    "EQ",
                    "value",
                    Tree.of("default_value", FORBIDDEN, "runtime_key", "mooring.no_pushes"))));
    Map<String, Object> method = Tree.of("name", ":method");
    method.put("string_match", Map.of("safe_regex", Map.of("regex", Walls.READS)));
    method.put("invert_match", true);
    Map<String, Object> writes = Map.of("header_filter", Map.of("header", method));
    return Map.of(
        "mappers",
        List.of(
            Tree.of(
                "filter",
                Map.of("and_filter", Map.of("filters", List.of(forbidden, writes))),
                "body",
                Map.of("inline_string", body(upstream)),
                "body_format_override",
                Tree.of(
                    "text_format_source",
                    Map.of("inline_string", "%LOCAL_REPLY_BODY%"),
                    "content_type",
                    "application/json"))));
  }

  private static String body(Upstream upstream) {
    return Documents.json(
        Document.of(
            Map.of(
                "errors",
                List.of(
                    Tree.of(
                        "code",
                        "DENIED",
                        "message",
                        "this registry is a cache of "
                            + upstream.name()
                            + " and takes no pushes")))));
  }
}
