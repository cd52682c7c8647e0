package dev.mooring.stack.envoy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Where Envoy's requests go.
final class Upstreams {
  static final String REGISTRY = "registry";
  static final String API_SERVER = "api-server";
  static final String ISSUER = "issuer";
  static final String API_HOST = "kubernetes.default.svc";
  private static final int API_PORT = 443;

  private static final String TLS = "extensions.transport_sockets.tls.v3.UpstreamTlsContext";
  private static final String OPTIONS = "extensions.upstreams.http.v3.HttpProtocolOptions";

  private Upstreams() {}

  /// The registry in the same pod.
  static Map<String, Object> socket() {
    return socket(Files.SOCKET);
  }

  /// The registry behind a socket.
  static Map<String, Object> socket(String path) {
    return Tree.of(
        "name",
        REGISTRY,
        "type",
        "STATIC",
        "connect_timeout",
        "2s",
        "load_assignment",
        endpoints(REGISTRY, Map.of("pipe", Map.of("path", path))));
  }

  /// The door of the registry, in plain.
  static Map<String, Object> plain(String host, int port) {
    return named(REGISTRY, host, port);
  }

  /// The door of the registry, known by its authorities and its name.
  static Map<String, Object> door(String host, int port) {
    Map<String, Object> cluster = named(REGISTRY, host, port);
    Map<String, Object> trust =
        Tree.of(
            "default_validation_context",
            names(host),
            "validation_context_sds_secret_config",
            Tree.of(
                "name",
                Files.TRUST,
                "sds_config",
                Tree.file(Files.CONFIGURATION + "/" + Files.TRUST, Files.AUTHORITIES)));
    cluster.put("transport_socket", tls(host, Tree.of("combined_validation_context", trust)));
    return cluster;
  }

  /// The file that tells where the authorities are.
  static String trust() {
    return Tree.resource(
        Tree.typed(
            "extensions.transport_sockets.tls.v3.Secret",
            "name",
            Files.TRUST,
            "validation_context",
            Map.of(
                "trusted_ca",
                Map.of("filename", Files.AUTHORITIES + "/" + Files.AUTHORITIES_FILE))));
  }

  /// The API server, for its keys. Each request carries the pod's own token.
  static Map<String, Object> apiServer() {
    Map<String, Object> cluster = named(API_SERVER, API_HOST, API_PORT);
    Map<String, Object> trust =
        Tree.of("trusted_ca", Map.of("filename", Files.TOKENS + "/" + Files.AUTHORITIES_FILE));
    trust.putAll(names(API_HOST));
    cluster.put("transport_socket", tls(API_HOST, Tree.of("validation_context", trust)));
    List<Object> filters = new ArrayList<>();
    filters.add(Tokens.injected());
    filters.add(
        Tree.extension(
            "codec", Tree.typed("extensions.filters.http.upstream_codec.v3.UpstreamCodec")));
    cluster.put(
        "typed_extension_protocol_options",
        Map.of(
            "envoy." + OPTIONS,
            Tree.typed(
                OPTIONS,
                "explicit_http_config",
                Map.of("http_protocol_options", Map.of()),
                "http_filters",
                filters)));
    return cluster;
  }

  /// An issuer of tokens, for its keys: known by the authorities that everybody believes.
  static Map<String, Object> issuer(String host, int port) {
    Map<String, Object> cluster = named(ISSUER, host, port);
    // A name outside has addresses of both families, a cluster often one only: each is tried.
    cluster.put("type", "LOGICAL_DNS");
    cluster.put("dns_lookup_family", "ALL");
    Map<String, Object> trust = Tree.of("system_root_certs", Map.of());
    trust.putAll(names(host));
    cluster.put("transport_socket", tls(host, Tree.of("validation_context", trust)));
    return cluster;
  }

  private static Map<String, Object> named(String name, String host, int port) {
    return Tree.of(
        "name",
        name,
        "type",
        "STRICT_DNS",
        "connect_timeout",
        "2s",
        "load_assignment",
        endpoints(name, Tree.address(host, port)));
  }

  private static Map<String, Object> endpoints(String name, Map<String, Object> address) {
    return Tree.of(
        "cluster_name",
        name,
        "endpoints",
        List.of(Map.of("lb_endpoints", List.of(Map.of("endpoint", Map.of("address", address))))));
  }

  private static Map<String, Object> names(String host) {
    return Tree.of(
        "match_typed_subject_alt_names",
        List.of(Tree.of("san_type", "DNS", "matcher", Map.of("exact", host))));
  }

  private static Map<String, Object> tls(String host, Map<String, Object> context) {
    context.put("tls_params", Map.of("tls_minimum_protocol_version", "TLSv1_2"));
    return Tree.extension("tls", Tree.typed(TLS, "sni", host, "common_tls_context", context));
  }
}
