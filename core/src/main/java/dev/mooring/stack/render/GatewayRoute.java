package dev.mooring.stack.render;

import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.stack.envoy.IngressDoor;
import dev.mooring.stack.options.Carrier;
import dev.mooring.stack.options.StackOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// From the HTTPS listener of a Gateway, and by TLS to an ingress that ends it.
record GatewayRoute(StackOptions options, Carrier carrier) implements Route {

  private Meta meta() {
    return new Meta(options, options.ingressNamespace());
  }

  @Override
  public List<KubeObject> objects() {
    List<KubeObject> objects = new ArrayList<>();
    if (options.ingressEndsTls()) {
      objects.add(tls());
    }
    Map<String, Object> parent =
        Meta.map(
            "group",
            Kind.API_GATEWAY.group(),
            "kind",
            Kind.API_GATEWAY.kind(),
            "namespace",
            carrier.namespace(),
            "name",
            carrier.name());
    if (!carrier.listener().isEmpty()) {
      parent.put("sectionName", carrier.listener());
    }
    Map<String, Object> backend =
        Meta.map(
            "group",
            "",
            "kind",
            "Service",
            "name",
            NAME,
            "port",
            IngressEntrance.servicePort(options),
            "weight",
            1);
    Map<String, Object> all = Map.of("path", Meta.map("type", "PathPrefix", "value", "/"));
    objects.add(
        meta()
            .object(
                Kind.HTTP_ROUTE,
                NAME,
                Meta.map(
                    "parentRefs",
                    List.of(parent),
                    "hostnames",
                    List.of(options.additions().ingress().host()),
                    "rules",
                    List.of(
                        Meta.map(
                            "matches",
                            List.of(all),
                            "backendRefs",
                            List.of(backend),
                            "timeouts",
                            Map.of("request", "0s"))))));
    return objects;
  }

  /// By what the gateway knows the ingress.
  private KubeObject tls() {
    return meta()
        .object(
            Kind.BACKEND_TLS_POLICY,
            NAME,
            Meta.map(
                "targetRefs",
                List.of(Meta.map("group", "", "kind", "Service", "name", NAME)),
                "validation",
                Meta.map(
                    "caCertificateRefs",
                    List.of(
                        Meta.map(
                            "group", "", "kind", "ConfigMap", "name", IngressEntrance.AUTHORITY)),
                    "hostname",
                    new IngressDoor(options).host())));
  }
}
