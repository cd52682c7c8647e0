package dev.mooring.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.WithoutIstio;
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
import dev.mooring.tunnel.PodPort;
import dev.mooring.tunnel.cluster.ApiTunnels;
import java.nio.file.Path;
import java.time.Duration;
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

/// The ingress of a registry without a mesh. In the place of the cluster's controller stands an
/// Envoy of the test's, which ends the host's TLS and checks whom it hands requests to.
@Tag("cluster")
@WithoutIstio
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

  @Test
  @Order(1)
  void cranePushesAndPullsByTokensWithARule() throws Exception {
    ServerCertificate host = IngressScene.certificate();
    String authority =
        cluster
            .get(Kind.CONFIG_MAP, OPTIONS.ingressNamespace(), IngressEntrance.AUTHORITY)
            .orElseThrow()
            .at("data", "ca.crt")
            .textOrEmpty();
    PodPort pod = scene.pod(OPTIONS.ingressNamespace(), IngressDoor.NAME, IngressDoor.PORT);
    try (OutsideClient behind = new OutsideClient(folder, "", OutsideClient.pod(tunnels, pod));
        TestGateway gateway =
            TestGateway.checking(
                folder, host, behind.port(), authority, new IngressDoor(OPTIONS).host());
        OutsideClient client =
            new OutsideClient(folder, host.authority(), OutsideClient.address(gateway.port()))) {
      scene.isOpenToTokensWithARuleOnly(client, ISSUER);
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
