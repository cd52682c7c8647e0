package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import dev.mooring.stack.options.Carrier;
import dev.mooring.tunnel.PodPort;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The pods of what carries a host, where the cluster tells which they are: those that a Gateway of
/// Istio selects, those that were made for a Gateway of the Gateway API, and those that the mesh
/// has for its class of ingresses. Of other classes nothing is known.
final class GatewayPods {
  /// https://gateway-api.sigs.k8s.io/geps/gep-1762/
  private static final String MADE_FOR = "gateway.networking.k8s.io/gateway-name";

  /// What Istio's mesh configuration calls `ingressSelector`, unless told otherwise.
  private static final Map<String, String> MESH_CLASS = Map.of("istio", "ingressgateway");

  private static final int HTTPS = 443;

  private final Cluster cluster;
  private final Carrier carrier;

  GatewayPods(Cluster cluster, Carrier carrier) {
    this.cluster = cluster;
    this.carrier = carrier;
  }

  /// The ready ones.
  List<KubeObject> ready() throws InterruptedException {
    return all().stream().filter(each -> each.ready() && !each.deleting()).toList();
  }

  private List<KubeObject> all() throws InterruptedException {
    return switch (carrier.sort()) {
      case ISTIO -> selected(selector());
      case GATEWAY -> cluster.list(Kind.POD, carrier.namespace(), MADE_FOR + "=" + carrier.name());
      case CLASS -> carrier.ofMesh() ? selected(MESH_CLASS) : List.of();
    };
  }

  private Map<String, String> selector() throws InterruptedException {
    return cluster
        .get(Kind.GATEWAY, carrier.namespace(), carrier.name())
        .map(each -> each.at("spec", "selector").strings())
        .orElse(Map.of());
  }

  /// Istio looks in every namespace.
  private List<KubeObject> selected(Map<String, String> labels) throws InterruptedException {
    return labels.isEmpty()
        ? List.of()
        : cluster.list(
            Kind.POD,
            null,
            labels.entrySet().stream()
                .map(each -> each.getKey() + "=" + each.getValue())
                .sorted()
                .collect(Collectors.joining(",")));
  }

  /// Where one of them serves the host over HTTPS.
  Optional<PodPort> https() throws InterruptedException {
    List<KubeObject> pods = ready();
    if (pods.isEmpty()) {
      return Optional.empty();
    }
    KubeObject pod = pods.getFirst();
    int port = port();
    return Optional.of(new PodPort(pod.namespace(), pod.name(), behind(pod, port).orElse(port)));
  }

  private int port() throws InterruptedException {
    return switch (carrier.sort()) {
      case ISTIO -> carrier.port();
      case GATEWAY -> listener().at("port").integer().map(Math::toIntExact).orElse(HTTPS);
      case CLASS -> HTTPS;
    };
  }

  private Document listener() throws InterruptedException {
    return cluster.get(Kind.API_GATEWAY, carrier.namespace(), carrier.name()).stream()
        .flatMap(each -> each.at("spec", "listeners").stream())
        .filter(each -> each.at("name").textOrEmpty().equals(carrier.listener()))
        .findFirst()
        .orElse(Document.nothing());
  }

  /// Where a Service in front leads that port to.
  private Optional<Integer> behind(KubeObject pod, int port) throws InterruptedException {
    List<Integer> found = new ArrayList<>();
    for (KubeObject service : cluster.list(Kind.SERVICE, pod.namespace(), "")) {
      Map<String, String> selector = service.at("spec", "selector").strings();
      if (!selector.isEmpty() && pod.labels().entrySet().containsAll(selector.entrySet())) {
        service.at("spec", "ports").stream()
            .filter(each -> each.at("port").integer().filter(is -> is == port).isPresent())
            .flatMap(each -> each.at("targetPort").integer().stream())
            .map(Math::toIntExact)
            .forEach(found::add);
      }
    }
    return found.stream().findFirst();
  }
}
