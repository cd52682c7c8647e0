package dev.mooring.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.document.Document;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Where objects are served, by what they say of themselves.
final class KindTest {

  @ParameterizedTest
  @CsvSource({
    "NetworkPolicy, networkpolicies",
    "Gateway, gateways",
    "Ingress, ingresses",
    "IPAddress, ipaddresses",
    "Box, boxes",
    "Patch, patches",
    "Mesh, meshes",
    "Endpoints, endpoints",
    "Widget, widgets",
    "Proxy, proxies",
    "Key, keys",
    "Convoy, convoys",
  })
  void anUnknownKindIsServedUnderTheUsualPluralOfItsName(String kind, String plural) {
    Kind found = Kind.of(object("example.org/v2", kind, "dev"));
    assertEquals(new Kind("example.org", "v2", kind, plural, true), found);
    assertEquals("example.org/v2", found.apiVersion());
  }

  @Test
  void anUnknownKindIsNamespacedWhereTheObjectIs() {
    assertEquals(
        new Kind("", "v1", "Binding", "bindings", false), Kind.of(object("v1", "Binding", "")));
  }

  @Test
  void aKnownKindIsTakenByGroupVersionAndName() {
    assertEquals(Kind.POD, Kind.of(object("v1", "Pod", "")));
    assertEquals(
        Kind.GATEWAY, Kind.of(object(Kind.GATEWAY.apiVersion(), Kind.GATEWAY.kind(), "dev")));
    assertEquals(
        Kind.API_GATEWAY,
        Kind.of(object(Kind.API_GATEWAY.apiVersion(), Kind.API_GATEWAY.kind(), "dev")));
    assertEquals("metrics.k8s.io", Kind.of(object("metrics.k8s.io/v1", "Pod", "dev")).group());
  }

  private static KubeObject object(String apiVersion, String kind, String namespace) {
    return new KubeObject(
        Document.of(
            Map.of(
                "apiVersion",
                apiVersion,
                "kind",
                kind,
                "metadata",
                namespace.isEmpty()
                    ? Map.of("name", "x")
                    : Map.of("name", "x", "namespace", namespace))));
  }
}
