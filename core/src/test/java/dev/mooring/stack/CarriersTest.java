package dev.mooring.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.stack.options.Additions;
import dev.mooring.stack.options.Ingress;
import dev.mooring.stack.options.Protection;
import dev.mooring.stack.options.StackOptions;
import org.junit.jupiter.api.Test;

final class CarriersTest {
  private static final String HOST = "registry.example.test";
  private static final String KEYS = new TestIssuer().publicKeys();

  private final CannedCluster cluster = new CannedCluster();

  private static StackOptions options(Protection protection, String through, String secret) {
    return StackOptions.defaults()
        .withProtection(protection)
        .withAdditions(
            Additions.NONE.withIngress(
                new Ingress(HOST, "https://issuer", KEYS, "", through, secret, "")));
  }

  private String found(Protection protection, String through, String secret)
      throws InterruptedException {
    StackOptions settled = new Carriers(cluster, options(protection, through, secret)).settled();
    new Carriers(cluster, settled).demandFit();
    return settled.additions().ingress().through();
  }

  private Problem refused(Protection protection, String through, String secret) {
    Problem problem =
        assertThrows(MooringException.class, () -> found(protection, through, secret)).problem();
    assertEquals(Code.INGRESS_NOT_POSSIBLE, problem.code());
    return problem;
  }

  private void istio(String namespace, String name, String servers) {
    cluster.with(
        """
        apiVersion: networking.istio.io/v1
        kind: Gateway
        metadata: {name: %s, namespace: %s}
        spec: {servers: [%s]}
        """
            .formatted(name, namespace, servers));
  }

  private void gateway(String name, String listeners) {
    cluster.with(
        """
        apiVersion: gateway.networking.k8s.io/v1
        kind: Gateway
        metadata: {name: %s, namespace: gw}
        spec: {gatewayClassName: some, listeners: [%s]}
        """
            .formatted(name, listeners));
  }

  private void controller(String name) {
    cluster.with(
        """
        apiVersion: gateway.networking.k8s.io/v1
        kind: GatewayClass
        metadata: {name: some}
        spec: {controllerName: %s}
        """
            .formatted(name));
  }

  private void policies(String version) {
    cluster.with(
        """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: backendtlspolicies.gateway.networking.k8s.io}
        spec: {versions: [{name: %s, served: true}]}
        """
            .formatted(version));
  }

  private static final String PLAIN = "{port: {number: 80, protocol: HTTP}, hosts: ['*']}";
  private static final String SECURE =
      "{port: {number: 443, protocol: HTTPS}, tls: {mode: SIMPLE}, hosts: ['*.example.test']}";

  @Test
  void theOnlyHttpsServerOfAnIstioGatewayIsTaken() throws InterruptedException {
    istio("gw", "public", PLAIN + "," + SECURE);
    istio("gw", "elsewhere", SECURE.replace("*.example.test", "*.example.com"));
    assertEquals("istio/gw/public/443", found(Protection.MESH, "", ""));
    assertEquals("istio/gw/public/443", found(Protection.MESH, "istio/gw/public", ""));
    assertEquals("istio/gw/public/443", found(Protection.MESH, "istio/gw/public/443", ""));
  }

  @Test
  void plainHttpIsNeverTaken() {
    istio("gw", "public", PLAIN);
    assertTrue(refused(Protection.MESH, "", "").why().contains("istio/gw/public/80"));
    refused(Protection.MESH, "istio/gw/public", "");
    refused(Protection.MESH, "istio/gw/public/80", "");
    gateway(
        "open", "{name: http, protocol: HTTP, port: 80, allowedRoutes: {namespaces: {from: All}}}");
    refused(Protection.TOKENS, "gateway/gw/open/http", "");
    cluster.with("{apiVersion: networking.k8s.io/v1, kind: IngressClass, metadata: {name: nginx}}");
    assertTrue(refused(Protection.TOKENS, "", "").why().contains("class/nginx (it needs"));
  }

  @Test
  void passedThroughTlsAndOtherNamespacesDoNotFit() {
    istio("gw", "pass", SECURE.replace("SIMPLE", "PASSTHROUGH"));
    istio("gw", "own", SECURE.replace("'*.", "'./*."));
    istio("gw", "team", SECURE.replace("'*.", "'team/*."));
    Problem none = refused(Protection.MESH, "", "");
    assertTrue(none.why().contains("passes TLS through"), none.why());
    refused(Protection.MESH, "istio/gw/own", "");
    refused(Protection.MESH, "istio/gw/missing", "");
  }

