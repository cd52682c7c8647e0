package dev.mooring.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.identity.authority.ServerCertificate;
import dev.mooring.identity.istiod.IstiodIdentities;
import dev.mooring.job.Progress;
import dev.mooring.mesh.RegistryForward;
import dev.mooring.stack.envoy.IngressDoor;
import dev.mooring.stack.options.Additions;
import dev.mooring.stack.options.Ingress;
import dev.mooring.stack.options.Protection;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.render.IngressEntrance;
import dev.mooring.tunnel.ApiTunnels;
import dev.mooring.tunnel.PodPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// The ingress of a registry without a mesh. In the place of the cluster's controller stands an
/// Envoy of the test's, which ends the host's TLS and checks whom it hands requests to.
@Tag("cluster")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class IngressTokensClusterTest {
  private static final String CLASS = "t-ingress-tokens";
  private static final TestIssuer ISSUER = new TestIssuer();
  private static final StackOptions OPTIONS =
      StackOptions.defaults()
          .named("t-ingress-d")
          .withNodePort(5076)
          .withProtection(Protection.TOKENS)
          .withAdditions(
              Additions.NONE.withIngress(
                  new Ingress(
                      IngressScene.HOST,
                      TestIssuer.ISSUER,
                      ISSUER.publicKeys(),
                      "",
                      "class/" + CLASS,
                      "host",
                      "")));

  private static final String CONTROLLER =
      """
      static_resources:
        listeners:
        - name: host
          address: {socket_address: {address: 127.0.0.1, port_value: @HOST_PORT@}}
          filter_chains:
          - transport_socket:
              name: tls
              typed_config:
                "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext
                common_tls_context:
                  tls_certificates:
                  - certificate_chain: {filename: @FOLDER@/host.crt}
                    private_key: {filename: @FOLDER@/host.key}
            filters:
            - name: http
              typed_config:
                "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
                stat_prefix: host
                use_remote_address: true
                route_config:
                  virtual_hosts:
                  - name: host
                    domains: ["*"]
                    routes: [{match: {prefix: /}, route: {cluster: ingress, timeout: 0s}}]
                http_filters:
                - name: router
                  typed_config: {"@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router}
        clusters:
        - name: ingress
          type: STATIC
          load_assignment:
            cluster_name: ingress
            endpoints:
            - lb_endpoints:
              - endpoint: {address: {socket_address: {address: 127.0.0.1, port_value: @PORT@}}}
          transport_socket:
            name: tls
            typed_config:
              "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext
              sni: @NAME@
              common_tls_context:
                validation_context:
                  trusted_ca: {filename: @FOLDER@/ingress.crt}
                  match_typed_subject_alt_names: [{san_type: DNS, matcher: {exact: @NAME@}}]
      """;

  @TempDir static Path folder;
  private final Cluster cluster = new FabricKubeconfig().connect(null);
  private final ApiTunnels tunnels = new ApiTunnels(cluster);
  private final IstiodIdentities identities = new IstiodIdentities(cluster, tunnels);
  private final Stack stack =
      new ClusterStack(
          cluster, tunnels, each -> new RegistryForward(cluster, tunnels, identities, each));
  private final IngressScene scene = new IngressScene(cluster, stack, OPTIONS);
  private Set<String> before = Set.of();

  @BeforeAll
  void install() throws Exception {
    leave();
    scene.apply(
        "{apiVersion: networking.k8s.io/v1, kind: IngressClass, metadata: {name: %s}, spec: {controller: example.test/none}}"
            .formatted(CLASS));
    before = AllObjects.names(cluster.context());
    stack.install(OPTIONS, Progress.none());
  }

  @AfterAll
  void end() throws InterruptedException {
    leave();
    identities.close();
    tunnels.close();
    cluster.close();
  }

  private void leave() throws InterruptedException {
    scene.uninstall();
    cluster.delete(Kind.INGRESS_CLASS, null, CLASS, Duration.ofSeconds(20));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Test
  @Order(1)
  void cranePushesAndPullsByTokensWithARule() throws Exception {
    ServerCertificate host = IngressScene.certificate();
    Files.writeString(folder.resolve("host.crt"), host.certificate());
    Files.writeString(folder.resolve("host.key"), host.key());
    Files.writeString(
        folder.resolve("ingress.crt"),
        cluster
            .get(Kind.CONFIG_MAP, OPTIONS.ingressNamespace(), IngressEntrance.AUTHORITY)
            .orElseThrow()
            .at("data", "ca.crt")
            .textOrEmpty());
    PodPort pod = scene.pod(OPTIONS.ingressNamespace(), IngressDoor.NAME, IngressDoor.PORT);
    int port = freePort();
    try (OutsideClient toIngress = new OutsideClient(folder, "", OutsideClient.pod(tunnels, pod));
        OutsideClient client =
            new OutsideClient(folder, host.authority(), OutsideClient.address(port))) {
      Path configuration = folder.resolve("controller.yaml");
      Files.writeString(
          configuration,
          CONTROLLER
              .replace("@HOST_PORT@", Integer.toString(port))
              .replace("@PORT@", Integer.toString(toIngress.port()))
              .replace("@FOLDER@", folder.toString())
              .replace("@NAME@", new IngressDoor(OPTIONS).host()));
      Process controller =
          new ProcessBuilder(
                  "envoy",
                  "-c",
                  configuration.toString(),
                  "--disable-hot-restart",
                  "--concurrency",
                  "1",
                  "-l",
                  "warn")
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("controller.log").toFile())
              .start();
      try {
        Awaitility.await().ignoreExceptions().until(() -> listens(port));
        scene.isOpenToTokensWithARuleOnly(client, ISSUER);
      } finally {
        controller.destroyForcibly().waitFor();
      }
    }
  }

  private static boolean listens(int port) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    }
  }

  @Test
  @Order(2)
  void theVerificationAsksAtTheIngress() throws InterruptedException {
    Verification verification = stack.verify(OPTIONS, Progress.none());
    assertTrue(verification.passed(), verification::toString);
    assertTrue(
        verification.rows().stream()
            .anyMatch(each -> each.finding().id().equals("verify.no-token-ingress")),
        verification::toString);
    assertEquals(1, stack.writers(OPTIONS).size());
  }

  @Test
  @Order(3)
  void uninstallingLeavesNothing() throws Exception {
    scene.uninstall();
    AllObjects.await(cluster.context(), before);
  }
}
