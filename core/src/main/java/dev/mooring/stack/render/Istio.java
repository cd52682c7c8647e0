package dev.mooring.stack.render;

import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import java.util.List;
import java.util.Map;

/// Istio's kinds that the stack uses, from the namespace of what they are about.
record Istio(Meta meta) {

  /// All ports of a proxy, and no way out but those.
  KubeObject sidecar(String app, List<Listener.Ingress> in, List<Listener.Egress> out) {
    Map<String, Object> spec = Meta.map("workloadSelector", Map.of("labels", Map.of("app", app)));
    if (!in.isEmpty()) {
      spec.put("ingress", in.stream().map(Listener::spec).toList());
    }
    spec.put(
        "egress",
        out.isEmpty()
            // Anything wider opens a plain listener on loopback, where port-forward arrives.
            ? List.of(Map.of("hosts", List.of("~/*")))
            : out.stream().map(Listener::spec).toList());
    if (!out.isEmpty()) {
      spec.put("outboundTrafficPolicy", Map.of("mode", "REGISTRY_ONLY"));
    }
    return meta.object(Kind.SIDECAR, app, spec);
  }

  KubeObject peerAuthentication(String app, String mode) {
    return meta.object(
        Kind.PEER_AUTHENTICATION,
        app,
        Meta.map("selector", selector(app), "mtls", Map.of("mode", mode)));
  }

  KubeObject allow(String name, String app, List<? extends Map<String, ?>> rules) {
    return policy(name, app, "ALLOW", Map.of(), rules);
  }

  KubeObject deny(String name, String app, List<? extends Map<String, ?>> rules) {
    return policy(name, app, "DENY", Map.of(), rules);
  }

  KubeObject policy(
      String name,
      String app,
      String action,
      Map<String, String> labels,
      List<? extends Map<String, ?>> rules) {
    return meta.object(
        Kind.AUTHORIZATION_POLICY,
        name,
        labels,
        Meta.map("selector", selector(app), "action", action, "rules", rules));
  }

  /// A name that only this namespace's proxies know, for an address outside the mesh's own routing.
  KubeObject serviceEntry(String name, String host, String address, int port, int addressPort) {
    return meta.object(
        Kind.SERVICE_ENTRY,
        name,
        Meta.map(
            "hosts",
            List.of(host),
            "exportTo",
            List.of("."),
            "location",
            "MESH_EXTERNAL",
            "resolution",
            "DNS",
            "ports",
            List.of(Meta.map("number", port, "name", "tls", "protocol", "TLS")),
            "endpoints",
            List.of(Meta.map("address", address, "ports", Map.of("tls", addressPort)))));
  }

  /// The bytes are TLS already: pass them on as they are.
  KubeObject passThrough(String name, String host) {
    return meta.object(
        Kind.DESTINATION_RULE,
        name,
        Meta.map(
            "host",
            host,
            "exportTo",
            List.of("."),
            "trafficPolicy",
            Map.of("tls", Map.of("mode", "DISABLE"))));
  }

  /// No request of a web page: browsers cannot leave these headers out.
  KubeObject noBrowsers(String app) {
    return deny(
        "no-browsers",
        app,
        List.of(
            Map.of("when", List.of(present("Origin"))),
            Map.of("when", List.of(present("Sec-Fetch-Site")))));
  }

  /// Refuses a path with an escaped slash (`%2f`, `%5c`) before a policy judges it: the policy
  /// would see one long segment where the application sees two. No repository has one.
  KubeObject noEscapedSlashes(String app) {
    return incoming(
        "no-escaped-slashes", app, Map.of(), "path_with_escaped_slashes_action", "REJECT_REQUEST");
  }

  /// What is said of some requests that come in.
  KubeObject accessLog(
      String name, String app, Map<String, String> labels, Map<String, Object> log) {
    return incoming(name, app, labels, "access_log", List.of(log));
  }

  /// What is answered in place of the sidecar's own words.
  ///
  /// @param answers Envoy's `local_reply_config`
  KubeObject answers(String name, String app, Map<String, Object> answers) {
    return incoming(name, app, Map.of(), "local_reply_config", answers);
  }

  /// Merges a field into what an application's sidecar does with requests that come in.
  private KubeObject incoming(
      String name, String app, Map<String, String> labels, String field, Object value) {
    Map<String, Object> manager =
        Meta.map(
            "@type",
            "type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3"
                + ".HttpConnectionManager",
            field,
            value);
    Map<String, Object> patch =
        Meta.map(
            "applyTo",
            "NETWORK_FILTER",
            "match",
            Meta.map(
                "context",
                "SIDECAR_INBOUND",
                "listener",
                Map.of(
                    "filterChain",
                    Map.of(
                        "filter",
                        Map.of("name", "envoy.filters.network.http_connection_manager")))),
            "patch",
            Meta.map("operation", "MERGE", "value", Map.of("typed_config", manager)));
    return meta.object(
        Kind.ENVOY_FILTER,
        name,
        labels,
        Meta.map(
            "workloadSelector",
            Map.of("labels", Map.of("app", app)),
            "configPatches",
            List.of(patch)));
  }

  private static Map<String, Object> present(String header) {
    return Meta.map("key", "request.headers[" + header + "]", "values", List.of("*"));
  }

  static Map<String, Object> from(String principal) {
    return Map.of("source", Map.of("principals", List.of(principal)));
  }

  private static Map<String, Object> selector(String app) {
    return Map.of("matchLabels", Map.of("app", app));
  }
}