  @Test
  void ofSeveralTheUserChooses() throws InterruptedException {
    istio("gw", "a", SECURE);
    istio("gw", "b", SECURE);
    Problem several = refused(Protection.MESH, "", "");
    assertTrue(several.why().contains("istio/gw/a/443, istio/gw/b/443"), several.why());
    assertTrue(several.whatToDo().contains("istio/gw/a/443"), several.whatToDo());
    assertEquals("istio/gw/b/443", found(Protection.MESH, "istio/gw/b", ""));
  }

  private static final String LISTENERS =
      """
      {name: http, protocol: HTTP, port: 80, allowedRoutes: {namespaces: {from: All}}},
      {name: other, protocol: HTTPS, port: 443, hostname: '*.com', allowedRoutes: {namespaces: {from: All}}},
      {name: wide, protocol: HTTPS, port: 443, allowedRoutes: {namespaces: {from: All}}},
      {name: exact, protocol: HTTPS, port: 443, hostname: registry.example.test,
       allowedRoutes: {namespaces: {from: Selector, selector: {matchLabels: {kubernetes.io/metadata.name: mooring-ingress}}}}},
      {name: closed, protocol: HTTPS, port: 443, hostname: '*.example.test'}
      """;

  @Test
  void theListenerThatNamesTheHostMostExactlyIsTaken() throws InterruptedException {
    gateway("public", LISTENERS);
    policies("v1");
    assertEquals("gateway/gw/public/exact", found(Protection.TOKENS, "", ""));
    assertEquals("gateway/gw/public/wide", found(Protection.TOKENS, "gateway/gw/public/wide", ""));
    Problem closed = refused(Protection.TOKENS, "gateway/gw/public/closed", "");
    assertTrue(closed.why().contains("no routes from the namespace mooring-ingress"), closed.why());
  }

  @Test
  void aGatewayHasToKnowWhomItSendsTokensTo() throws InterruptedException {
    gateway("public", LISTENERS);
    policies("v1alpha3");
    assertTrue(refused(Protection.TOKENS, "", "").why().contains("Gateway API 1.4"));
    controller("example.com/controller");
    assertTrue(refused(Protection.MESH, "", "").why().contains("isn't a gateway of the mesh"));
    controller("istio.io/gateway-controller");
    assertEquals("gateway/gw/public/exact", found(Protection.MESH, "", ""));
  }

  @Test
  void aClassIsTakenWithACertificateOnly() throws InterruptedException {
    istio("gw", "public", SECURE);
    cluster.with(
        """
        {apiVersion: networking.k8s.io/v1, kind: IngressClass, metadata: {name: istio},
         spec: {controller: istio.io/ingress-controller}}
        ---
        {apiVersion: networking.k8s.io/v1, kind: IngressClass, metadata: {name: nginx}}
        """);
    assertEquals("class/nginx", found(Protection.MESH, "class/nginx", "tls"));
    assertEquals("class/nginx", found(Protection.TOKENS, "", "tls"));
    refused(Protection.TOKENS, "class/istio", "tls");
    refused(Protection.TOKENS, "class/traefik", "tls");
  }

  /// Its gateways would speak plain HTTP to an ingress without a sidecar, and speak mutual TLS to
  /// one with.
  @Test
  void theClassOfTheMeshIsForTheMeshAndNoOtherIs() throws InterruptedException {
    cluster.with(
        """
        {apiVersion: networking.k8s.io/v1, kind: IngressClass, metadata: {name: istio},
         spec: {controller: istio.io/ingress-controller}}
        """);
    assertEquals("class/istio/mesh", found(Protection.MESH, "", "tls"));
    assertEquals("class/istio/mesh", found(Protection.MESH, "class/istio", "tls"));
    refused(Protection.TOKENS, "class/istio/mesh", "tls");
    cluster.with("{apiVersion: networking.k8s.io/v1, kind: IngressClass, metadata: {name: nginx}}");
    refused(Protection.MESH, "class/nginx/mesh", "tls");
    assertTrue(refused(Protection.MESH, "", "tls").why().contains("class/istio/mesh, class/nginx"));
  }

  @Test
  void whatIsToldInFullIsTakenByWhoMayNotLook() throws InterruptedException {
    cluster.hidden.add("Gateway");
    assertEquals("istio/gw/public/443", found(Protection.MESH, "istio/gw/public/443", ""));
    Problem refused =
        assertThrows(MooringException.class, () -> found(Protection.MESH, "istio/gw/public", ""))
            .problem();
    assertEquals(Code.MISSING_RIGHT, refused.code());
  }
}
