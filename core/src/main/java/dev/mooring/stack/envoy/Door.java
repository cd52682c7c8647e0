package dev.mooring.stack.envoy;

import dev.mooring.identity.ServiceAccount;
import dev.mooring.stack.options.Protection;
import dev.mooring.stack.options.StackOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The Envoy before the registry, in its pod: whatever reaches the registry went through it.
///
/// It has no admin port, so that a right to port-forward to its pod opens this door and nothing
/// else.
public record Door(StackOptions options) {
  /// The ServiceAccount of the nodes' entrance, which reads and never writes.
  public static final String NODES = "node-entrance";

  /// The names by which it is reached, which its certificate carries.
  public List<String> names() {
    String service = StackOptions.REGISTRY + "." + options.namespace();
    return List.of(host(), host() + "." + options.domain(), service, "localhost");
  }

  /// The one by which the nodes' entrances ask for it.
  public String host() {
    return StackOptions.REGISTRY + "." + options.namespace() + ".svc";
  }

  /// What its ConfigMap holds, by name of the file.
  public Map<String, String> files() {
    boolean tokens = options.protection() == Protection.TOKENS;
    Map<String, String> files = new LinkedHashMap<>();
    files.put(Files.BOOTSTRAP, tokens ? guarded() : open());
    if (tokens) {
      files.put(Files.CERTIFICATE, Listening.certificate());
      files.put(Files.TOKEN, Tokens.source());
    }
    return files;
  }

  private String guarded() {
    List<Map<String, Object>> filters = new ArrayList<>(walls());
    filters.addAll(
        List.of(
            Tokens.filter(options.audience()), nodesReadOnly(), Walls.watched(AccountRules.NAME)));
    return bootstrap(
        listening(filters)
            .logging(
                List.of(
                    ShadowLog.access(AccountRules.SHADOW, Tokens.WHO), PushLog.access(Tokens.WHO)))
            .tls(),
        List.of(Upstreams.socket(), Upstreams.apiServer()));
  }

  /// Neither encryption nor identities; but still no web page.
  private String open() {
    return bootstrap(listening(walls()).plain(), List.of(Upstreams.socket()));
  }

  private List<Map<String, Object>> walls() {
    return options.isCache()
        ? List.of(Walls.filter(hosts()), NoPushes.filter())
        : List.of(Walls.filter(hosts()));
  }

  private Listening listening(List<Map<String, Object>> filters) {
    Listening plain = new Listening(StackOptions.POD_PORT, filters, "");
    return options
        .additions()
        .upstream()
        .map(each -> plain.answering(NoPushes.answer(each)))
        .orElse(plain);
  }

  /// All nodes, and whoever reaches a node's loopback, come as this account: it never writes,
  /// whatever else is allowed.
  private Map<String, Object> nodesReadOnly() {
    return Walls.filter(
        "nodes-read-only",
        "DENY",
        Map.of(
            "nodes",
            Walls.policy(
                List.of(Walls.not(Walls.method(Walls.READS))),
                List.of(Tokens.principal(new ServiceAccount(options.nodeNamespace(), NODES))))));
  }

  /// Nodes and laptops say localhost with any port; workloads say the service's name.
  private List<String> hosts() {
    List<String> hosts = new ArrayList<>(names());
    hosts.addAll(List.of("127.0.0.1", "[::1]", StackOptions.REGISTRY));
    return hosts;
  }

  static String bootstrap(Map<String, Object> listener, List<Map<String, Object>> clusters) {
    return bootstrap(List.of(listener), clusters);
  }

  static String bootstrap(List<Map<String, Object>> listeners, List<Map<String, Object>> clusters) {
    return Tree.yaml(
        Tree.of("static_resources", Tree.of("listeners", listeners, "clusters", clusters)));
  }
}
