package dev.mooring.stack.render;

import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.stack.envoy.ClaimRules;
import dev.mooring.stack.envoy.Files;
import dev.mooring.stack.envoy.IngressDoor;
import dev.mooring.stack.options.Protection;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.options.TokenRule;
import dev.mooring.stack.options.Writer;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The way in from outside the cluster: an Envoy that lets through who shows a token and what a
/// rule allows him, behind a gateway that is there already.
///
/// It has a namespace and an identity of its own. With that it may push anything, so nothing but
/// its Envoy may have it: no port of the pod leads past its rules.
public record IngressEntrance(StackOptions options, Surroundings around) implements Component {
  public static final String NAME = IngressDoor.NAME;

  /// The ConfigMap of [#rules].
  public static final String RULES = "mooring-tokens";

  public static final String FILE = Files.RULES_FILE;

  /// The ConfigMap with the authority by which a gateway knows it.
  public static final String AUTHORITY = "mooring-ingress-authority";

  /// Where its sidecar listens for a gateway of the mesh.
  private static final int MESH_PORT = 8080;

  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  private Meta meta() {
    return new Meta(options, options.ingressNamespace());
  }

  private boolean mesh() {
    return options.protection() == Protection.MESH;
  }

  @Override
  public String base() {
    return "ingress";
  }

  @Override
  public List<KubeObject> objects() {
    Meta meta = meta();
    Map<String, String> files = new IngressDoor(options).files();
    List<KubeObject> objects = new ArrayList<>();
    objects.add(Namespaces.namespace(options, options.ingressNamespace(), "restricted"));
    objects.add(Namespaces.account(meta, NAME));
    objects.add(
        Meta.object(new ConfigMapBuilder().withMetadata(meta.named(NAME)).withData(files).build()));
    objects.add(rules(options, around.ingress().rules()));
    around
        .ingress()
        .certificate()
        .filter(each -> options.ingressEndsTls())
        .ifPresent(
            each -> {
              objects.add(DoorKeys.secret(meta, NAME, each));
              objects.add(authority(meta, each));
            });
    objects.add(Network.policy(meta, NAME, List.of(Network.tcp(port())), out()));
    if (mesh()) {
      objects.addAll(mesh(new Istio(meta)));
    }
    objects.add(service());
    objects.add(new IngressPods(options, around).deployment(files));
    Route.of(options).map(Route::objects).ifPresent(objects::addAll);
    return objects;
  }

  /// What claims open.
  public static KubeObject rules(StackOptions options, List<TokenRule> rules) {
    return Meta.object(
        new ConfigMapBuilder()
            .withMetadata(new Meta(options, options.ingressNamespace()).named(RULES))
            .addToData(FILE, ClaimRules.file(rules))
            .build());
  }

  private static KubeObject authority(Meta meta, DoorCertificate certificate) {
    return Meta.object(
        new ConfigMapBuilder()
            .withMetadata(meta.named(AUTHORITY))
            .addToData(Files.AUTHORITIES_FILE, certificate.authority())
            .build());
  }

  private int port() {
    return options.ingressEndsTls() ? IngressDoor.PORT : MESH_PORT;
  }

  private List<List<NetworkPolicyPort>> out() {
    List<List<NetworkPolicyPort>> out = new ArrayList<>();
    out.add(Network.DNS);
    out.add(List.of(Network.tcp(RegistryParts.PORT)));
    if (mesh()) {
      out.add(Network.CONTROL_PLANE);
    }
    var ingress = options.additions().ingress();
    if (ingress.keysAddress().isPresent()) {
      out.add(List.of(Network.tcp(ingress.keysPort())));
    }
    return out;
  }

  private List<KubeObject> mesh(Istio istio) {
    List<KubeObject> objects = new ArrayList<>();
    objects.add(
        istio.sidecar(
            NAME,
            options.ingressEndsTls()
                ? List.of()
                : List.of(
                    new Listener.Ingress(
                        MESH_PORT,
                        "http-ingress",
                        "HTTP",
                        "0.0.0.0",
                        "127.0.0.1:" + IngressDoor.PORT)),
            List.of(
                new Listener.Egress(
                    RegistryParts.PORT,
                    "tcp-registry",
                    "TCP",
                    "unix://" + IngressDoor.SOCKET,
                    List.of(options.namespace() + "/" + Rendering.serviceHost(options))))));
    objects.add(istio.peerAuthentication(NAME, "STRICT"));
    if (!options.isCache()) {
      objects.add(
          WriterPolicy.of(
              options,
              NAME,
              LABEL,
              new Writer("ingress", options.ingressNamespace(), NAME, List.of("*"))));
    }
    return objects;
  }

  /// Marks the policy that lets it push, which is no writer's: nobody takes it away by itself.
  private static final String LABEL = "mooring.dev/ingress";

  private KubeObject service() {
    String scheme = options.ingressEndsTls() ? "https" : "http";
    return Meta.object(
        new ServiceBuilder()
            .withMetadata(meta().named(NAME))
            .editMetadata()
            .withAnnotations(ClassRoute.ofService(options))
            .endMetadata()
            .withNewSpec()
            .withType("ClusterIP")
            .addToSelector("app", NAME)
            .addNewPort()
            .withName(scheme)
            .withAppProtocol(scheme)
            .withPort(servicePort(options))
            .withProtocol("TCP")
            .withTargetPort(new IntOrString(port()))
            .endPort()
            .endSpec()
            .build());
  }

  static int servicePort(StackOptions options) {
    return options.ingressEndsTls() ? HTTPS : HTTP;
  }

  @Override
  public List<Workload> workloads() {
    return List.of(
        new Workload(
            Kind.DEPLOYMENT,
            options.ingressNamespace(),
            NAME,
            NAME,
            EnvoyPod.CONTAINER,
            Messages.of("the-ingress")));
  }
}
