package dev.mooring.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.NeedsIstio;
import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.identity.ServiceAccount;
import dev.mooring.identity.istiod.IstiodIdentities;
import dev.mooring.job.Progress;
import dev.mooring.mesh.RegistryForward;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.registry.Archives;
import dev.mooring.registry.ImageReference;
import dev.mooring.registry.LocalRegistry;
import dev.mooring.registry.Programs;
import dev.mooring.registry.client.HttpRegistry;
import dev.mooring.registry.remote.DockerConfig;
import dev.mooring.registry.remote.PullLogin;
import dev.mooring.registry.remote.RemoteImage;
import dev.mooring.registry.remote.RemoteRegistries;
import dev.mooring.registry.remote.TokenServer;
import dev.mooring.registry.transfer.Copied;
import dev.mooring.registry.transfer.ImageCopy;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.render.Ownership;
import dev.mooring.tunnel.Lab;
import dev.mooring.tunnel.cluster.ApiTunnels;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// From a registry that asks for tokens into the cluster's, and from there onto each node.
@NeedsIstio
@Tag("cluster")
@Tag("apart")
@UsualRegistry
final class MirrorOnClusterTest {
  private static final StackOptions OPTIONS = StackOptions.defaults();

  @TempDir Path folder;
  private final Cluster cluster = new FabricKubeconfig().connect(null);
  private final ApiTunnels tunnels = new ApiTunnels(cluster.endpoint());
  private final IstiodIdentities identities = new IstiodIdentities(cluster, tunnels);
  private final Stack stack =
      new ClusterStack(
          cluster, tunnels, each -> new RegistryForward(cluster, tunnels, identities, each));

  @BeforeEach
  void install() throws InterruptedException {
    Assumptions.assumeTrue(LocalRegistry.isOnPath("registry") && LocalRegistry.isOnPath("crane"));
    stack.install(OPTIONS, Progress.none());
  }

  @AfterEach
  void leaveNothing() throws InterruptedException {
    stack.uninstall(OPTIONS, Stack.DataFate.DELETE, Progress.none());
    identities.close();
    tunnels.close();
    cluster.close();
  }

  @Test
  void aPublicImageHasTheSameDigestInTheClusterAndIsPulledOnEachNode() throws Exception {
    try (TokenServer tokens = new TokenServer();
        LocalRegistry open = LocalRegistry.start(folder.resolve("public"))) {
      push(open);
      String there = Programs.run("crane", "digest", open.host() + "/library/app:1");
      open.close();
      try (LocalRegistry closed =
          LocalRegistry.start(
              folder.resolve("public"), tokens.configuration(folder.resolve("keys")))) {
        mirror(closed, there);
      }
    }
  }

  private void push(LocalRegistry open) throws Exception {
    try (HttpRegistry filling = new HttpRegistry(open.uri(), null)) {
      Archives.Layout layout = new Archives.Layout();
      Map<String, Object> amd = layout.image("amd64", List.of(Archives.layer(1, 3_000_000)));
      Map<String, Object> arm = layout.image("arm64", List.of(Archives.layer(2, 200_000)));
      Map<String, Object> index = layout.index(Map.of("linux/amd64", amd, "linux/arm64", arm));
      filling.push(
          layout.write(folder.resolve("app.tar"), List.of(index)),
          ImageReference.parse("library/app:1"),
          Progress.none());
    }
  }

  private void mirror(LocalRegistry closed, String there) throws Exception {
    DockerConfig login = TokenServer.login(folder.resolve("docker"), closed.host());
    RemoteImage image = RemoteImage.parse(closed.host() + "/library/app:1");
    ServiceAccount writer = new ServiceAccount(OPTIONS.namespace(), OPTIONS.account());
    try (RegistryForward forward =
            new RegistryForward(cluster, tunnels, identities, OPTIONS.location(writer));
        RemoteRegistries.Remote remote = new RemoteRegistries(login, null).open(image)) {
      int port = forward.connect(0).listening().getFirst().getPort();
      try (HttpRegistry here = new HttpRegistry(URI.create("http://localhost:" + port), null)) {
        Copied copied =
            new ImageCopy(remote.registry().source(image.repository()), here.sink("library/app"))
                .run("1", "1", Optional.empty(), Progress.none());
        assertEquals(there, copied.digest().text());
        assertEquals(
            there, Programs.run("crane", "digest", "localhost:" + port + "/library/app:1"));
      }
    }
    NodePulls pulls = new NodePulls(cluster, OPTIONS, Progress.none());
    String name = "localhost:" + OPTIONS.nodePort() + "/library/app:1";
    List<Verification.Pull> pulled = pulls.pull(name, "mirror", pulls.nodes());
    assertTrue(pulled.size() > 1, pulled::toString);
    assertTrue(pulled.stream().allMatch(Verification.Pull::worked), pulled::toString);
    pullWithASecret(name);
  }

  private void pullWithASecret(String image) throws Exception {
    DockerConfig config = TokenServer.login(folder.resolve("nodes"), "localhost:5000");
    try (Lab lab = Lab.create(cluster, "t-secret")) {
      lab.apply(
          """
          apiVersion: v1
          kind: ServiceAccount
          metadata: {name: puller, namespace: %s}
          """
              .formatted(lab.namespace()));
      PullSecrets secrets = new PullSecrets(cluster, lab.namespace());
      String secret = secrets.make(PullLogin.of(config, "localhost:5000"));
      secrets.tie(secret, "puller");
      assertTrue(secrets.prove(image, secret, "puller").toSeconds() < 60);
      assertTrue(secrets.prove(image, secret, "").toSeconds() < 60);
      Problem missing =
          assertThrows(
                  MooringException.class,
                  () ->
                      new PullSecrets(cluster, lab.namespace(), Duration.ofSeconds(1))
                          .prove(image + "-is-not-there", secret, ""))
              .problem();
      assertEquals(Code.IMAGE_NOT_PULLED, missing.code());
      assertEquals(
          List.of(),
          cluster.list(Kind.POD, lab.namespace(), Ownership.MANAGED_BY + "=" + Ownership.MOORING));
    }
  }
}
