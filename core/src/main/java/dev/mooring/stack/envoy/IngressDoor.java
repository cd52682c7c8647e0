package dev.mooring.stack.envoy;

import dev.mooring.stack.options.Ingress;
import dev.mooring.stack.options.Protection;
import dev.mooring.stack.options.StackOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The Envoy behind a cluster's own gateway: a token of a trusted issuer in, this entrance's own
/// identity out. The registry never sees who asked; what he may do is decided here.
///
/// It ends TLS itself, so that a token is not readable on its way from the gateway, unless that is
/// a gateway of the mesh: then its sidecar does.
public record IngressDoor(StackOptions options) {
  /// Where it listens: for what carries the host, or in a mesh for its sidecar.
  public static final int PORT = 8443;

  /// Says that it runs.
  public static final int ALIVE = 8082;

  /// What its Service, its pods and its account are called.
  public static final String NAME = "mooring-ingress";

  /// Where its sidecar leads to the registry: no port, which a right to port-forward would open.
  public static final String SOCKET_FOLDER = "/run/mooring-ingress";

  public static final String SOCKET = SOCKET_FOLDER + "/registry.sock";

  /// The names by which it is reached, which its certificate carries.
  public List<String> names() {
    return List.of(host(), host() + "." + options.domain());
  }

  /// The one by which a gateway asks for it.
  public String host() {
    return NAME + "." + options.ingressNamespace() + ".svc";
  }

  private boolean mesh() {
    return options.protection() == Protection.MESH;
  }

  /// What its ConfigMap holds, by name of the file.
  public Map<String, String> files() {
    Map<String, String> files = new LinkedHashMap<>();
    files.put(Files.BOOTSTRAP, Door.bootstrap(listeners(), clusters()));
    if (options.ingressEndsTls()) {
      files.put(Files.CERTIFICATE, Listening.certificate());
    }
    if (!mesh()) {
      files.put(Files.TOKEN, Tokens.source());
      files.put(Files.TRUST, Upstreams.trust());
    }
    return files;
  }

  private List<Map<String, Object>> listeners() {
    Ingress ingress = options.additions().ingress();
    List<Map<String, Object>> filters = new ArrayList<>();
    filters.add(Walls.filter(List.of(ingress.host())));
    filters.add(Walls.onlyHttps());
    filters.add(Basic.filter());
    filters.add(Tokens.filter(ingress));
    filters.add(Walls.watched(ClaimRules.NAME));
    if (!mesh()) {
      filters.add(Tokens.injected());
    }
    Listening listening =
        new Listening(PORT, filters, "")
            // What carries the host says by which protocol it was asked.
            .behind(1)
            .answering(Replies.of(ingress.host()))
            .to(new Door(options).host());
    return List.of(
        options.ingressEndsTls() ? listening.tls() : listening.loopback(), Listening.alive(ALIVE));
  }

  private List<Map<String, Object>> clusters() {
    List<Map<String, Object>> clusters = new ArrayList<>();
    clusters.add(
        mesh()
            ? Upstreams.socket(SOCKET)
            : Upstreams.door(new Door(options).host(), StackOptions.POD_PORT));
    Ingress ingress = options.additions().ingress();
    ingress
        .keysAddress()
        .ifPresent(each -> clusters.add(Upstreams.issuer(each.getHost(), ingress.keysPort())));
    return clusters;
  }
}
