package dev.mooring.stack.render;

import dev.mooring.cluster.KubeObject;
import dev.mooring.stack.envoy.IngressDoor;
import dev.mooring.stack.options.Carrier;
import dev.mooring.stack.options.Ingress;
import dev.mooring.stack.options.StackOptions;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBuilder;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// An Ingress with a certificate.
///
/// Gateways of the mesh need to be told nothing: they take the scheme from the port's name, and
/// have no limits.
///
/// That its backend speaks TLS, and that a push is long and large, each controller has to be told
/// in its own words. One that understands none of them speaks plain HTTP to a port that answers
/// none: nothing is let through then.
record ClassRoute(StackOptions options, Carrier carrier) implements Route {
  private static final String NGINX = "nginx.ingress.kubernetes.io/";

  /// As long as the registry may be silent.
  private static final String SECONDS = "900";

  @Override
  public List<KubeObject> objects() {
    Ingress ingress = options.additions().ingress();
    return List.of(
        Meta.object(
            new IngressBuilder()
                .withMetadata(new Meta(options, options.ingressNamespace()).named(NAME))
                .editMetadata()
                .withAnnotations(annotations(ingress))
                .endMetadata()
                .withNewSpec()
                .withIngressClassName(carrier.name())
                .addNewTl()
                .withHosts(ingress.host())
                .withSecretName(Route.secret(ingress))
                .endTl()
                .addNewRule()
                .withHost(ingress.host())
                .withNewHttp()
                .addNewPath()
                .withPath("/")
                .withPathType("Prefix")
                .withNewBackend()
                .withNewService()
                .withName(NAME)
                .withNewPort()
                .withNumber(IngressEntrance.servicePort(options))
                .endPort()
                .endService()
                .endBackend()
                .endPath()
                .endHttp()
                .endRule()
                .endSpec()
                .build()));
  }

  private Map<String, String> annotations(Ingress ingress) {
    Map<String, String> annotations = new TreeMap<>();
    if (!ingress.certificateIssuer().isEmpty()) {
      annotations.put("cert-manager.io/cluster-issuer", ingress.certificateIssuer());
    }
    if (carrier.ofMesh()) {
      return annotations;
    }
    annotations.put(NGINX + "backend-protocol", "HTTPS");
    annotations.put(NGINX + "force-ssl-redirect", "true");
    annotations.put(NGINX + "proxy-body-size", "0");
    annotations.put(NGINX + "proxy-request-buffering", "off");
    annotations.put(NGINX + "proxy-read-timeout", SECONDS);
    annotations.put(NGINX + "proxy-send-timeout", SECONDS);
    annotations.put(NGINX + "proxy-ssl-secret", options.ingressNamespace() + "/" + NAME);
    annotations.put(NGINX + "proxy-ssl-name", new IngressDoor(options).host());
    annotations.put(NGINX + "proxy-ssl-server-name", "on");
    annotations.put(NGINX + "proxy-ssl-verify", "on");
    annotations.put("haproxy.org/server-ssl", "true");
    annotations.put("haproxy-ingress.github.io/secure-backends", "true");
    annotations.put("traefik.ingress.kubernetes.io/router.entrypoints", "websecure");
    annotations.put("traefik.ingress.kubernetes.io/router.tls", "true");
    return annotations;
  }

  /// What controllers look for at the Service.
  static Map<String, String> ofService(StackOptions options) {
    boolean asked =
        options.additions().ingress().carrier().filter(each -> !each.ofMesh()).isPresent();
    return asked
        ? new TreeMap<>(
            Map.of(
                "projectcontour.io/upstream-protocol.tls",
                "443",
                "traefik.ingress.kubernetes.io/service.serversscheme",
                "https"))
        : Map.of();
  }
}
