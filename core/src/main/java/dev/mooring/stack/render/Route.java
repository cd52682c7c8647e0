package dev.mooring.stack.render;

import dev.mooring.cluster.KubeObject;
import dev.mooring.stack.envoy.IngressDoor;
import dev.mooring.stack.options.StackOptions;
import java.util.List;
import java.util.Optional;

/// What tells a gateway of others to send the host's requests to the ingress. Each leads from HTTPS
/// only, and says nothing of the gateway itself.
interface Route {
  String NAME = IngressDoor.NAME;

  List<KubeObject> objects();

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
