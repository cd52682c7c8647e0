package dev.mooring.practice.mesh;

import dev.mooring.document.Document;
import dev.mooring.practice.api.Resources;
import dev.mooring.practice.api.Selectors;
import dev.mooring.practice.api.Store;
import dev.mooring.practice.http.Exchange;
import dev.mooring.practice.http.Handler;
import dev.mooring.practice.http.Relay;
import dev.mooring.practice.node.PodNetwork;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.util.Map;
import java.util.Optional;

/// The Envoy of a node gateway: its own policy first, then mutual TLS to the registry's sidecar
/// under the gateway's identity.
public final class NodeGateway {
  public static final int PORT = 5000;

  private final Store store;
  private final PodNetwork network;
  private final Mesh mesh;

  public NodeGateway(Store store, PodNetwork network, Mesh mesh) {
    this.store = store;
    this.network = network;
    this.mesh = mesh;
  }

  /// Whether a pod is such a gateway: a gateway proxy that holds a node's port.
  public static boolean is(Document pod) {
    return pod.at("metadata", "annotations", "inject.istio.io/templates")
            .textOrEmpty()
            .equals("gateway")
        && pod.at("spec", "containers").stream()
            .flatMap(container -> container.at("ports").stream())
            .anyMatch(port -> port.at("containerPort").integer().orElse(0L) == PORT);
  }

  /// What the gateway's pod answers on its port.
  public Handler handler(Document pod) {
    return exchange -> relay(pod, exchange);
  }

  private void relay(Document pod, Exchange exchange) throws IOException {
    exchange.with("server", "istio-envoy");
    Call call =
        new Call(
            "",
            network.source(exchange.clientPort()),
            exchange.method(),
            exchange.header("Host"),
            exchange.path(),
            PORT,
            exchange.headers().fields());
    if (!mesh.policies.allowed(pod, call)) {
      exchange.answer(403, "text/plain", "RBAC: access denied");
      return;
    }
    Optional<Services.Endpoint> endpoint = registry(pod);
    if (endpoint.isEmpty()) {
      exchange.answer(503, "text/plain", "no healthy upstream");
      return;
    }
    try (Socket socket = mesh.dial(pod, endpoint.get())) {
      Relay.relay(exchange, socket);
    } catch (ConnectException | EOFException e) {
      if (exchange.started()) {
        throw e;
      }
      exchange.answer(503, "text/plain", "upstream connect error or disconnect");
    }
  }

  private Optional<Document> gatewayObject(Document pod) {
    return store.list(Resources.GATEWAY, "").stream()
        .filter(
            each ->
                Selectors.matches(
                    Document.of(Map.of("matchLabels", each.at("spec", "selector"))),
                    pod.at("metadata", "labels").strings()))
        .filter(
            each ->
                each.at("spec", "servers").stream()
                    .anyMatch(server -> server.at("port", "number").integer().orElse(0L) == PORT))
        .findFirst();
  }

  /// Follows the routes of the gateway to a ready registry pod.
  private Optional<Services.Endpoint> registry(Document pod) {
    Document gateway = gatewayObject(pod).orElse(Document.nothing());
    String name = gateway.at("metadata", "name").textOrEmpty();
    for (Document service : store.list(Resources.VIRTUAL_SERVICE, "")) {
      boolean bound =
          service.at("spec", "gateways").texts().stream()
              .anyMatch(each -> each.equals(name) || each.endsWith("/" + name));
      for (Document route : service.at("spec", "http").items()) {
        for (Document each : route.at("route").items()) {
          String host = each.at("destination", "host").textOrEmpty();
          String from = pod.at("metadata", "namespace").textOrEmpty();
          Optional<Services.Endpoint> found =
              bound ? mesh.services.endpoint(from, host, PORT) : Optional.empty();
          if (found.isPresent()) {
            return found;
          }
        }
      }
    }
    return Optional.empty();
  }
}
