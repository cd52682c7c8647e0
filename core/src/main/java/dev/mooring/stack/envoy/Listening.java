package dev.mooring.stack.envoy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A port of Envoy's that speaks HTTP/1.1 and hands on what its filters let through.
///
/// @param filters in the order in which they judge
/// @param retried conditions under which a request is sent again; empty for never
/// @param logs what is said of some requests
/// @param answers what is answered in place of Envoy's own words (`local_reply_config`)
/// @param hops how many proxies before this one are believed about who asked, and by which protocol
/// @param host that the registry is asked for; empty for what the client asks for
record Listening(
    int port,
    List<Map<String, Object>> filters,
    String retried,
    List<Map<String, Object>> logs,
    Map<String, Object> answers,
    int hops,
    String host) {
  private static final String MANAGER =
      "extensions.filters.network.http_connection_manager.v3.HttpConnectionManager";

  /// More clients at once than these are turned away: each costs some memory, and the pod has not
  /// much.
  private static final int MOST_CONNECTIONS = 4096;

  /// Of either side of one request. The registry is silent while it checks a layer of many
  /// gigabytes.
  private static final String SILENT = "900s";

  Listening(int port, List<Map<String, Object>> filters, String retried) {
    this(port, filters, retried, List.of(), Map.of(), 0, "");
  }

  Listening logging(List<Map<String, Object>> next) {
    return new Listening(port, filters, retried, next, answers, hops, host);
  }

  Listening answering(Map<String, Object> next) {
    return new Listening(port, filters, retried, logs, next, hops, host);
  }

  /// Behind a proxy of somebody else's.
  Listening behind(int next) {
    return new Listening(port, filters, retried, logs, answers, next, host);
  }

  Listening to(String next) {
    return new Listening(port, filters, retried, logs, answers, hops, next);
  }

  Map<String, Object> plain() {
    return listener("0.0.0.0", new LinkedHashMap<>());
  }

  /// For the pod's own containers and nobody else.
  Map<String, Object> loopback() {
    return listener("127.0.0.1", new LinkedHashMap<>());
  }

  /// Says to a kubelet that the others listen, too; leads nowhere.
  static Map<String, Object> alive(int port) {
    Map<String, Object> routes =
        Tree.of(
            "virtual_hosts",
            List.of(
                Tree.of(
                    "name",
                    "alive",
                    "domains",
                    List.of("*"),
                    "routes",
                    List.of(
                        Tree.of(
                            "match",
                            Map.of("prefix", "/"),
                            "direct_response",
                            Map.of("status", 200))))));
    Map<String, Object> manager =
        Tree.typed(
            MANAGER,
            "stat_prefix",
            "alive",
            "codec_type",
            "HTTP1",
            "request_headers_timeout",
            "10s",
            "route_config",
            routes,
            "http_filters",
            List.of(
                Tree.extension("router", Tree.typed("extensions.filters.http.router.v3.Router"))));
    return Tree.of(
        "name",
        "alive",
        "address",
        Tree.address("0.0.0.0", port),
        "filter_chains",
        List.of(Tree.of("filters", List.of(limit(), Tree.extension("http", manager)))));
  }

  Map<String, Object> tls() {
    Map<String, Object> context =
        Tree.of(
            "tls_params",
            Map.of("tls_minimum_protocol_version", "TLSv1_2"),
            "alpn_protocols",
            List.of("http/1.1"),
            "tls_certificate_sds_secret_configs",
            List.of(
                Tree.of(
                    "name",
                    Files.CERTIFICATE,
                    "sds_config",
                    Tree.file(Files.CONFIGURATION + "/" + Files.CERTIFICATE, Files.CERTIFICATES))));
    Map<String, Object> chain = new LinkedHashMap<>();
    chain.put(
        "transport_socket",
        Tree.extension(
            "tls",
            Tree.typed(
                "extensions.transport_sockets.tls.v3.DownstreamTlsContext",
                "common_tls_context",
                context)));
    return listener("0.0.0.0", chain);
  }

  /// The file that tells where certificate and key are.
  static String certificate() {
    return Tree.resource(
        Tree.typed(
            "extensions.transport_sockets.tls.v3.Secret",
            "name",
            Files.CERTIFICATE,
            "tls_certificate",
            Tree.of(
                "certificate_chain",
                Map.of("filename", Files.CERTIFICATES + "/tls.crt"),
                "private_key",
                Map.of("filename", Files.CERTIFICATES + "/tls.key"))));
  }

  private Map<String, Object> listener(String address, Map<String, Object> chain) {
    chain.put("transport_socket_connect_timeout", "10s");
    chain.put("filters", List.of(limit(), manager()));
    return Tree.of(
        "name",
        "registry",
        "address",
        Tree.address(address, port),
        "filter_chains",
        List.of(chain));
  }

  private static Map<String, Object> limit() {
    return Tree.extension(
        "limit",
        Tree.typed(
            "extensions.filters.network.connection_limit.v3.ConnectionLimit",
            "stat_prefix",
            "registry",
            "max_connections",
            MOST_CONNECTIONS));
  }

  /// A path with an escaped slash is refused before a rule judges it: the rule would see one long
  /// segment where the registry sees two.
  private Map<String, Object> manager() {
    List<Map<String, Object>> all = new ArrayList<>(filters);
    all.add(Tree.extension("router", Tree.typed("extensions.filters.http.router.v3.Router")));
    Map<String, Object> manager =
        Tree.typed(
            MANAGER,
            "stat_prefix",
            "registry",
            "codec_type",
            "HTTP1",
            "use_remote_address",
            true,
            "normalize_path",
            true,
            "path_with_escaped_slashes_action",
            "REJECT_REQUEST",
            "request_headers_timeout",
            "10s",
            "stream_idle_timeout",
            SILENT,
            "common_http_protocol_options",
            Tree.of("idle_timeout", "3600s"),
            "route_config",
            routes(),
            "http_filters",
            all);
    if (!logs.isEmpty()) {
      manager.put("access_log", logs);
    }
    if (!answers.isEmpty()) {
      manager.put("local_reply_config", answers);
    }
    if (hops > 0) {
      manager.put("xff_num_trusted_hops", hops);
    }
    return Tree.extension("http", manager);
  }

  private Map<String, Object> routes() {
    Map<String, Object> route = Tree.of("cluster", Upstreams.REGISTRY, "timeout", "0s");
    if (!host.isEmpty()) {
      route.put("host_rewrite_literal", host);
    }
    if (!retried.isEmpty()) {
      route.put("retry_policy", Tree.of("retry_on", retried, "num_retries", 3));
    }
    return Tree.of(
        "name",
        "registry",
        "virtual_hosts",
        List.of(
            Tree.of(
                "name",
                "registry",
                "domains",
                List.of("*"),
                "routes",
                List.of(Tree.of("match", Map.of("prefix", "/"), "route", route)))));
  }
}
