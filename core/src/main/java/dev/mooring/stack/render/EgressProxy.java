package dev.mooring.stack.render;

import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.identity.ServiceAccount;
import dev.mooring.mesh.OfferedService;
import dev.mooring.stack.envoy.EgressDoor;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.options.Writer;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The only way out for builders' pods: mutual TLS in, judged by who comes, tunnels to the listed
/// hosts out.
public record EgressProxy(StackOptions options, Surroundings around) implements Component {
  public static final String NAME = "egress";

  /// The pods' label `app`.
  public static final String APP = "mooring-egress";

  /// Marks the rule of one builder.
  public static final String LABEL = "mooring.dev/egress";

  /// Where builders find it.
  public static final int PORT = 3128;

  private static final int ALIVE = 19005;
  private static final int HTTPS = 443;

  /// No iptables: the sidecar holds the port itself, and what the proxy sends goes out as it is.
  private static final Map<String, String> SIDECAR =
      Map.of(
          "sidecar.istio.io/interceptionMode",
          "NONE",
          "sidecar.istio.io/userVolumeMount",
          "{\"socket\":{\"mountPath\":\"%s\"}}".formatted(EgressDoor.SOCKET_FOLDER));

  /// Who runs a sidecar, and so may open the proxy's socket.
  private static final long USER = 1337;

  @Override
  public String base() {
    return NAME;
  }

  private Meta meta() {
    return new Meta(options, options.egressNamespace());
  }

  /// What builders are told: "http://egress.mooring-egress.svc:3128".
  public static String address(StackOptions options) {
    return "http://" + NAME + "." + options.egressNamespace() + ".svc:" + PORT;
  }

  private EgressDoor door() {
    return new EgressDoor(options, EgressDoor.SOCKET, ALIVE);
  }

  @Override
  public List<KubeObject> objects() {
    Meta meta = meta();
    Istio istio = new Istio(meta);
    List<KubeObject> objects = new ArrayList<>();
    if (!options.isCache()) {
      objects.add(
          rule(
              options,
              new Writer(options.account(), options.namespace(), options.account(), List.of())));
    }
    objects.addAll(MeshServiceObjects.of(options, offered(options), Integer.toString(PORT)));
    objects.addAll(own(meta, istio));
    return objects;
  }

  private List<KubeObject> own(Meta meta, Istio istio) {
    return List.of(
        Namespaces.namespace(options, options.egressNamespace(), "restricted"),
        Namespaces.account(meta, NAME),
        Meta.object(
            new ConfigMapBuilder().withMetadata(meta.named(NAME)).withData(door().files()).build()),
        istio.sidecar(
            APP,
            List.of(
                new Listener.Ingress(
                    PORT, "tcp-proxy", "TCP", "0.0.0.0", "unix://" + EgressDoor.SOCKET)),
            List.of()),
        istio.peerAuthentication(APP, "STRICT"),
        // Allows nothing: each builder and each writer has a rule of its own.
        istio.allow("nobody-else", APP, List.of()),
        Network.policy(
            meta,
            APP,
            List.of(Network.tcp(PORT)),
            List.of(Network.DNS, Network.CONTROL_PLANE, List.of(Network.tcp(HTTPS)))),
        service(),
        deployment());
  }

  /// The rule that lets a builder's pods through it.
  public static KubeObject rule(StackOptions options, ServiceAccount builder) {
    return rule(options, BuilderPolicy.name(builder), builder);
  }

  /// The same for a writer, whose laptop mirrors images.
  public static KubeObject rule(StackOptions options, Writer writer) {
    return rule(
        options,
        WriterPolicy.name(writer.namespace(), writer.name()),
        new ServiceAccount(writer.namespace(), writer.account()));
  }

  private static KubeObject rule(StackOptions options, String name, ServiceAccount account) {
    return new Istio(new Meta(options, options.egressNamespace()))
        .policy(
            name,
            APP,
            "ALLOW",
            Map.of(LABEL, "true"),
            List.of(
                Map.of(
                    "from",
                    List.of(
                        Istio.from(WriterPolicy.principal(account.namespace(), account.name()))))));
  }

  /// By which laptops reach it through their entrance.
  public static OfferedService offered(StackOptions options) {
    return new OfferedService(
        options.egressNamespace(),
        NAME,
        PORT,
        "tcp-proxy",
        new ServiceAccount(options.egressNamespace(), NAME),
        "tcp");
  }

  private KubeObject service() {
    return Meta.object(
        new ServiceBuilder()
            .withMetadata(meta().named(NAME))
            .withNewSpec()
            .withType("ClusterIP")
            .addToSelector("app", APP)
            .addNewPort()
            .withName("tcp-proxy")
            .withPort(PORT)
            .withProtocol("TCP")
            .withNewTargetPort(PORT)
            .endPort()
            .endSpec()
            .build());
  }

  private KubeObject deployment() {
    Meta meta = meta();
    EnvoyPod envoy = new EnvoyPod(options, around, NAME);
    Map<String, String> annotations = new HashMap<>(SIDECAR);
    annotations.putAll(envoy.annotations(door().files()));
    return Meta.object(
        new DeploymentBuilder()
            .withMetadata(meta.named(NAME, Map.of("app", APP)))
            .withNewSpec()
            .withReplicas(1)
            .withSelector(Pod.selector(APP))
            .withNewTemplate()
            .withMetadata(Pod.meta(meta, APP, around, annotations))
            .withSpec(spec(envoy))
            .endTemplate()
            .endSpec()
            .build());
  }

  private static PodSpec spec(EnvoyPod envoy) {
    return new PodSpecBuilder()
        .withServiceAccountName(NAME)
        .withAutomountServiceAccountToken(false)
        .withEnableServiceLinks(false)
        .addToNodeSelector("kubernetes.io/os", "linux")
        .withNewSecurityContext()
        .withRunAsNonRoot(true)
        .withRunAsUser(USER)
        .withRunAsGroup(USER)
        .withFsGroup(USER)
        .withNewSeccompProfile()
        .withType("RuntimeDefault")
        .endSeccompProfile()
        .endSecurityContext()
        .withContainers(
            envoy
                .container(
                    new ContainerPortBuilder()
                        .withName("alive")
                        .withContainerPort(ALIVE)
                        .withProtocol("TCP")
                        .build(),
                    List.of(
                        new VolumeMountBuilder()
                            .withName("socket")
                            .withMountPath(EgressDoor.SOCKET_FOLDER)
                            .build()))
                .build())
        .withVolumes(envoy.volumes())
        .addNewVolume()
        .withName("socket")
        .withNewEmptyDir()
        .withSizeLimit(new Quantity("1Mi"))
        .endEmptyDir()
        .endVolume()
        .build();
  }

  @Override
  public List<Workload> workloads() {
    return List.of(
        new Workload(
            Kind.DEPLOYMENT,
            options.egressNamespace(),
            NAME,
            APP,
            EnvoyPod.CONTAINER,
            Messages.of("the-egress-proxy")));
  }
}
