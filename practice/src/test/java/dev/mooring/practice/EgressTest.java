package dev.mooring.practice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.document.Document;
import dev.mooring.forward.listener.LocalUsers;
import dev.mooring.identity.ServiceAccount;
import dev.mooring.identity.istiod.IstiodIdentities;
import dev.mooring.job.Progress;
import dev.mooring.mesh.EntranceRoute;
import dev.mooring.mesh.RegistryAddress;
import dev.mooring.mesh.RegistryForwards;
import dev.mooring.problem.Code;
import dev.mooring.problem.Finding;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.stack.ClusterStack;
import dev.mooring.stack.EgressWay;
import dev.mooring.stack.Stack;
import dev.mooring.stack.Verification;
import dev.mooring.stack.options.Additions;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.options.Writer;
import dev.mooring.tunnel.cluster.ApiTunnels;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The egress of a registry, used from a laptop by its entrance and under real certificates.
final class EgressTest {
  /// The practice cluster plays the proxy by its socket, whatever its image.
  private static final StackOptions PLAIN =
      StackOptions.defaults().withEnvoyImage("lab.test/tools:1");
  private static final StackOptions OPTIONS =
      PLAIN.withAdditions(Additions.NONE.withEgress(List.of("registry.example")));
  private static final ServiceAccount STRANGER =
      new ServiceAccount(OPTIONS.namespace(), "stranger");

  @TempDir static Path directory;
  private static PracticeCluster practice;
  private static Cluster cluster;
  private static ApiTunnels tunnels;
  private static IstiodIdentities identities;
  private static RegistryForwards registries;
  private static Stack stack;

  @BeforeAll
  static void start() throws Exception {
    practice = PracticeCluster.start();
    cluster =
        new FabricKubeconfig(List.of(practice.writeKubeconfig(directory))).connect("practice");
    tunnels = new ApiTunnels(cluster);
    identities =
        new IstiodIdentities(cluster, tunnels, List.of(new EntranceRoute(cluster, tunnels)));
    registries = new RegistryForwards(cluster, tunnels, identities, LocalUsers.owner());
    stack = new ClusterStack(cluster, tunnels, registries::fresh);
    stack.install(OPTIONS, Progress.none());
  }

  @AfterEach
  void allow() {
    practice.allowEverything();
  }

  @AfterAll
  static void stop() {
    registries.close();
    identities.close();
    tunnels.close();
    cluster.close();
    practice.close();
  }

  private static Problem mirroring(ServiceAccount as, String from) {
    return assertThrows(
            MooringException.class,
            () ->
                EgressWay.into(
                    OPTIONS, as, RegistryAddress.parse(from, ""), cluster, tunnels, identities))
        .problem();
  }

  /// Nothing is outside of a practice cluster: that the proxy looked for the host is the proof.
  @Test
  void aWriterComesToTheProxyByTheEntranceWithoutARightInItsNamespace() {
    practice.denyRights("list", "pods", OPTIONS.egressNamespace());
    practice.denyRights("create", "pods/portforward", OPTIONS.egressNamespace());
    Problem problem = mirroring(OPTIONS.firstWriter(), "registry.example");
    assertEquals(Code.EGRESS_FAILED, problem.code(), problem::toString);
    assertEquals("CONNECT: 503 DNS resolution failure", problem.detail());
  }

  @Test
  void whoIsNoWriterIsDisconnectedAndAWriterWhoWasAddedOrRemovedIsTheSameAtOnce()
      throws InterruptedException {
    cluster.apply(
        new KubeObject(
            Document.of(
                Map.of(
                    "apiVersion",
                    "v1",
                    "kind",
                    "ServiceAccount",
                    "metadata",
                    Map.of("name", STRANGER.name(), "namespace", STRANGER.namespace())))));
    assertEquals(Code.EGRESS_REFUSED, mirroring(STRANGER, "registry.example").code());
    stack.addWriter(
        OPTIONS, new Writer("ana", STRANGER.namespace(), STRANGER.name(), List.of("ana/*")), "ana");
    assertEquals(Code.EGRESS_FAILED, mirroring(STRANGER, "registry.example").code());
    stack.removeWriter(OPTIONS, "ana", STRANGER.namespace());
    assertEquals(Code.EGRESS_REFUSED, mirroring(STRANGER, "registry.example").code());
  }

  @Test
  void verificationAsksForAListedHostAnUnlistedOneAndAsSomebodyElse() throws InterruptedException {
    Verification verification = stack.verify(OPTIONS, Progress.none());
    Map<String, Finding.Level> rows =
        verification.rows().stream()
            .filter(each -> each.finding().id().equals("verify.egress"))
            .collect(
                Collectors.toMap(each -> each.finding().subject(), each -> each.finding().level()));
    assertEquals(
        Map.of(
            "Egress to a host that isn't listed",
            Finding.Level.OK,
            "Egress as an account that is neither writer nor builder",
            Finding.Level.OK,
            "Egress to registry.example",
            Finding.Level.WARNING),
        rows);
    assertTrue(verification.passed(), verification::toString);
  }

  @Test
  void withoutHostsNothingOfItStays() throws InterruptedException {
    stack.addWriter(
        OPTIONS, new Writer("bob", OPTIONS.namespace(), "bob", List.of("bob/*")), "bob");
    stack.install(PLAIN, Progress.none());
    assertEquals(List.of(), cluster.list(Kind.AUTHORIZATION_POLICY, OPTIONS.egressNamespace(), ""));
    assertEquals(
        List.of(),
        cluster.list(
            Kind.SERVICE_ENTRY, OPTIONS.entranceNamespace(), "mooring.dev/mesh-service=egress"));
    stack.install(OPTIONS, Progress.none());
    assertEquals(0, stack.plan(OPTIONS).writes().size());
    assertEquals(Code.EGRESS_FAILED, mirroring(OPTIONS.firstWriter(), "registry.example").code());
  }
}
