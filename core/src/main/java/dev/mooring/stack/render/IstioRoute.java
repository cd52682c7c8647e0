package dev.mooring.stack.render;

import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.stack.envoy.IngressDoor;
import dev.mooring.stack.options.Carrier;
import dev.mooring.stack.options.StackOptions;
import java.util.List;
import java.util.Map;

/// From the HTTPS port of an Istio gateway; what it serves in plain stays closed.
record IstioRoute(StackOptions options, Carrier carrier) implements Route {
  private static final int HTTPS = 443;

  @Override
  public List<KubeObject> objects() {
    Map<String, Object> destination =
        Meta.map(
            "host",
            new IngressDoor(options).host() + "." + options.domain(),
            "port",
            Map.of("number", IngressEntrance.servicePort(options)));
    Map<String, Object> http =
        Meta.map(
            "match",
            List.of(Map.of("port", carrier.listener().isEmpty() ? HTTPS : carrier.port())),
            "route",
            List.of(Map.of("destination", destination)),
            // What is pushed is kept nowhere on the way, and cannot be sent again.
            "retries",
            Map.of("attempts", 0));
    return List.of(
        new Meta(options, options.ingressNamespace())
            .object(
                Kind.VIRTUAL_SERVICE,
                NAME,
                Meta.map(
                    "hosts",
                    List.of(options.additions().ingress().host()),
                    "gateways",
                    List.of(carrier.namespace() + "/" + carrier.name()),
                    "http",
                    List.of(http))));
  }
}
