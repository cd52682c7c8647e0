package dev.mooring.practice.mesh;

import dev.mooring.document.Document;
import dev.mooring.practice.http.Exchange;
import dev.mooring.practice.http.Handler;
import java.io.IOException;

/// The inbound Envoy of a pod: asks the policies, then the application behind it.
public final class SidecarHandler implements Handler {
  private final Document pod;
  private final Sidecars.Listener listener;
  private final Policies policies;
  private final Handler application;
  private final String socket;

  /// @param socket where the application listens: `unix:///path` or `127.0.0.1:port`
  public SidecarHandler(
      Document pod,
      Sidecars.Listener listener,
      Policies policies,
      Handler application,
      String socket) {
    this.pod = pod;
    this.listener = listener;
    this.policies = policies;
    this.application = application;
    this.socket = socket;
  }

  public static String principal(Document pod) {
    return "cluster.local/ns/"
        + pod.at("metadata", "namespace").textOrEmpty()
        + "/sa/"
        + pod.at("spec", "serviceAccountName").text().orElse("default");
  }

  @Override
  public void handle(Exchange exchange) throws IOException, InterruptedException {
    exchange.with("server", "istio-envoy");
    String caller =
        listener.plain()
            ? principal(pod)
            : exchange
                .peer()
                .flatMap(Spiffe::of)
                .map(each -> each.substring("spiffe://".length()))
                .orElse("");
    Policies.Call call =
        new Policies.Call(caller, exchange.method(), exchange.path(), listener.port());
    if (!policies.allowed(
        pod.at("metadata", "namespace").textOrEmpty(),
        pod.at("metadata", "labels").strings(),
        call)) {
      exchange.answer(403, "text/plain", "RBAC: access denied");
      return;
    }
    if (!socket.equals(listener.endpoint())) {
      exchange.answer(
          503,
          "text/plain",
          "upstream connect error or disconnect/reset before headers. reset reason: remote"
              + " connection failure, transport failure reason: delayed connect error: No such file"
              + " or directory");
      return;
    }
    application.handle(exchange);
  }
}
