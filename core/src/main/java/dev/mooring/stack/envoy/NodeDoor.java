package dev.mooring.stack.envoy;

import dev.mooring.stack.options.Protection;
import dev.mooring.stack.options.StackOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The Envoy on each node's loopback, for its kubelet: plain HTTP in, the door's TLS and a token of
/// its own out, and nothing but reads.
///
/// @param port where it listens in its pod
public record NodeDoor(StackOptions options, int port) {
  private static final List<String> HOSTS = List.of("localhost", "127.0.0.1");

  /// What reached no registry, or one that was about to go. Only reads come this far.
  private static final String RETRIED = "connect-failure,refused-stream,reset-before-request";

  /// What its ConfigMap holds, by name of the file.
  public Map<String, String> files() {
    Map<String, String> files = new LinkedHashMap<>();
    boolean tokens = options.protection() == Protection.TOKENS;
    String host = new Door(options).host();
    List<Map<String, Object>> filters =
        tokens
            ? List.of(Walls.filter(HOSTS), reads(), Tokens.injected())
            : List.of(Walls.filter(HOSTS), reads());
    files.put(
        Files.BOOTSTRAP,
        Door.bootstrap(
            new Listening(port, filters, RETRIED).plain(),
            List.of(
                tokens
                    ? Upstreams.door(host, StackOptions.POD_PORT)
                    : Upstreams.plain(host, StackOptions.POD_PORT))));
    if (tokens) {
      files.put(Files.TOKEN, Tokens.source());
      files.put(Files.TRUST, Upstreams.trust());
    }
    return files;
  }

  private Map<String, Object> reads() {
    return Walls.filter(
        "kubelets-read",
        "ALLOW",
        Map.of("kubelets", Walls.policy(List.of(Walls.reading()), sources())));
  }

  private List<Map<String, Object>> sources() {
    return options.nodeSources().isEmpty()
        ? Walls.anybody()
        : options.nodeSources().stream().map(NodeDoor::source).toList();
  }

  private static Map<String, Object> source(String range) {
    int slash = range.indexOf('/');
    return Map.of(
        "direct_remote_ip",
        Tree.of(
            "address_prefix",
            range.substring(0, slash),
            "prefix_len",
            Integer.parseInt(range.substring(slash + 1))));
  }
}
