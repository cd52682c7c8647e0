package dev.mooring.stack.envoy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What is refused whoever asks, and how rules are written.
final class Walls {
  static final String RBAC = "extensions.filters.http.rbac.v3.RBAC";
  static final String READS = "GET|HEAD";

  /// Browsers cannot leave these out, and nobody else sends them to a registry.
  private static final List<String> OF_BROWSERS =
      List.of(
          "origin",
          "sec-fetch-site",
          "access-control-request-method",
          "access-control-request-headers",
          "access-control-request-private-network");

  private Walls() {}

  /// No request of a web page, and none under a name that is not the registry's: a page whose name
  /// was rebound to this address sends its own name as Host.
  ///
  /// @param hosts names by which the registry is known, with any port
  static Map<String, Object> filter(List<String> hosts) {
    List<Object> browsers = new ArrayList<>();
    for (String each : OF_BROWSERS) {
      browsers.add(Map.of("header", Tree.of("name", each, "present_match", true)));
    }
    List<Object> known = new ArrayList<>();
    for (String each : hosts) {
      known.add(host(Map.of("exact", each)));
      known.add(host(Map.of("prefix", each + ":")));
    }
    Map<String, Object> policies =
        Tree.of(
            "web-pages",
            policy(browsers, anybody()),
            "unknown-hosts",
            policy(List.of(not(any(known))), anybody()));
    return filter("walls", "DENY", policies);
  }

  /// No request that came in plain: nobody shall get used to showing a token there.
  static Map<String, Object> onlyHttps() {
    return filter(
        "only-https",
        "DENY",
        Map.of(
            "plain-http",
            policy(
                List.of(
                    not(
                        Map.of(
                            "header",
                            Tree.of(
                                "name",
                                "x-forwarded-proto",
                                "string_match",
                                Map.of("exact", "https"))))),
                anybody())));
  }

  /// Rules that are read again as soon as their file changes.
  static Map<String, Object> watched(String name) {
    return Tree.of(
        "name",
        name,
        "config_discovery",
        Tree.of(
            "config_source",
            Tree.file(Files.RULES + "/" + Files.RULES_FILE, Files.RULES),
            "type_urls",
            List.of(Tree.type(RBAC))));
  }

  static Map<String, Object> filter(String name, String action, Map<String, Object> policies) {
    return Tree.extension(name, rules(action, policies));
  }

  static Map<String, Object> rules(String action, Map<String, Object> policies) {
    return Tree.typed(RBAC, "rules", policies(action, policies));
  }

  static Map<String, Object> policies(String action, Map<String, Object> policies) {
    return Tree.of("action", action, "policies", policies);
  }

  /// @param permissions of which one has to hold
  /// @param principals of which one has to hold
  static Map<String, Object> policy(List<?> permissions, List<?> principals) {
    return Tree.of("permissions", permissions, "principals", principals);
  }

  static List<Map<String, Object>> anybody() {
    return List.of(Map.of("any", true));
  }

  static Map<String, Object> all(List<?> permissions) {
    return Map.of("and_rules", Map.of("rules", permissions));
  }

  static Map<String, Object> any(List<?> permissions) {
    return Map.of("or_rules", Map.of("rules", permissions));
  }

  static Map<String, Object> not(Map<String, Object> permission) {
    return Map.of("not_rule", permission);
  }

  private static Map<String, Object> host(Map<String, String> match) {
    return Map.of("header", Tree.of("name", ":authority", "string_match", match));
  }

  /// @param pattern that the whole method has to match
  static Map<String, Object> method(String pattern) {
    return Map.of(
        "header",
        Tree.of("name", ":method", "string_match", Map.of("safe_regex", Map.of("regex", pattern))));
  }

  static Map<String, Object> pathUnder(String prefix) {
    return path(Map.of("prefix", prefix));
  }

  static Map<String, Object> path(Map<String, ?> match) {
    return Map.of("url_path", Map.of("path", match));
  }

  /// What of the registry's API only reads.
  static Map<String, Object> reading() {
    return all(
        List.of(method(READS), any(List.of(path(Map.of("exact", "/v2")), pathUnder("/v2/")))));
  }

  /// @param template a path in which a star is one part and no more
  static Map<String, Object> pathLike(String template) {
    return Map.of(
        "uri_template",
        Tree.extension(
            "template",
            Tree.typed(
                "extensions.path.match.uri_template.v3.UriTemplateMatchConfig",
                "path_template",
                template)));
  }
}
