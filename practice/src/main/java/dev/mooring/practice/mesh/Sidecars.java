package dev.mooring.practice.mesh;

import dev.mooring.document.Document;
import dev.mooring.practice.api.Resources;
import dev.mooring.practice.api.Selectors;
import dev.mooring.practice.api.Store;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What istiod would tell the Envoy of a pod to do.
public final class Sidecars {
  private final Store store;

  public Sidecars(Store store) {
    this.store = store;
  }

  /// A listener on the pod's loopback address.
  ///
  /// @param endpoint where requests go: `unix:///path` or `127.0.0.1:port`
  /// @param plain an outbound listener: plain text, requests go out under the pod's own identity
  public record Listener(int port, String endpoint, boolean plain) {}

  public static boolean injected(Document pod) {
    return !pod.at("metadata", "annotations", "sidecar.istio.io/status").isNothing();
  }

  public List<Listener> listeners(Document pod) {
    boolean captures =
        !pod.at("metadata", "annotations", "sidecar.istio.io/interceptionMode")
            .textOrEmpty()
            .equals("NONE");
    Document sidecar = selected(pod).orElse(Document.nothing());
    if (!injected(pod) || captures || sidecar.isNothing()) {
      return List.of();
    }
    java.util.ArrayList<Listener> found = new java.util.ArrayList<>();
    if (seesOwnNamespace(sidecar)) {
      for (Document service : store.list(Resources.SERVICE, namespace(pod))) {
        for (Document port : service.at("spec", "ports").items()) {
          int number = port.at("port").integer().orElse(0L).intValue();
          ingress(sidecar, number)
              .ifPresent(each -> found.add(new Listener(number, endpoint(each), true)));
        }
      }
    }
    for (Document each : sidecar.at("spec", "ingress").items()) {
      int number = each.at("port", "number").integer().orElse(0L).intValue();
      String bind = each.at("bind").textOrEmpty();
      boolean loopback = List.of("0.0.0.0", "127.0.0.1", "::").contains(bind);
      boolean taken = found.stream().anyMatch(other -> other.port() == number);
      if (loopback && !taken && each.at("captureMode").textOrEmpty().equals("NONE")) {
        found.add(new Listener(number, endpoint(each), false));
      }
    }
    return found;
  }

  private static String endpoint(Document ingress) {
    return ingress.at("defaultEndpoint").textOrEmpty();
  }

  private static Optional<Document> ingress(Document sidecar, int port) {
    return sidecar.at("spec", "ingress").stream()
        .filter(each -> each.at("port", "number").integer().orElse(0L) == port)
        .findFirst();
  }

  /// Without an egress of its own that leaves the namespace out, Envoy opens an outbound listener
  /// for the pod's own Service on loopback, where a port-forward arrives.
  private static boolean seesOwnNamespace(Document sidecar) {
    Document egress = sidecar.at("spec", "egress");
    return egress.items().isEmpty()
        || egress.stream()
            .flatMap(each -> each.at("hosts").texts().stream())
            .anyMatch(each -> !each.startsWith("~/"));
  }

  private Optional<Document> selected(Document pod) {
    Map<String, String> labels = pod.at("metadata", "labels").strings();
    return store.list(Resources.SIDECAR, namespace(pod)).stream()
        .filter(
            each ->
                Selectors.matches(
                    Document.of(
                        Map.of("matchLabels", each.at("spec", "workloadSelector", "labels"))),
                    labels))
        .findFirst();
  }

  /// Whether plain text is refused at a workload.
  public boolean strict(Document pod) {
    Map<String, String> labels = pod.at("metadata", "labels").strings();
    String mode = "";
    for (String from : List.of("istio-system", namespace(pod))) {
      for (Document each : store.list(Resources.PEER_AUTHENTICATION, from)) {
        if (Selectors.matches(each.at("spec", "selector"), labels)) {
          mode = each.at("spec", "mtls", "mode").text().orElse(mode);
        }
      }
    }
    return mode.equals("STRICT");
  }

  private static String namespace(Document pod) {
    return pod.at("metadata", "namespace").textOrEmpty();
  }
}
