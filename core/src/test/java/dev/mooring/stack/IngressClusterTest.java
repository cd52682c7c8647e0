package dev.mooring.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.NeedsIstio;
import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.identity.authority.ServerCertificate;
import dev.mooring.identity.istiod.IstiodIdentities;
import dev.mooring.job.Progress;
import dev.mooring.mesh.RegistryForward;
import dev.mooring.problem.Finding;
import dev.mooring.problem.MooringException;
import dev.mooring.stack.envoy.IngressDoor;
import dev.mooring.stack.options.Additions;
import dev.mooring.stack.options.Ingress;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.PodPort;
import dev.mooring.tunnel.cluster.ApiTunnels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// A registry of the mesh behind gateways that were there before: one of Istio's, one of the
/// Gateway API, and Istio's class of ingresses. For clients that are not ours and their attackers.
@Tag("cluster")
@NeedsIstio
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class IngressClusterTest {
  private static final String GATEWAY = "t-ingress-gw";
  private static final String CLASS = "t-ingress-istio";
  private static final TestIssuer ISSUER = new TestIssuer();
  private static final StackOptions OPTIONS =
      StackOptions.defaults()
          .named("t-ingress")
          .withNodePort(5075)
          .withAdditions(
              Additions.NONE.withIngress(
                  new Ingress(
                      IngressScene.HOST, TestIssuer.ISSUER, ISSUER.publicKeys(), "", "", "", "")));

  private static final String OBJECTS =
      """
      {apiVersion: v1, kind: Namespace, metadata: {name: t-ingress-gw}}
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: gateway, namespace: t-ingress-gw}
      spec:
        selector: {matchLabels: {app: t-ingress-gw}}
        template:
          metadata:
            labels: {app: t-ingress-gw, istio: ingressgateway, sidecar.istio.io/inject: "true"}
            annotations: {inject.istio.io/templates: gateway}
          spec:
            terminationGracePeriodSeconds: 1
            containers: [{name: istio-proxy, image: auto, imagePullPolicy: IfNotPresent}]
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: Role
      metadata: {name: secrets, namespace: t-ingress-gw}
      rules: [{apiGroups: [""], resources: [secrets], verbs: [get, list, watch]}]
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: RoleBinding
      metadata: {name: secrets, namespace: t-ingress-gw}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: secrets}
      subjects: [{kind: ServiceAccount, name: default, namespace: t-ingress-gw}]
      ---
      apiVersion: networking.istio.io/v1
      kind: Gateway
      metadata: {name: public, namespace: t-ingress-gw}
      spec:
        selector: {app: t-ingress-gw}
        servers:
        - {port: {number: 8080, name: http, protocol: HTTP}, hosts: ["*"]}
        - port: {number: 8443, name: https, protocol: HTTPS}
          tls: {mode: SIMPLE, credentialName: host}
          hosts: ["*.example.test"]
      ---
      apiVersion: networking.k8s.io/v1
      kind: IngressClass
      metadata: {name: t-ingress-istio}
      spec: {controller: istio.io/ingress-controller}
      ---
      apiVersion: v1
      kind: Secret
      type: kubernetes.io/tls
      metadata: {name: host, namespace: t-ingress-gw}
      data: {tls.crt: CERTIFICATE, tls.key: KEY}
      """;

  private static final String API_GATEWAY =
      """
      apiVersion: gateway.networking.k8s.io/v1
      kind: Gateway
      metadata:
        name: api
        namespace: t-ingress-gw
        annotations: {networking.istio.io/service-type: ClusterIP}
      spec:
        gatewayClassName: istio
        listeners:
        - {name: plain, port: 8080, protocol: HTTP, allowedRoutes: {namespaces: {from: All}}}
        - name: secure
          port: 8443
          protocol: HTTPS
          hostname: "*.example.test"
          tls: {mode: Terminate, certificateRefs: [{name: host}]}
          allowedRoutes: {namespaces: {from: All}}
      """;

  @TempDir static Path folder;
  private final Cluster cluster = new FabricKubeconfig().connect(null);
  private final ApiTunnels tunnels = new ApiTunnels(cluster);
  private final IstiodIdentities identities = new IstiodIdentities(cluster, tunnels);
  private final Stack stack =
      new ClusterStack(
          cluster, tunnels, each -> new RegistryForward(cluster, tunnels, identities, each));
  private final IngressScene scene = new IngressScene(cluster, stack, OPTIONS);
  private final GatewayApi api = new GatewayApi(cluster);
  private final ServerCertificate certificate = IngressScene.certificate();
  private Set<String> before = Set.of();
  private Optional<Verification> verification = Optional.empty();

  @BeforeAll
  void install() throws Exception {
    leave();
    api.define();
    scene.apply(
        OBJECTS
            .replace("CERTIFICATE", encoded(certificate.certificate()))
            .replace("KEY", encoded(certificate.key())));
    // The verification asks it, and an installation may be ready before it.
    scene.pod(GATEWAY, GATEWAY, 8443);
    before = AllObjects.names(cluster.context());
    verification =
        Optional.of(stack.installProven(OPTIONS, Progress.none(), done -> {}).verification());
  }

  private static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }

  @AfterAll
  void end() throws InterruptedException {
    leave();
    api.remove();
    identities.close();
    tunnels.close();
    cluster.close();
  }

  private void leave() throws InterruptedException {
    scene.uninstall();
    cluster.delete(Kind.NAMESPACE, null, GATEWAY, Duration.ofMinutes(1));
    cluster.delete(Kind.INGRESS_CLASS, null, CLASS, Duration.ofSeconds(20));
  }

  @Test
  @Order(1)
  void theOnlyGatewayThatHasTheHostOverHttpsIsTaken() throws InterruptedException {
    assertEquals(
        "istio/t-ingress-gw/public/8443", stack.inForce(OPTIONS).additions().ingress().through());
    StackOptions plain =
        OPTIONS.withAdditions(
            OPTIONS
                .additions()
                .withIngress(
                    OPTIONS.additions().ingress().withThrough("istio/t-ingress-gw/public/8080")));
    MooringException refused =
        org.junit.jupiter.api.Assertions.assertThrows(
            MooringException.class, () -> stack.install(plain, Progress.none()));
    assertTrue(refused.problem().why().contains("HTTPS"), refused.problem()::why);
  }

  @Test
  @Order(2)
  void cranePushesAndPullsByTokensWithARule() throws Exception {
    PodPort gateway = scene.pod(GATEWAY, GATEWAY, 8443);
    try (OutsideClient client =
        new OutsideClient(folder, certificate.authority(), OutsideClient.pod(tunnels, gateway))) {
      scene.isOpenToTokensWithARuleOnly(client, ISSUER);
    }
  }

  private String plain(PodPort port, String... headers) throws InterruptedException {
    try (ByteStream stream = tunnels.open(port)) {
      String request =
          "GET /v2/ HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n%s\r\n"
              .formatted(IngressScene.HOST, String.join("", headers));
      stream.output().write(request.getBytes(StandardCharsets.US_ASCII));
      stream.output().flush();
      return new String(stream.input().readNBytes(12), StandardCharsets.US_ASCII);
    } catch (IOException | MooringException e) {
      return "closed";
    }
  }

  @Test
  @Order(3)
  void noPortLeadsPastTheTokens() throws Exception {
    // The gateway serves the host in plain, too, and leads nowhere from there.
    assertEquals("HTTP/1.1 404", plain(scene.pod(GATEWAY, GATEWAY, 8080)));
    String namespace = OPTIONS.ingressNamespace();
    String token =
        "Authorization: Bearer "
            + ISSUER.token(IngressScene.HOST, "repository_owner", "other")
            + "\r\n";
    PodPort pod = scene.pod(namespace, IngressDoor.NAME, IngressDoor.PORT);
    // Whoever may forward to the pod: as a page in plain, and as what a gateway would hand on.
    assertEquals("HTTP/1.1 403", plain(pod, token));
    assertEquals("HTTP/1.1 401", plain(pod, "X-Forwarded-Proto: https\r\n"));
    assertEquals("HTTP/1.1 200", plain(pod, "X-Forwarded-Proto: https\r\n", token));
    // What comes from a gateway comes by mutual TLS: nothing else is answered there.
    String besides = plain(new PodPort(namespace, pod.pod(), 8080), token);
    assertTrue(besides.isEmpty() || besides.equals("closed"), besides);
    for (int port : new int[] {5000, 9901}) {
      String answer = plain(new PodPort(namespace, pod.pod(), port), token);
      assertFalse(answer.startsWith("HTTP/1.1 2"), port + " " + answer);
    }
    assertEquals("HTTP/1.1 200", plain(new PodPort(namespace, pod.pod(), IngressDoor.ALIVE)));
  }

  @Test
  @Order(4)
  void theVerificationAsksAtTheIngressAndAtItsHost() {
    Verification verification = this.verification.orElseThrow();
    assertTrue(verification.passed(), verification::toString);
    assertTrue(
        verification.rows().stream()
            .anyMatch(
                each ->
                    each.finding().id().equals("verify.no-token-ingress")
                        && each.finding().sentence().contains("401")),
        verification::toString);
    assertTrue(
        verification.rows().stream()
            .anyMatch(
                each ->
                    each.finding().id().equals("verify.no-token-host")
                        && each.finding().level() == Finding.Level.OK),
        verification::toString);
  }

  /// Installs again with another way in.
  private StackOptions through(String carrier, String secret) throws InterruptedException {
    Ingress ingress = OPTIONS.additions().ingress();
    StackOptions next =
        OPTIONS.withAdditions(
            OPTIONS
                .additions()
                .withIngress(
                    new Ingress(
                        ingress.host(),
                        ingress.issuer(),
                        ingress.keys(),
                        "",
                        carrier,
                        secret,
                        "")));
    stack.install(next, Progress.none());
    StackOptions there = stack.inForce(next);
    Finding host = new HostCertificate(cluster, there).finding(Instant.now()).getFirst();
    assertEquals(Finding.Level.OK, host.level(), host.sentence());
    return there;
  }

  private boolean leads(Kind kind) throws InterruptedException {
    return cluster.get(kind, OPTIONS.ingressNamespace(), IngressDoor.NAME).isPresent();
  }

  private void isAsOpenAsBefore(PodPort gateway) throws Exception {
    try (OutsideClient client =
        new OutsideClient(folder, certificate.authority(), OutsideClient.pod(tunnels, gateway))) {
      scene.isAsOpenAsBefore(client, ISSUER);
    }
  }

  private void isAskedAtItsHost(StackOptions there, PodPort gateway) throws InterruptedException {
    Finding asked =
        new HostCheck(cluster, tunnels, there, host -> Optional.empty(), Duration.ofSeconds(10))
            .anonymous()
            .finding();
    assertEquals(Finding.Level.OK, asked.level(), asked.sentence());
    assertTrue(asked.sentence().contains("401"), asked.sentence());
    assertTrue(asked.sentence().contains(gateway.pod()), asked.sentence());
  }

  @Test
  @Order(5)
  void aGatewayOfTheGatewayApiCarriesTheSameHost() throws Exception {
    scene.apply(API_GATEWAY);
    try {
      StackOptions there = through("gateway/t-ingress-gw/api", "");
      assertEquals("gateway/t-ingress-gw/api/secure", there.additions().ingress().through());
      assertFalse(leads(Kind.VIRTUAL_SERVICE));
      String labels = "gateway.networking.k8s.io/gateway-name=api";
      PodPort gateway = scene.podOf(GATEWAY, labels, 8443);
      isAsOpenAsBefore(gateway);
      isAskedAtItsHost(there, gateway);
      assertEquals("HTTP/1.1 404", plain(scene.podOf(GATEWAY, labels, 8080)));
    } finally {
      cluster.delete(Kind.API_GATEWAY, GATEWAY, "api", Duration.ofSeconds(20));
    }
  }

  @Test
  @Order(6)
  void istiosIngressClassCarriesTheSameHost() throws Exception {
    StackOptions there = through("class/" + CLASS, "host");
    assertEquals("class/t-ingress-istio/mesh", there.additions().ingress().through());
    assertFalse(leads(Kind.HTTP_ROUTE));
    PodPort gateway = scene.pod(GATEWAY, GATEWAY, 443);
    isAsOpenAsBefore(gateway);
    isAskedAtItsHost(there, gateway);
    // An Ingress serves its host in plain, too: there the ingress refuses everybody.
    assertEquals("HTTP/1.1 403", plain(scene.pod(GATEWAY, GATEWAY, 80)));
  }

  @Test
  @Order(7)
  void uninstallingLeavesNothing() throws Exception {
    scene.uninstall();
    AllObjects.await(cluster.context(), before);
  }
}
