package dev.mooring.stack.envoy;

import dev.mooring.stack.options.EgressHost;
import dev.mooring.stack.options.StackOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The Envoy that leads builders out: a tunnel (`CONNECT`, RFC 9110) to port 443 of a host that is
/// listed, and to nothing else. What runs in the tunnel is between the builder and the host.
///
/// It listens on a socket that its pod's sidecar opens; who comes there is the mesh's to say.
/// A port of its own would be open to whoever may port-forward there.
///
/// @param socket the path
/// @param alive the port that answers once the socket is there
public record EgressDoor(StackOptions options, String socket, int alive) {
  public static final String SOCKET_FOLDER = "/run/mooring-egress";
  public static final String SOCKET = SOCKET_FOLDER + "/proxy.sock";

  private static final String MANAGER =
      "extensions.filters.network.http_connection_manager.v3.HttpConnectionManager";
  private static final String PROXY = "extensions.filters.http.dynamic_forward_proxy.v3.";
  private static final String ADDRESS =
      "extensions.rbac.matchers.upstream_ip_port.v3.UpstreamIpPortMatcher";
  private static final int HTTPS = 443;
  private static final String CLUSTER = "hosts";

  /// This pod, its node's link, where clouds tell credentials, and what is no host.
  private static final List<String> NEVER =
      List.of(
          "0.0.0.0/8",
          "127.0.0.0/8",
          "169.254.0.0/16",
          "224.0.0.0/4",
          "240.0.0.0/4",
          "::/127",
          "fe80::/10",
          "ff00::/8",
          "::ffff:0:0/96",
          "64:ff9b::/96",
          "fd00:ec2::254/128");

  /// Clusters and companies.
  private static final List<String> PRIVATE =
      List.of("10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7");

  /// What its ConfigMap holds, by name of the file.
  public Map<String, String> files() {
    return Map.of(
        Files.BOOTSTRAP,
        Door.bootstrap(List.of(listener(), Listening.alive(alive)), List.of(cluster())));
  }

  private List<EgressHost> hosts() {
    return options.additions().egressHosts();
  }

  private Map<String, Object> listener() {
    Map<String, Object> manager =
        Tree.typed(
            MANAGER,
            "stat_prefix",
            "egress",
            "codec_type",
            "HTTP1",
            "request_headers_timeout",
            "10s",
            "stream_idle_timeout",
            "900s",
            // Without it a refusal would have no words.
            "upgrade_configs",
            List.of(Map.of("upgrade_type", "CONNECT")),
            "route_config",
            Map.of("virtual_hosts", List.of(listed(), others())),
            "http_filters",
            List.of(
                resolving(),
                addresses(),
                Tree.extension("router", Tree.typed("extensions.filters.http.router.v3.Router"))));
    return Tree.of(
        "name",
        "egress",
        "address",
        Map.of("pipe", Map.of("path", socket)),
        "filter_chains",
        List.of(Tree.of("filters", List.of(Tree.extension("http", manager)))));
  }

  private Map<String, Object> listed() {
    Map<String, Object> tunnel =
        Tree.of(
            "match",
            connect(),
            "route",
            Tree.of(
                "cluster",
                CLUSTER,
                "timeout",
                "0s",
                "upgrade_configs",
                List.of(Tree.of("upgrade_type", "CONNECT", "connect_config", Map.of()))));
    return Tree.of(
        "name",
        "listed",
        "domains",
        hosts().stream().map(each -> each.name() + ":" + HTTPS).toList(),
        "routes",
        List.of(tunnel, refusal(Map.of("prefix", "/"))));
  }

  private Map<String, Object> others() {
    return Tree.of(
        "name",
        "others",
        "domains",
        List.of("*"),
        "routes",
        List.of(refusal(connect()), refusal(Map.of("prefix", "/"))));
  }

  private static Map<String, Object> connect() {
    return Map.of("connect_matcher", Map.of());
  }

  private static Map<String, Object> refusal(Map<String, Object> match) {
    return Tree.of(
        "match",
        match,
        "direct_response",
        Tree.of(
            "status",
            403,
            "body",
            Map.of(
                "inline_string",
                "This proxy leads only to port 443 of the hosts of mooring install --egress.\n")));
  }

  private static Map<String, Object> cache() {
    return Tree.of("name", "hosts", "dns_lookup_family", "V4_PREFERRED", "max_hosts", 64);
  }

  private static Map<String, Object> resolving() {
    return Tree.extension(
        "resolving",
        Tree.typed(
            PROXY + "FilterConfig",
            "dns_cache_config",
            cache(),
            // What the next filter judges.
            "save_upstream_address",
            true));
  }

  /// A host's owner, or whoever answers for its name, may say any address.
  private Map<String, Object> addresses() {
    List<Map<String, Object>> inside = new ArrayList<>();
    for (EgressHost each : hosts()) {
      if (each.inside()) {
        inside.add(
            Map.of(
                "header",
                Tree.of(
                    "name",
                    ":authority",
                    "string_match",
                    Map.of("exact", each.name() + ":" + HTTPS))));
      }
    }
    Map<String, Object> near = Walls.any(PRIVATE.stream().map(EgressDoor::range).toList());
    Map<String, Object> policies = new LinkedHashMap<>();
    policies.put(
        "never", Walls.policy(NEVER.stream().map(EgressDoor::range).toList(), Walls.anybody()));
    policies.put(
        "private",
        Walls.policy(
            List.of(
                inside.isEmpty() ? near : Walls.all(List.of(near, Walls.not(Walls.any(inside))))),
            Walls.anybody()));
    return Walls.filter("addresses", "DENY", policies);
  }

  private static Map<String, Object> range(String cidr) {
    int slash = cidr.indexOf('/');
    return Map.of(
        "matcher",
        Tree.extension(
            "envoy.rbac.matchers.upstream_ip_port",
            Tree.typed(
                ADDRESS,
                "upstream_ip",
                Tree.of(
                    "address_prefix",
                    cidr.substring(0, slash),
                    "prefix_len",
                    Integer.parseInt(cidr.substring(slash + 1))))));
  }

  private static Map<String, Object> cluster() {
    return Tree.of(
        "name",
        CLUSTER,
        "connect_timeout",
        "10s",
        "lb_policy",
        "CLUSTER_PROVIDED",
        "cluster_type",
        Tree.extension(
            "envoy.clusters.dynamic_forward_proxy",
            Tree.typed(
                "extensions.clusters.dynamic_forward_proxy.v3.ClusterConfig",
                "dns_cache_config",
                cache())));
  }
}
