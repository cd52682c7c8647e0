package dev.mooring.practice.mesh;

import dev.mooring.document.Document;
import dev.mooring.practice.api.Meta;
import dev.mooring.practice.api.Resources;
import dev.mooring.practice.api.Selectors;
import dev.mooring.practice.api.Store;
import dev.mooring.practice.http.ServerTls;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// What istiod would tell the Envoy of a pod to do.
final class Sidecars {
  private final Store store;

  Sidecars(Store store) {
    this.store = store;
  }

  static boolean injected(Document pod) {
    return !pod.at("metadata", "annotations", "sidecar.istio.io/status").isNothing();
  }

  List<Listener> listeners(Document pod) {
    boolean captures =
        !pod.at("metadata", "annotations", "sidecar.istio.io/interceptionMode")
            .textOrEmpty()
            .equals("NONE");
    Document sidecar = selected(pod).orElse(Document.nothing());
    if (!injected(pod) || sidecar.isNothing()) {
      return List.of();
    }
    List<Listener> found = new ArrayList<>();
    if (!captures && seesOwnNamespace(sidecar)) {
      for (Document service : store.list(Resources.SERVICE, Meta.namespace(pod))) {
        for (Document port : service.at("spec", "ports").items()) {
          int number = number(port);
          ingress(sidecar, number)
              .ifPresent(each -> add(found, new Listener.Own(number, endpoint(each))));
        }
      }
    }
    for (Document each : sidecar.at("spec", "egress").items()) {
      egress(each).ifPresent(listener -> add(found, listener));
    }
    // What comes into a pod whose traffic is captured is not played.
    for (Document each : captures ? List.<Document>of() : sidecar.at("spec", "ingress").items()) {
      if (stays(each)) {
        add(found, new Listener.Inbound(number(each.at("port")), everywhere(each), endpoint(each)));
      }
    }
    return found;
  }

  /// Of two listeners for one port the first is there.
  private static void add(List<Listener> found, Listener listener) {
    if (found.stream().noneMatch(other -> other.port() == listener.port())) {
      found.add(listener);
    }
  }

  private static Optional<Listener> egress(Document egress) {
    int port = number(egress.at("port"));
    if (port == 0 || !stays(egress)) {
      return Optional.empty();
    }
    List<String> hosts = egress.at("hosts").texts();
    return switch (egress.at("port", "protocol").textOrEmpty()) {
      case "TCP" -> Optional.of(new Listener.Tcp(port, everywhere(egress), hosts));
      case "TLS", "HTTPS" -> Optional.of(new Listener.Tls(port, everywhere(egress), hosts));
      default -> Optional.empty();
    };
  }

  /// A listener that captures nothing needs an address of its own.
  private static boolean stays(Document listener) {
    return listener.at("captureMode").textOrEmpty().equals("NONE")
        && List.of("0.0.0.0", "127.0.0.1", "::").contains(listener.at("bind").textOrEmpty());
  }

  private static boolean everywhere(Document listener) {
    return !listener.at("bind").textOrEmpty().equals("127.0.0.1");
  }

  private static int number(Document port) {
    return port.at("number").integer().or(() -> port.at("port").integer()).orElse(0L).intValue();
  }

  private static String endpoint(Document ingress) {
    return ingress.at("defaultEndpoint").textOrEmpty();
  }

  private static Optional<Document> ingress(Document sidecar, int port) {
    return sidecar.at("spec", "ingress").stream()
        .filter(each -> number(each.at("port")) == port)
        .findFirst();
  }

  /// Without an egress of its own that leaves the namespace out, Envoy opens an outbound listener
  /// for the pod's own Service on loopback, where a port-forward arrives.
  private static boolean seesOwnNamespace(Document sidecar) {
    Document egress = sidecar.at("spec", "egress");
    return egress.items().isEmpty()
        || egress.stream()
            .filter(each -> each.at("port").isNothing())
            .flatMap(each -> each.at("hosts").texts().stream())
            .anyMatch(each -> !each.startsWith("~/"));
  }

  /// Whether an EnvoyFilter has its HTTP filter refuse paths with an escaped slash.
  boolean refusesEscapedSlashes(Document pod) {
    Map<String, String> labels = Meta.labels(pod);
    return store.list(Resources.ENVOY_FILTER, Meta.namespace(pod)).stream()
        .filter(
            each ->
                labels
                    .entrySet()
                    .containsAll(
                        each.at("spec", "workloadSelector", "labels").strings().entrySet()))
        .flatMap(each -> each.at("spec", "configPatches").stream())
        .map(each -> each.at("patch", "value", "typed_config"))
        .anyMatch(
            each ->
                each.at("path_with_escaped_slashes_action").textOrEmpty().equals("REJECT_REQUEST"));
  }

  /// The oldest that selects the pod by labels, else the oldest of the namespace without a
  /// selector,
  /// else that of the mesh's own namespace.
  private Optional<Document> selected(Document pod) {
    Map<String, String> labels = Meta.labels(pod);
    return oldest(Meta.namespace(pod), each -> !each.isEmpty() && holds(labels, each))
        .or(() -> oldest(Meta.namespace(pod), Map::isEmpty))
        .or(() -> oldest(Policies.ROOT_NAMESPACE, Map::isEmpty));
  }

  private static boolean holds(Map<String, String> labels, Map<String, String> wanted) {
    return labels.entrySet().containsAll(wanted.entrySet());
  }

  private Optional<Document> oldest(String namespace, Predicate<Map<String, String>> selector) {
    return store.list(Resources.SIDECAR, namespace).stream()
        .filter(each -> selector.test(each.at("spec", "workloadSelector", "labels").strings()))
        .min(Comparator.comparing(each -> each.at("metadata", "creationTimestamp").textOrEmpty()));
  }

  /// What a port of a workload takes: the workload's own PeerAuthentication, else its namespace's,
  /// else the mesh's.
  ServerTls.Accepts accepts(Document pod, int port) {
    Map<String, String> labels = Meta.labels(pod);
    String mode = "";
    for (Document each : store.list(Resources.PEER_AUTHENTICATION, Meta.namespace(pod))) {
      Document selector = each.at("spec", "selector");
      if (!selector.isNothing() && Selectors.matches(selector, labels)) {
        mode = first(mode, each.at("spec", "portLevelMtls", Integer.toString(port), "mode"));
        mode = first(mode, each.at("spec", "mtls", "mode"));
      }
    }
    for (String from : List.of(Meta.namespace(pod), Policies.ROOT_NAMESPACE)) {
      for (Document each : store.list(Resources.PEER_AUTHENTICATION, from)) {
        if (each.at("spec", "selector").isNothing()) {
          mode = first(mode, each.at("spec", "mtls", "mode"));
        }
      }
    }
    return switch (mode) {
      case "STRICT" -> ServerTls.Accepts.TLS;
      case "DISABLE" -> ServerTls.Accepts.PLAIN;
      default -> ServerTls.Accepts.BOTH;
    };
  }

  private static String first(String found, Document mode) {
    String next = mode.textOrEmpty();
    return found.isEmpty() && !next.equals("UNSET") ? next : found;
  }
}
