package dev.mooring.practice.registry;

import dev.mooring.document.Document;
import dev.mooring.practice.api.Meta;
import dev.mooring.practice.api.Resources;
import dev.mooring.practice.api.Store;
import dev.mooring.practice.http.Exchange;
import dev.mooring.practice.http.Handler;
import java.io.IOException;
import java.util.Optional;

/// The Envoy of an egress: it refuses hosts that its ConfigMap does not list, and reaches none of
/// the others, since nothing is outside of a practice cluster.
record EgressDoor(Store store, String namespace) implements Handler {
  private static final String APP = "mooring-egress";
  private static final String SOCKET = "unix:///run/mooring-egress/proxy.sock";

  /// @param endpoint as a Sidecar has it
  static Optional<Handler> of(Store store, Document pod, String endpoint) {
    return endpoint.equals(SOCKET) && pod.at("metadata", "labels", "app").textOrEmpty().equals(APP)
        ? Optional.of(new EgressDoor(store, Meta.namespace(pod)))
        : Optional.empty();
  }

  @Override
  public void handle(Exchange exchange) throws IOException {
    exchange.closeAfterwards();
    String configuration =
        store
            .get(Resources.CONFIG_MAP, namespace, "egress")
            .orElse(Document.nothing())
            .at("data", "envoy.yaml")
            .textOrEmpty();
    boolean listed =
        configuration
            .lines()
            .map(line -> line.replaceAll("^[- ]*|\"", ""))
            .anyMatch(exchange.path()::equals);
    if (exchange.method().equals("CONNECT") && listed) {
      exchange.answer(503, "text/plain", "DNS resolution failure");
    } else {
      exchange.answer(403, "text/plain", "This proxy leads only to port 443 of listed hosts.\n");
    }
  }
}
