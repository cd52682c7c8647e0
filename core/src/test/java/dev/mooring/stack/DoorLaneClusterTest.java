package dev.mooring.stack;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.WithoutIstio;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.identity.ServiceAccount;
import dev.mooring.job.Progress;
import dev.mooring.mesh.ConnectionState;
import dev.mooring.mesh.RegistryForward;
import dev.mooring.mesh.ShownIdentity;
import dev.mooring.stack.options.Protection;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.options.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// A registry without a mesh, from a laptop: crane pushes and pulls with tokens that it knows
/// nothing of, as an administrator and with exactly a writer's rights.
@Tag("cluster")
@Tag("apart")
@WithoutIstio
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DoorLaneClusterTest {
  private static final StackOptions OPTIONS =
      StackOptions.defaults().named("t-lane").withNodePort(5072).withProtection(Protection.TOKENS);

  private final String namespace =
      "t-door-"
          + Integer.toHexString(ThreadLocalRandom.current().nextInt()).toLowerCase(Locale.ROOT);
  private final Laptop admin = new Laptop(new FabricKubeconfig().connect(null));
  private final Stack stack =
      new ClusterStack(admin.cluster, admin.tunnels, admin.registries::fresh);

  @TempDir static Path folder;

  @BeforeAll
  void install() throws Exception {
    stack.uninstall(OPTIONS, Stack.DataFate.DELETE, Progress.none());
    stack.install(OPTIONS, Progress.none());
    for (Document each :
        Documents.yaml(
            """
            apiVersion: v1
            kind: Namespace
            metadata: {name: NS}
            ---
            apiVersion: v1
            kind: ServiceAccount
            metadata: {name: laptop, namespace: NS}
            ---
            apiVersion: v1
            kind: ServiceAccount
            metadata: {name: bob, namespace: NS}
            """
                .replace("NS", namespace),
            "test")) {
      admin.cluster.apply(new KubeObject(each));
    }
  }

  @AfterAll
  void leaveNothing() throws InterruptedException {
    stack.uninstall(OPTIONS, Stack.DataFate.DELETE, Progress.none());
    admin.cluster.delete(Kind.NAMESPACE, null, namespace, Duration.ofMinutes(1));
    admin.close();
  }

  private static String[] pushing(int port, String image) throws Exception {
    return Laptop.pushing(folder, port, image);
  }

  private static String digest(int port, String image) throws Exception {
    return Laptop.run("crane", "digest", "localhost:" + port + "/" + image).strip();
  }

  private static int port(ConnectionState.Connected connected) {
    return connected.listening().getFirst().getPort();
  }

  @Test
  void aWriterPushesWithTheRightsOfAWriterAndOthersOnlyPull() throws Exception {
    grant();
    try (Laptop writer = Laptop.of(namespace, folder);
        RegistryForward ana =
            writer.registries.fresh(OPTIONS.location(new ServiceAccount(namespace, "ana")));
        RegistryForward bob =
            admin.registries.fresh(OPTIONS.location(new ServiceAccount(namespace, "bob")))) {
      ConnectionState.Connected hers = ana.connect(0);
      assertEquals(ShownIdentity.By.TOKEN, hers.as().by());
      assertEquals(namespace + "/ana", hers.principal());
      await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofSeconds(1))
          .ignoreExceptionsMatching(AssertionError.class::isInstance)
          .until(() -> Laptop.run(pushing(port(hers), "ana/hello:1")).contains("sha256"));
      assertTrue(Laptop.failing(pushing(port(hers), "bob/hello:1")).contains("403"));

      int his = port(bob.connect(0));
      assertTrue(Laptop.failing(pushing(his, "ana/hello:2")).contains("403"));
      assertEquals(digest(port(hers), "ana/hello:1"), digest(his, "ana/hello:1"));
      Laptop.run("crane", "validate", "--remote", "localhost:" + his + "/ana/hello:1");
    }
  }

  private void grant() throws InterruptedException {
    for (var each :
        stack
            .addWriter(
                OPTIONS,
                new Writer("ana", namespace, "ana", List.of("ana/*")),
                "system:serviceaccount:" + namespace + ":laptop")
            .objects()) {
      admin.cluster.apply(new KubeObject(each.object()));
    }
  }

  @Test
  void aPodThatIsDeletedIsSeenAndTheNextOneServesTheSamePort() throws Exception {
    try (RegistryForward forward = admin.registries.fresh(OPTIONS.location())) {
      int port = port(forward.connect(0));
      Laptop.run(pushing(port, "team/kept:1"));
      String before = digest(port, "team/kept:1");

      Laptop.run(
          "kubectl",
          "-n",
          OPTIONS.namespace(),
          "delete",
          "pod",
          "-l",
          "app=kube-registry",
          "--wait=false");
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> forward.state().get() instanceof ConnectionState.Degraded);
      await()
          .atMost(Duration.ofSeconds(90))
          .until(() -> forward.state().get() instanceof ConnectionState.Connected);
      assertEquals(before, digest(port, "team/kept:1"));
      Laptop.run(pushing(port, "team/kept:2"));
      assertInstanceOf(ConnectionState.Connected.class, forward.state().get());
    }
  }
}
