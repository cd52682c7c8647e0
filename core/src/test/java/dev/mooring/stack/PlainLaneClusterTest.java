package dev.mooring.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.WithoutIstio;
import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.job.Progress;
import dev.mooring.mesh.ConnectionState;
import dev.mooring.mesh.RegistryForward;
import dev.mooring.mesh.ShownIdentity;
import dev.mooring.stack.options.Protection;
import dev.mooring.stack.options.StackOptions;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A registry that nothing guards, from a laptop.
@Tag("cluster")
@Tag("apart")
@WithoutIstio
final class PlainLaneClusterTest {
  private static final StackOptions OPTIONS =
      StackOptions.defaults().named("t-plain").withNodePort(5074).withProtection(Protection.PLAIN);

  private final Laptop admin = new Laptop(new FabricKubeconfig().connect(null));
  private final Stack stack =
      new ClusterStack(admin.cluster, admin.tunnels, admin.registries::fresh);

  @AfterEach
  void leaveNothing() throws InterruptedException {
    stack.uninstall(OPTIONS, Stack.DataFate.DELETE, Progress.none());
    admin.close();
  }

  @Test
  void anotherProgramPushesThroughItAndItIsSaidToBeUnprotected(@TempDir Path folder)
      throws Exception {
    stack.uninstall(OPTIONS, Stack.DataFate.DELETE, Progress.none());
    stack.install(OPTIONS, Progress.none());
    try (RegistryForward forward = admin.registries.fresh(OPTIONS.location())) {
      ConnectionState.Connected connected = forward.connect(0);
      assertEquals(ShownIdentity.By.PLAIN, connected.as().by());
      assertTrue(connected.route().endsWith("not encrypted, no identities"), connected::route);

      int port = connected.listening().getFirst().getPort();
      Laptop.run(Laptop.pushing(folder, port, "team/plain:1"));
      Laptop.run("crane", "validate", "--remote", "localhost:" + port + "/team/plain:1");
    }
  }
}
