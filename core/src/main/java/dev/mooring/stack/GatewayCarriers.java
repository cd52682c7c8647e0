package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import dev.mooring.stack.options.Carrier;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.render.Ownership;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Gateways of the Gateway API: one candidate a listener that has the host, the one that names it
/// most exactly first.
record GatewayCarriers(Cluster cluster, StackOptions options) {
  private static final String POLICIES = "backendtlspolicies.gateway.networking.k8s.io";

  /// Of the mesh's own gateways, which speak mutual TLS to sidecars.
  private static final String MESH = "istio.io/";

  List<Candidate> find() throws InterruptedException {
    List<KubeObject> gateways = cluster.list(Kind.API_GATEWAY, null, "");
    if (gateways.isEmpty()) {
      return List.of();
    }
    String lacking = options.ingressEndsTls() ? withoutPolicies() : "";
    List<Candidate> found = new ArrayList<>();
    for (KubeObject gateway : gateways) {
      String foreign = options.ingressEndsTls() ? lacking : outsideTheMesh(gateway);
      gateway.at("spec", "listeners").stream()
          .filter(each -> serves(each.at("hostname").textOrEmpty()))
          .sorted(Comparator.comparingInt(each -> -exactness(each.at("hostname").textOrEmpty())))
          .map(each -> candidate(gateway, each, foreign))
          .forEach(found::add);
    }
    return found;
  }

  private boolean serves(String hostname) {
    return hostname.isEmpty() || Candidate.matches(hostname, options.additions().ingress().host());
  }

  private static int exactness(String hostname) {
    return hostname.startsWith("*") || hostname.isEmpty() ? hostname.length() : 1000;
  }

  private Candidate candidate(KubeObject gateway, Document listener, String foreign) {
    Carrier carrier =
        new Carrier(
            Carrier.Sort.GATEWAY,
            gateway.namespace(),
            gateway.name(),
            listener.at("name").textOrEmpty());
    if (!listener.at("protocol").textOrEmpty().equals("HTTPS")) {
      return new Candidate(carrier, Messages.of("it-serves-the-host-in-plain"));
    }
    if (listener.at("tls", "mode").textOrEmpty().equals("Passthrough")) {
      return new Candidate(carrier, Messages.of("it-passes-tls-through"));
    }
    if (!admits(gateway, listener.at("allowedRoutes"))) {
      return new Candidate(
          carrier, Messages.of("it-takes-no-routes-from", options.ingressNamespace()));
    }
    return new Candidate(carrier, foreign);
  }

  /// Only labels that the namespace is sure to have are compared.
  private boolean admits(KubeObject gateway, Document allowed) {
    List<Document> kinds = allowed.at("kinds").items();
    if (!kinds.isEmpty()
        && kinds.stream()
            .noneMatch(each -> each.at("kind").textOrEmpty().equals(Kind.HTTP_ROUTE.kind()))) {
      return false;
    }
    return switch (allowed.at("namespaces", "from").textOrEmpty()) {
      case "All" -> true;
      case "Selector" -> {
        Map<String, String> labels = new TreeMap<>(Ownership.labels(options));
        labels.put("kubernetes.io/metadata.name", options.ingressNamespace());
        Document selector = allowed.at("namespaces", "selector");
        yield selector.at("matchExpressions").items().isEmpty()
            && labels.entrySet().containsAll(selector.at("matchLabels").strings().entrySet());
      }
      default -> gateway.namespace().equals(options.ingressNamespace());
    };
  }

  private String outsideTheMesh(KubeObject gateway) throws InterruptedException {
    boolean mesh =
        cluster
            .get(Kind.GATEWAY_CLASS, null, gateway.at("spec", "gatewayClassName").textOrEmpty())
            .filter(each -> each.at("spec", "controllerName").textOrEmpty().startsWith(MESH))
            .isPresent();
    return mesh ? "" : Messages.of("it-is-no-gateway-of-the-mesh");
  }

  /// Without them a gateway would not know whom it sends a token to.
  private String withoutPolicies() throws InterruptedException {
    Optional<KubeObject> policies = cluster.get(Kind.CUSTOM_RESOURCE_DEFINITION, null, POLICIES);
    boolean served =
        policies.stream()
            .flatMap(each -> each.at("spec", "versions").stream())
            .anyMatch(
                each ->
                    each.at("name").textOrEmpty().equals(Kind.BACKEND_TLS_POLICY.version())
                        && each.at("served").isTrue());
    return served ? "" : Messages.of("its-api-is-too-old");
  }
}
