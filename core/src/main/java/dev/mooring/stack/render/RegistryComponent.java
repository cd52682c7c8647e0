package dev.mooring.stack.render;

import dev.mooring.cluster.KubeObject;
import dev.mooring.stack.envoy.NoPushes;
import dev.mooring.stack.envoy.PushLog;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.options.Upstream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The registry in its namespace: Envoy holds port 5000 and hands requests to the registry's unix
/// socket, so that nothing reaches it without a mesh certificate.
record RegistryComponent(StackOptions options, Surroundings around) implements Component {
  static final String NAME = RegistryParts.NAME;
  static final int PORT = RegistryParts.PORT;

  @Override
  public String base() {
    return "registry";
  }

  private Meta meta() {
    return new Meta(options, options.namespace());
  }

  @Override
  public List<KubeObject> objects() {
    Meta meta = meta();
    Istio istio = new Istio(meta);
    RegistryParts parts = new RegistryParts(options);
    List<KubeObject> objects = new ArrayList<>(parts.objects());
    objects.add(
        istio.sidecar(
            NAME,
            List.of(
                new Listener.Ingress(
                    PORT,
                    "http-registry",
                    "HTTP",
                    "0.0.0.0",
                    "unix:///run/registry/registry.sock")),
            List.of()));
    objects.add(istio.peerAuthentication(NAME, "STRICT"));
    objects.addAll(policies(istio));
    objects.add(istio.noEscapedSlashes(NAME));
    if (!options.isCache()) {
      objects.add(istio.accessLog("pushes", NAME, Map.of(), PushLog.access(RehearsalPolicies.WHO)));
    }
    options.additions().upstream().ifPresent(each -> objects.addAll(noPushes(istio, each)));
    // In: the port that asks for a mesh certificate. Out: names, the mesh's control plane, and what
    // a cache pulls from.
    objects.add(
        Network.policy(
            meta,
            NAME,
            List.of(Network.tcp(PORT)),
            List.of(Network.DNS, Network.CONTROL_PLANE, parts.ways())));
    objects.add(parts.service("http-registry"));
    objects.add(new RegistryPods(options, around, new MeshFront(around)).deployment());
    return objects;
  }

  /// Whatever else somebody allows.
  private static List<KubeObject> noPushes(Istio istio, Upstream upstream) {
    return List.of(
        istio.deny(
            "no-pushes",
            NAME,
            List.of(
                Map.of(
                    "to",
                    List.of(Map.of("operation", Map.of("notMethods", List.of("GET", "HEAD"))))))),
        istio.answers("no-pushes", NAME, NoPushes.answer(upstream)));
  }

  private List<KubeObject> policies(Istio istio) {
    return List.of(
        // Once a policy allows something, everything else is refused.
        istio.allow(
            "read",
            NAME,
            List.of(
                Meta.map(
                    "from",
                    List.of(Istio.from("*")),
                    "to",
                    List.of(
                        Map.of(
                            "operation",
                            Meta.map(
                                "methods",
                                List.of("GET", "HEAD"),
                                "paths",
                                List.of("/v2", "/v2/*"))))))),
        // All nodes, and whoever reaches a node's loopback, come as this principal: it never
        // writes, whatever else is allowed.
        istio.deny(
            "nodes-read-only",
            NAME,
            List.of(
                Meta.map(
                    "from",
                    List.of(
                        Istio.from(
                            WriterPolicy.principal(options.nodeNamespace(), NodeEntrance.NAME))),
                    "to",
                    List.of(Map.of("operation", Map.of("notMethods", List.of("GET", "HEAD"))))))),
        istio.noBrowsers(NAME),
        // A page whose name was rebound to this address sends its own name as Host.
        istio.deny(
            "known-hosts-only",
            NAME,
            List.of(Map.of("to", List.of(Map.of("operation", Map.of("notHosts", hosts())))))));
  }

  /// Nodes and laptops say localhost with any port; workloads say the service's name.
  private List<String> hosts() {
    List<String> hosts = new ArrayList<>();
    String service = NAME + "." + options.namespace();
    for (String each :
        List.of(
            "localhost",
            "127.0.0.1",
            "[::1]",
            NAME,
            service,
            service + ".svc",
            service + ".svc." + options.domain())) {
      hosts.add(each);
      hosts.add(each + ":*");
    }
    return hosts;
  }

  @Override
  public List<Workload> workloads() {
    return List.of(new RegistryParts(options).workload());
  }
}
