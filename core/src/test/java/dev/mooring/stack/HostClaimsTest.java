package dev.mooring.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.problem.Finding;
import dev.mooring.stack.options.Additions;
import dev.mooring.stack.options.Ingress;
import dev.mooring.stack.options.Protection;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.render.IngressEntrance;
import dev.mooring.stack.render.Rendering;
import dev.mooring.stack.render.Surroundings;
import org.junit.jupiter.api.Test;

final class HostClaimsTest {
  private static final StackOptions OPTIONS =
      StackOptions.defaults()
          .withProtection(Protection.TOKENS)
          .withAdditions(
              Additions.NONE.withIngress(
                  new Ingress(
                      "registry.example.test",
                      "i",
                      new TestIssuer().publicKeys(),
                      "",
                      "class/nginx",
                      "tls",
                      "")));

  private final CannedCluster cluster = new CannedCluster();

  private Finding finding() throws InterruptedException {
    return new HostClaims(cluster, OPTIONS).finding();
  }

  @Test
  void aRouteOfSomebodyElseForTheHostIsNamed() throws InterruptedException {
    cluster.with(
        """
        {apiVersion: gateway.networking.k8s.io/v1, kind: HTTPRoute, metadata: {name: thief, namespace: web},
         spec: {hostnames: [shop.example.test, registry.example.test]}}
        ---
        {apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: wide, namespace: web},
         spec: {rules: [{host: shop.example.test}, {host: '*.example.test'}]}}
        ---
        {apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: thief, namespace: web},
         spec: {rules: [{host: shop.example.test}, {host: registry.example.test}]}}
        ---
        {apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {name: edge, namespace: web},
         spec: {hosts: [registry.example.test], gateways: [gw/public]}}
        ---
        {apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {name: inside, namespace: web},
         spec: {hosts: [registry.example.test], gateways: [mesh]}}
        """);
    Finding found = finding();
    assertEquals(Finding.Level.WARNING, found.level());
    assertTrue(
        found
            .sentence()
            .contains("HTTPRoute web/thief, Ingress web/thief, VirtualService web/edge also serve"),
        found.sentence());
  }

  @Test
  void theIngressesOwnRouteAndThoseOfOtherHostsAreNot() throws InterruptedException {
    new Rendering(OPTIONS, Surroundings.usual())
        .objects().stream()
            .filter(each -> each.name().equals(IngressEntrance.NAME))
            .forEach(cluster::apply);
    cluster.with(
        "{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: shop, namespace: web}, spec: {rules: [{host: shop.example.test}, {}]}}");
    assertEquals(Finding.Level.OK, finding().level(), finding().sentence());
  }

  @Test
  void whoMayNotLookIsToldSo() throws InterruptedException {
    cluster.hidden.add("Ingress");
    assertEquals(Finding.Level.WARNING, finding().level());
  }
}
