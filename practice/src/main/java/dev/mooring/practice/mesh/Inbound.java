package dev.mooring.practice.mesh;

import dev.mooring.document.Document;
import dev.mooring.practice.api.Meta;
import dev.mooring.practice.http.Exchange;
import dev.mooring.practice.http.Handler;
import dev.mooring.practice.node.PodNetwork;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.util.Optional;

/// HTTP as an Envoy takes it in: normalizes the path, asks the policies, then what listens behind.
final class Inbound implements Handler {
  private final Mesh mesh;
  private final Document pod;
  private final Mesh.Application application;
  private final int port;
  private final String endpoint;
  private final boolean own;

  /// @param own whether requests go out under the pod's own identity
  Inbound(
      Mesh mesh,
      Document pod,
      Mesh.Application application,
      int port,
      String endpoint,
      boolean own) {
    this.mesh = mesh;
    this.pod = pod;
    this.application = application;
    this.port = port;
    this.endpoint = endpoint;
    this.own = own;
  }

  @Override
  public void handle(Exchange exchange) throws IOException, InterruptedException {
    if (exchange.method().equals("CONNECT")) {
      tunnel(exchange);
      return;
    }
    exchange.with("server", "istio-envoy");
    Optional<String> path = UrlPath.normal(exchange.path());
    if (path.isEmpty()
        || (UrlPath.escapesSlashes(path.get()) && mesh.sidecars.refusesEscapedSlashes(pod))) {
      exchange.answer(400, "text/plain", "");
      return;
    }
    exchange.rewrite(path.get());
    Call call = call(exchange);
    if (!mesh.policies.allowed(pod, call)) {
      exchange.answer(403, "text/plain", "RBAC: access denied");
      return;
    }
    if (mesh.policies.wouldBeRefused(pod, call)) {
      mesh.logs.wouldBeRefused(pod, call);
    }
    Optional<Handler> behind = application.at(endpoint);
    if (behind.isPresent()) {
      behind.get().handle(exchange);
    } else if (endpoint.startsWith("unix:")) {
      unavailable(
          exchange,
          "reset reason: remote connection failure, transport failure reason: delayed connect"
              + " error: No such file or directory");
    } else {
      onLoopback(exchange);
    }
  }

  /// For a port that is declared as TCP: who may not come is disconnected without a word.
  private void tunnel(Exchange exchange) throws IOException, InterruptedException {
    Optional<Handler> behind = application.at(endpoint);
    if (behind.isEmpty() || !mesh.policies.allowed(pod, call(exchange))) {
      throw new IOException("not allowed");
    }
    behind.get().handle(exchange);
  }

  private void onLoopback(Exchange exchange) throws IOException {
    int behind = Integer.parseInt(endpoint.substring(endpoint.lastIndexOf(':') + 1));
    String uid = Meta.uid(pod);
    try (Socket server = mesh.network().dial(uid, behind, PodNetwork.LOOPBACK)) {
      if (!exchange.passOn(server)) {
        unavailable(exchange, "reset reason: connection termination");
      }
    } catch (ConnectException e) {
      unavailable(exchange, "retried and the latest reset reason: remote connection failure");
    }
  }

  private static void unavailable(Exchange exchange, String why) throws IOException {
    exchange.answer(
        503, "text/plain", "upstream connect error or disconnect/reset before headers. " + why);
  }

  private Call call(Exchange exchange) {
    String caller =
        own
            ? Mesh.principal(pod)
            : exchange
                .peer()
                .flatMap(Spiffe::of)
                .map(each -> each.substring("spiffe://".length()))
                .orElse("");
    return new Call(
        caller,
        mesh.network().source(exchange.clientPort()),
        exchange.method(),
        exchange.header("Host"),
        exchange.path(),
        port,
        exchange.headers().fields());
  }
}
