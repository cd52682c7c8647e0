package dev.mooring.stack.render;

import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.mesh.Entrance;
import dev.mooring.mesh.OfferedService;
import dev.mooring.stack.options.EntranceMode;
import dev.mooring.stack.options.StackOptions;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.DaemonSetBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// One TLS port for laptops: the server name decides whether the bytes go to the registry's own
/// sidecar, to istiod, or to a service of the mesh that laptops may reach ([MeshServiceObjects]),
/// and
/// they are passed on as they are.
///
/// It has a namespace of its own, because a right to port-forward reaches every pod of a namespace.
public record LaptopEntrance(StackOptions options, Surroundings around) implements Component {
  public static final String NAME = "mooring-entrance";
  public static final int PORT = 9443;
  private static final int CONTROL_PORT = 15012;

  @Override
  public String base() {
    return "laptop-entrance";
  }

  /// The server name by which laptops ask for a registry.
  public static String registryHost(StackOptions options) {
    return options.namespace() + ".registry.mooring.internal";
  }

  private Meta meta() {
    return new Meta(options, options.entranceNamespace());
  }

  private boolean onNodes() {
    return options.entrance() == EntranceMode.NODE;
  }

  @Override
  public List<KubeObject> objects() {
    Meta meta = meta();
    Istio istio = new Istio(meta);
    String registry = registryHost(options);
    String control = around.controlHost();
    List<KubeObject> objects =
        new ArrayList<>(
            List.of(
                Namespaces.namespace(
                    options, options.entranceNamespace(), onNodes() ? "privileged" : "restricted"),
                Namespaces.account(meta, NAME),
                Roles.role(meta, NAME, rights()),
                Network.policy(
                    meta,
                    NAME,
                    List.of(Network.tcp(PORT)),
                    List.of(
                        Network.DNS,
                        Network.CONTROL_PLANE,
                        List.of(Network.tcp(RegistryComponent.PORT)))),
                istio.sidecar(
                    NAME,
                    List.of(),
                    List.of(
                        new Listener.Egress(
                            PORT,
                            "tls-laptops",
                            "TLS",
                            "0.0.0.0",
                            List.of(
                                "./" + registry, "./*." + OfferedService.DOMAIN, "./" + control)))),
                istio.serviceEntry(
                    "registry",
                    registry,
                    Rendering.serviceHost(options),
                    PORT,
                    RegistryComponent.PORT),
                istio.serviceEntry(
                    "istiod", control, around.controlAddress(options.domain()), PORT, CONTROL_PORT),
                istio.passThrough("registry", registry),
                istio.passThrough("istiod", control),
                istio.passThrough("mesh-services", "*." + OfferedService.DOMAIN)));
    if (options.entrance() == EntranceMode.SERVICE) {
      objects.add(service());
    }
    objects.add(pods());
    return objects;
  }

  /// Finding the entrance, and the way to it where no address is offered.
  private List<PolicyRule> rights() {
    List<PolicyRule> rights = new ArrayList<>();
    rights.add(Roles.rule("pods", List.of("get", "list", "watch"), ""));
    rights.add(Roles.rule("services", List.of("get"), ""));
    rights.add(Roles.rule(Kind.SERVICE_ENTRY, List.of("list")));
    if (options.entrance() == EntranceMode.NONE) {
      rights.add(Roles.rule("pods/portforward", List.of("create", "get"), ""));
    }
    return rights;
  }

  private KubeObject service() {
    return Meta.object(
        new ServiceBuilder()
            .withMetadata(meta().named(NAME))
            .withNewSpec()
            .withType("LoadBalancer")
            .addToSelector("app", NAME)
            .addNewPort()
            .withName("tls-laptops")
            .withPort(PORT)
            .withProtocol("TCP")
            .withNewTargetPort(PORT)
            .endPort()
            .endSpec()
            .build());
  }

  private KubeObject pods() {
    Meta meta = meta();
    return onNodes()
        ? Meta.object(
            new DaemonSetBuilder()
                .withMetadata(meta.named(NAME, Map.of("app", NAME)))
                .withNewSpec()
                .withSelector(Pod.selector(NAME))
                .withTemplate(template(meta))
                .endSpec()
                .build())
        : Meta.object(
            new DeploymentBuilder()
                .withMetadata(meta.named(NAME, Map.of("app", NAME)))
                .withNewSpec()
                .withReplicas(1)
                .withSelector(Pod.selector(NAME))
                .withTemplate(template(meta))
                .endSpec()
                .build());
  }

  private PodTemplateSpec template(Meta meta) {
    ContainerPortBuilder port =
        new ContainerPortBuilder()
            .withName("tls-laptops")
            .withContainerPort(PORT)
            .withProtocol("TCP");
    ContainerPort offered = onNodes() ? port.withHostPort(PORT).build() : port.build();
    return new PodTemplateSpecBuilder()
        .withMetadata(Pod.meta(meta, NAME, around, annotations()))
        .withSpec(Proxy.spec(NAME, offered, onNodes()))
        .build();
  }

  /// Laptops that see nothing but these pods learn from them whom the entrance leads to.
  private Map<String, String> annotations() {
    Map<String, String> annotations = new HashMap<>(Proxy.ANNOTATIONS);
    annotations.put(Entrance.CONTROL_PLANE, around.controlNamespace());
    return annotations;
  }

  @Override
  public List<Workload> workloads() {
    return List.of(
        new Workload(
            onNodes() ? Kind.DAEMON_SET : Kind.DEPLOYMENT,
            options.entranceNamespace(),
            NAME,
            NAME,
            "istio-proxy",
            Messages.of("the-entrance")));
  }
}
