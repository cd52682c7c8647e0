package dev.mooring.stack;

import static org.awaitility.Awaitility.await;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Documents;
import java.time.Duration;
import java.util.List;

/// The kinds of the Gateway API as far as a gateway needs them to be there: their own definitions
/// check values that nothing here gets wrong. Istio's control plane serves them as soon as they
/// exist.
record GatewayApi(Cluster cluster) {
  private static final Duration SOON = Duration.ofSeconds(30);

  private record Defined(String kind, String plural, String scope, String version) {
    String name() {
      return plural + "." + Kind.API_GATEWAY.group();
    }
  }

  private static final List<Defined> ALL =
      List.of(
          new Defined("GatewayClass", "gatewayclasses", "Cluster", "v1"),
          new Defined("Gateway", "gateways", "Namespaced", "v1"),
          new Defined("HTTPRoute", "httproutes", "Namespaced", "v1"),
          new Defined("ReferenceGrant", "referencegrants", "Namespaced", "v1beta1"),
          new Defined("BackendTLSPolicy", "backendtlspolicies", "Namespaced", "v1"));

  /// Returns once Istio has its classes.
  void define() throws InterruptedException {
    for (Defined each : ALL) {
      String yaml =
          """
          apiVersion: apiextensions.k8s.io/v1
          kind: CustomResourceDefinition
          metadata:
            name: %1$s.%2$s
            annotations:
              api-approved.kubernetes.io: https://github.com/kubernetes-sigs/gateway-api
              gateway.networking.k8s.io/bundle-version: v1.4.0
              gateway.networking.k8s.io/channel: standard
          spec:
            group: %2$s
            names: {kind: %3$s, listKind: %3$sList, plural: %1$s, singular: %4$s}
            scope: %5$s
            versions:
            - name: %6$s
              served: true
              storage: true
              subresources: {status: {}}
              schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
          """
              .formatted(
                  each.plural(),
                  Kind.API_GATEWAY.group(),
                  each.kind(),
                  each.kind().toLowerCase(java.util.Locale.ROOT),
                  each.scope(),
                  each.version());
      cluster.apply(new KubeObject(Documents.yaml(yaml, "test").getFirst()));
    }
    await()
        .atMost(SOON)
        .ignoreExceptions()
        .until(() -> cluster.get(Kind.GATEWAY_CLASS, null, "istio").isPresent());
  }

  void remove() throws InterruptedException {
    for (Defined each : ALL) {
      cluster.delete(Kind.CUSTOM_RESOURCE_DEFINITION, null, each.name(), SOON);
    }
  }
}
