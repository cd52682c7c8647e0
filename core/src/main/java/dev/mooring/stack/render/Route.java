package dev.mooring.stack.render;

import dev.mooring.cluster.KubeObject;
import dev.mooring.stack.envoy.IngressDoor;
import dev.mooring.stack.options.Ingress;
import dev.mooring.stack.options.StackOptions;
import java.util.List;
import java.util.Optional;

/// What tells a gateway of others to send the host's requests to the ingress. Each leads from HTTPS
/// only, and says nothing of the gateway itself.
public interface Route {
  String NAME = IngressDoor.NAME;

  List<KubeObject> objects();

  /// The Secret that an ingress's certificate is in: the one that is there, or the one that
  /// cert-manager makes.
  static String secret(Ingress ingress) {
    return ingress.tlsSecret().isEmpty() ? "mooring-ingress-host" : ingress.tlsSecret();
  }

  /// Nothing while what carries the host is not known.
  static Optional<Route> of(StackOptions options) {
    return options
        .additions()
        .ingress()
        .carrier()
        .map(
            each ->
                switch (each.sort()) {
                  case ISTIO -> new IstioRoute(options, each);
                  case GATEWAY -> new GatewayRoute(options, each);
                  case CLASS -> new ClassRoute(options, each);
                });
  }
}
