package dev.mooring.stack.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.stack.TestIssuer;
import dev.mooring.stack.options.Additions;
import dev.mooring.stack.options.Ingress;
import dev.mooring.stack.options.Protection;
import dev.mooring.stack.options.StackOptions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class IngressRenderingTest {
  private static final String HOST = "registry.example.test";
  private static final DoorCertificate CERTIFICATE = new DoorCertificate("chain", "KEY", "root");

  private static StackOptions options(Protection protection, String through) {
    String secret = through.startsWith("class/") ? "tls" : "";
    return StackOptions.defaults()
        .named("team-a")
        .withProtection(protection)
        .withAdditions(
            Additions.NONE.withIngress(
                new Ingress(
                    HOST,
                    "https://issuer",
                    new TestIssuer().publicKeys(),
                    "",
                    through,
                    secret,
                    "")));
  }

  private static List<KubeObject> objects(StackOptions options) {
    Surroundings usual = Surroundings.usual();
    return new Rendering(
            options,
            usual
                .withDoor(usual.door().withCertificate(CERTIFICATE))
                .withIngress(usual.ingress().withCertificate(CERTIFICATE)))
        .objects();
  }

  private static Optional<KubeObject> find(StackOptions options, String words) {
    return objects(options).stream().filter(each -> each.words().equals(words)).findFirst();
  }

  private static KubeObject ingress(StackOptions options, String kind) {
    return find(options, kind + " mooring-ingress-team-a/mooring-ingress").orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "MESH, istio/gw/public/443, false",
    "MESH, gateway/gw/public/https, false",
    "MESH, class/nginx, true",
    "MESH, class/istio/mesh, false",
    "TOKENS, gateway/gw/public/https, true",
    "TOKENS, class/nginx, true"
  })
  void aTokenIsNeverInPlainOnItsWayInTheCluster(
      Protection protection, String through, boolean ends) {
    StackOptions options = options(protection, through);
    Document envoy =
        Documents.yaml(
                ingress(options, "ConfigMap").at("data", "envoy.yaml").textOrEmpty(), "envoy")
            .getFirst();
    assertTrue(envoy.at("admin").isNothing());
    Document listener = envoy.at("static_resources", "listeners").items().getFirst();
    String address = listener.at("address", "socket_address", "address").textOrEmpty();
    boolean tls =
        listener.at("filter_chains").stream()
            .noneMatch(each -> each.at("transport_socket").isNothing());
    assertEquals(ends, tls);
    // In plain it is for its own sidecar only, which takes mutual TLS and nothing else.
    assertEquals(ends ? "0.0.0.0" : "127.0.0.1", address);
    Document port = ingress(options, "Service").at("spec", "ports").items().getFirst();
    assertEquals(ends ? "https" : "http", port.at("appProtocol").textOrEmpty());
    if (protection == Protection.MESH) {
      assertEquals(
          "STRICT",
          ingress(options, "PeerAuthentication").at("spec", "mtls", "mode").textOrEmpty());
      assertEquals(
          ends,
          "disabled"
              .equals(
                  ingress(options, "Deployment")
                      .at("spec", "template", "metadata", "labels", "security.istio.io/tlsMode")
                      .textOrEmpty()));
    }
    assertEquals(ends, find(options, "Secret mooring-ingress-team-a/mooring-ingress").isPresent());
  }

  @Test
  void eachRouteLeadsFromHttpsOnly() {
    KubeObject istio = ingress(options(Protection.MESH, "istio/gw/public/8443"), "VirtualService");
    assertEquals(List.of("gw/public"), istio.at("spec", "gateways").texts());
    Document http = istio.at("spec", "http").items().getFirst();
    assertEquals(8443, http.at("match").items().getFirst().at("port").integer().orElseThrow());
    KubeObject gateway = ingress(options(Protection.TOKENS, "gateway/gw/public/tls"), "HTTPRoute");
    assertEquals(
        "tls", gateway.at("spec", "parentRefs").items().getFirst().at("sectionName").textOrEmpty());
    KubeObject policy =
        ingress(options(Protection.TOKENS, "gateway/gw/public/tls"), "BackendTLSPolicy");
    assertEquals(
        "mooring-ingress.mooring-ingress-team-a.svc",
        policy.at("spec", "validation", "hostname").textOrEmpty());
    KubeObject ingress = ingress(options(Protection.TOKENS, "class/nginx"), "Ingress");
    Document tls = ingress.at("spec", "tls").items().getFirst();
    assertEquals("tls", tls.at("secretName").textOrEmpty());
    assertEquals(List.of(HOST), tls.at("hosts").texts());
  }

  @Test
  void inAMeshNoPortLeadsToTheRegistry() {
    StackOptions options = options(Protection.MESH, "istio/gw/public/443");
    KubeObject sidecar = ingress(options, "Sidecar");
    Document egress = sidecar.at("spec", "egress").items().getFirst();
    assertEquals("unix:///run/mooring-ingress/registry.sock", egress.at("bind").textOrEmpty());
    assertTrue(egress.at("port", "number").isNothing());
    assertEquals(1, sidecar.at("spec", "egress").items().size());
    KubeObject policy = find(options, "AuthorizationPolicy team-a/mooring-ingress").orElseThrow();
    assertFalse(policy.labels().containsKey(WriterPolicy.LABEL));
  }

  @Test
  void itsPodsKeepToTheRestrictedLevelAndHaveAnAccountOfTheirOwn() {
    for (StackOptions each :
        List.of(
            options(Protection.MESH, "istio/gw/public/443"),
            options(Protection.TOKENS, "class/nginx"))) {
      assertEquals(
          "restricted",
          find(each, "Namespace mooring-ingress-team-a")
              .orElseThrow()
              .labels()
              .get("pod-security.kubernetes.io/enforce"));
      Document spec = ingress(each, "Deployment").at("spec", "template", "spec");
      assertTrue(spec.at("securityContext", "runAsNonRoot").isTrue());
      assertEquals("mooring-ingress", spec.at("serviceAccountName").textOrEmpty());
      assertFalse(spec.at("automountServiceAccountToken").isTrue());
      assertEquals(
          List.of("ALL"),
          spec.at("containers")
              .items()
              .getFirst()
              .at("securityContext", "capabilities", "drop")
              .texts());
    }
  }

  @Test
  void withoutOneNothingOfItIsThere() {
    for (Protection each : Protection.values()) {
      StackOptions none = options(each, "class/nginx").withAdditions(Additions.NONE);
      assertEquals(
          0, objects(none).stream().filter(one -> one.words().contains("ingress")).count());
    }
    Stream<KubeObject> plain = objects(options(Protection.PLAIN, "class/nginx")).stream();
    assertEquals(0, plain.filter(one -> one.words().contains("ingress")).count());
  }
}
