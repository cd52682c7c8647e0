package dev.mooring.stack.render;

import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.stack.options.StackOptions;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.apps.DaemonSetBuilder;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The registry on every node's loopback, for its kubelet: plain HTTP in, judged by policy, mutual
/// TLS out, and nothing but reads.
public record NodeEntrance(StackOptions options, Surroundings around) implements Component {
  public static final String NAME = "node-entrance";

  /// The pods' label `app`.
  public static final String APP = "mooring-node-entrance";

  /// Where its pods listen for kubelets.
  public static final int PORT = 5001;

  @Override
  public String base() {
    return NAME;
  }

  private Meta meta() {
    return new Meta(options, options.nodeNamespace());
  }

  @Override
  public List<KubeObject> objects() {
    Meta meta = meta();
    Istio istio = new Istio(meta);
    int inner = RegistryComponent.PORT;
    return List.of(
        // Pod Security forbids host ports below "privileged"; the pods themselves keep to
        // "restricted" otherwise.
        Namespaces.namespace(options, options.nodeNamespace(), "privileged"),
        Namespaces.account(meta, NAME),
        Network.nodeOnly(
            meta,
            APP,
            PORT,
            options.nodeSources(),
            List.of(Network.DNS, Network.CONTROL_PLANE, List.of(Network.tcp(inner)))),
        istio.sidecar(
            APP,
            List.of(
                new Listener.Ingress(PORT, "http-nodes", "HTTP", "0.0.0.0", "127.0.0.1:" + inner)),
            List.of(
                new Listener.Egress(
                    inner,
                    "tcp-registry",
                    "TCP",
                    "127.0.0.1",
                    List.of(options.namespace() + "/" + Rendering.serviceHost(options))))),
        istio.peerAuthentication(APP, "DISABLE"),
        istio.allow("kubelets-read", APP, List.of(reads())),
        istio.noBrowsers(APP),
        daemons());
  }

  private Map<String, Object> reads() {
    int port = options.nodePort();
    Map<String, Object> operation =
        Meta.map(
            "hosts",
            Stream.of("localhost", "127.0.0.1")
                .flatMap(host -> Stream.of(host, host + ":" + port))
                .toList(),
            "methods",
            List.of("GET", "HEAD"),
            "paths",
            List.of("/v2", "/v2/*"));
    Map<String, Object> rule = Meta.map();
    if (!options.nodeSources().isEmpty()) {
      rule.put("from", List.of(Map.of("source", Map.of("ipBlocks", options.nodeSources()))));
    }
    rule.put("to", List.of(Map.of("operation", operation)));
    return rule;
  }

  private KubeObject daemons() {
    Meta meta = meta();
    ContainerPort port =
        new ContainerPortBuilder()
            .withName("http-nodes")
            .withContainerPort(PORT)
            .withHostPort(options.nodePort())
            .withHostIP("127.0.0.1")
            .withProtocol("TCP")
            .build();
    return Meta.object(
        new DaemonSetBuilder()
            .withMetadata(meta.named(NAME, Map.of("app", APP)))
            .withNewSpec()
            .withSelector(Pod.selector(APP))
            .withNewTemplate()
            .withMetadata(Pod.meta(meta, APP, around, Proxy.ANNOTATIONS))
            .withSpec(Proxy.spec(NAME, port, true))
            .endTemplate()
            .endSpec()
            .build());
  }

  @Override
  public List<Workload> workloads() {
    return List.of(
        new Workload(
            Kind.DAEMON_SET,
            options.nodeNamespace(),
            NAME,
            APP,
            "istio-proxy",
            Messages.of("the-node-entrance")));
  }
}
