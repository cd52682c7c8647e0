package dev.mooring.stack.render;

import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.stack.options.StackOptions;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The registry in its namespace: Envoy holds port 5000 and hands requests to the registry's unix
/// socket, so that nothing reaches it without a mesh certificate.
record RegistryComponent(StackOptions options, Surroundings around) implements Component {
  static final String NAME = StackOptions.REGISTRY;
  static final int PORT = StackOptions.POD_PORT;

  /// No blob cache: beside garbage collection it answers for layers that are gone. No debug
  /// listener: the registry has no TCP port at all. Relative URLs, because the sidecar's
  /// X-Forwarded-Proto would send clients to https.
  private static final String CONFIGURATION =
      """
      version: 0.1
      log:
        level: info
        formatter: text
        accesslog:
          disabled: true
      storage:
        filesystem:
          rootdirectory: /var/lib/registry
        delete:
          enabled: true
        maintenance:
          uploadpurging:
            enabled: true
            age: 168h
            interval: 24h
            dryrun: false
      http:
        net: unix
        addr: /run/registry/registry.sock
        relativeurls: true
        draintimeout: 100s
      health:
        storagedriver:
          enabled: true
          interval: 10s
          threshold: 3
      """;

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
    List<KubeObject> objects = new ArrayList<>();
    objects.add(Namespaces.namespace(options, options.namespace(), "restricted"));
    objects.add(Namespaces.account(meta, NAME));
    objects.add(claim());
    objects.add(
        Meta.object(
            new ConfigMapBuilder()
                .withMetadata(meta.named(NAME))
                .addToData("config.yml", CONFIGURATION)
                .build()));
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
    // In: the port that asks for a mesh certificate. Out: names and the mesh's control plane.
    objects.add(
        Network.policy(
            meta, NAME, List.of(Network.tcp(PORT)), List.of(Network.DNS, Network.CONTROL_PLANE)));
    objects.add(service());
    objects.add(new RegistryPods(options, around).deployment());
    return objects;
  }

  private KubeObject claim() {
    PersistentVolumeClaimSpecBuilder spec =
        new PersistentVolumeClaimSpecBuilder()
            .withAccessModes("ReadWriteOnce")
            .withNewResources()
            .addToRequests("storage", new Quantity(options.storageSize()))
            .endResources();
    if (!options.storageClass().isEmpty()) {
      spec.withStorageClassName(options.storageClass());
    }
    return Meta.object(
        new PersistentVolumeClaimBuilder()
            .withMetadata(meta().named(NAME))
            .withSpec(spec.build())
            .build());
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

  private KubeObject service() {
    return Meta.object(
        new ServiceBuilder()
            .withMetadata(meta().named(NAME))
            .withNewSpec()
            .withType("ClusterIP")
            .addToSelector("app", NAME)
            .addNewPort()
            .withName("http-registry")
            .withPort(PORT)
            .withProtocol("TCP")
            .withNewTargetPort(PORT)
            .endPort()
            .endSpec()
            .build());
  }

  @Override
  public List<Workload> workloads() {
    return List.of(
        new Workload(
            Kind.DEPLOYMENT,
            options.namespace(),
            NAME,
            NAME,
            "registry",
            Messages.of("the-registry")));
  }
}
