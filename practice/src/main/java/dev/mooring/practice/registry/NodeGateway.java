package dev.mooring.practice.registry;

import dev.mooring.document.Document;
import dev.mooring.practice.api.Resources;
import dev.mooring.practice.api.Selectors;
import dev.mooring.practice.api.Store;
import dev.mooring.practice.http.Bodies;
import dev.mooring.practice.http.Exchange;
import dev.mooring.practice.http.Handler;
import dev.mooring.practice.http.Headers;
import dev.mooring.practice.mesh.Policies;
import dev.mooring.practice.mesh.SidecarHandler;
import dev.mooring.practice.node.PodNetwork;
import dev.mooring.practice.pki.Authority;
import dev.mooring.practice.pki.Credential;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The Envoy of a node gateway: its own policy first, then mutual TLS to the registry's sidecar
/// under the gateway's identity.
public final class NodeGateway {
  static final int PORT = 5000;
  private static final int MAX_BODY = 1 << 20;

  private final Store store;
  private final PodNetwork network;
  private final Policies policies;
  private final Authority mesh;

  public NodeGateway(Store store, PodNetwork network, Authority mesh) {
    this.store = store;
    this.network = network;
    this.policies = new Policies(store);
    this.mesh = mesh;
  }

  /// Whether a pod is such a gateway: a proxy that holds the node's port.
  static boolean is(Document pod) {
    return pod.at("spec", "containers").stream()
        .filter(container -> container.at("image").textOrEmpty().contains("proxyv2"))
        .flatMap(container -> container.at("ports").stream())
        .anyMatch(port -> port.at("hostPort").integer().orElse(0L) == PORT);
  }

  /// What the gateway's pod answers on its port.
  Handler handler(Document pod) {
    return exchange -> relay(pod, exchange);
  }

  boolean allows(Document gateway, String method, String path) {
    return policies.allowed(
        gateway.at("metadata", "namespace").textOrEmpty(),
        gateway.at("metadata", "labels").strings(),
        new Policies.Call("", method, path, PORT));
  }

  /// @throws ConnectException where no route leads to a ready registry
  Socket toRegistry(Document gateway) throws IOException {
    int port = registryPort(gateway).orElseThrow(() -> new ConnectException("no healthy upstream"));
    Credential own =
        mesh.workload("spiffe://" + SidecarHandler.principal(gateway), Duration.ofHours(1));
    Socket plain = new Socket(InetAddress.getLoopbackAddress(), port);
    try {
      Socket socket =
          own.tls(List.of(mesh.root()))
              .getSocketFactory()
              .createSocket(plain, "registry", port, true);
      socket.setSoTimeout(30_000);
      return socket;
    } catch (IOException e) {
      plain.close();
      throw e;
    }
  }

  private void relay(Document pod, Exchange exchange) throws IOException {
    exchange.with("server", "istio-envoy");
    if (!allows(pod, exchange.method(), exchange.path())) {
      exchange.answer(403, "text/plain", "RBAC: access denied");
      return;
    }
    byte[] body = exchange.body(MAX_BODY);
    if (body == null) {
      exchange.answer(413, "text/plain", "Payload Too Large");
      return;
    }
    try (Socket socket = toRegistry(pod)) {
      String head =
          "%s %s HTTP/1.1\r\nHost: localhost:5000\r\nConnection: close\r\n"
              .formatted(exchange.method(), exchange.path());
      String accept = exchange.header("accept");
      head += accept.isEmpty() ? "" : "Accept: " + accept + "\r\n";
      head += body.length == 0 ? "\r\n" : "Content-Length: " + body.length + "\r\n\r\n";
      OutputStream out = socket.getOutputStream();
      out.write(head.getBytes(StandardCharsets.US_ASCII));
      out.write(body);
      out.flush();
      answer(exchange, new BufferedInputStream(socket.getInputStream()));
    } catch (ConnectException e) {
      exchange.answer(503, "text/plain", "no healthy upstream");
    }
  }

  private static void answer(Exchange exchange, InputStream in) throws IOException {
    Headers headers = Headers.read(in);
    if (headers == null) {
      exchange.answer(503, "text/plain", "upstream connect error or disconnect");
      return;
    }
    int code = Integer.parseInt(headers.first().split(" ", -1)[1]);
    try (OutputStream out =
        exchange.chunked(code, headers.get("content-type").orElse("text/plain"))) {
      Bodies.of(headers, in).transferTo(out);
    }
  }

  /// The ready pod that holds the node's port and runs a proxy with a Gateway for it.
  Optional<Document> on(String node) {
    return store.list(Resources.POD, "").stream()
        .filter(each -> each.at("spec", "nodeName").textOrEmpty().equals(node))
        .filter(each -> each.at("status", "phase").textOrEmpty().equals("Running"))
        .filter(NodeGateway::is)
        .filter(each -> gatewayObject(each).isPresent())
        .findFirst();
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
  private Optional<Integer> registryPort(Document gateway) {
    String name = gatewayObject(gateway).orElseThrow().at("metadata", "name").textOrEmpty();
    for (Document service : store.list(Resources.VIRTUAL_SERVICE, "")) {
      boolean bound =
          service.at("spec", "gateways").texts().stream()
              .anyMatch(each -> each.equals(name) || each.endsWith("/" + name));
      for (Document route : service.at("spec", "http").items()) {
        for (Document each : route.at("route").items()) {
          String host = each.at("destination", "host").textOrEmpty();
          Optional<Integer> port = bound ? endpoint(host) : Optional.empty();
          if (port.isPresent()) {
            return port;
          }
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Integer> endpoint(String host) {
    String[] parts = host.split("\\.", -1);
    if (parts.length < 2) {
      return Optional.empty();
    }
    return store
        .get(Resources.ENDPOINTS, parts[1], parts[0])
        .flatMap(
            endpoints ->
                endpoints.at("subsets").stream()
                    .flatMap(each -> each.at("addresses").stream())
                    .map(each -> each.at("targetRef", "uid").textOrEmpty())
                    .flatMap(uid -> network.at(uid, PORT).stream())
                    .findFirst());
  }
}
