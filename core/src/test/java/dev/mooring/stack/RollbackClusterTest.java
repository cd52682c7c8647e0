package dev.mooring.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.NeedsIstio;
import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.document.Document;
import dev.mooring.identity.istiod.IstiodIdentities;
import dev.mooring.job.Progress;
import dev.mooring.mesh.RegistryForward;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.tunnel.LabProgram;
import dev.mooring.tunnel.cluster.ApiTunnels;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// A registry that works, and installs over it that break it.
@Tag("cluster")
@Tag("apart")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class RollbackClusterTest {
  private static final String SILENT = "lab.test/silent:1";

  /// Makes the registry's socket, which is all that readiness looks at, and then serves nothing.
  private static final String PROGRAM =
      """
      #!/bin/sh
      trap 'exit 0' TERM
      /bin/registry.real "$@" &
      sleep 2
      kill -9 $!
      while :; do sleep 1; done
      """;

  private final String tag = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
  private final Cluster cluster = new FabricKubeconfig().connect(null);
  private final StackOptions options =
      Suited.to(cluster).named("t-rollback").withNodePort(5054).withStorageSize("1Gi");
  private final ApiTunnels tunnels = new ApiTunnels(cluster.endpoint());
  private final IstiodIdentities identities = new IstiodIdentities(cluster, tunnels);
  private final Stack stack =
      new ClusterStack(
          cluster, tunnels, each -> new RegistryForward(cluster, tunnels, identities, each));

  @BeforeAll
  void aRegistryThatWorksWithAnImageInIt() throws Exception {
    stack.uninstall(options, Stack.DataFate.DELETE, Progress.none());
    assertTrue(stack.installProven(options, Progress.none(), done -> {}).verification().passed());
    ProbeImage image = new ProbeImage(tag, new TreeSet<>(List.of("amd64")));
    ProbeSession.use(cluster, tunnels, identities, options, push -> push.push(image, tag));
  }

  @AfterAll
  void leaveNothing() throws InterruptedException {
    stack.uninstall(options, Stack.DataFate.DELETE, Progress.none());
    identities.close();
    tunnels.close();
    cluster.close();
  }

  private Document deployed() throws InterruptedException {
    KubeObject deployment =
        cluster.get(Kind.DEPLOYMENT, options.namespace(), StackOptions.REGISTRY).orElseThrow();
    return deployment.at("spec");
  }

  private String brokenBy(StackOptions broken) throws Exception {
    Document before = deployed();
    MooringException failed =
        assertThrows(
            MooringException.class, () -> stack.installProven(broken, Progress.none(), x -> {}));
    assertEquals(Code.INSTALL_ROLLED_BACK, failed.problem().code(), failed::getMessage);
    assertEquals(before, deployed(), "the Deployment is as it was");
    assertEquals(options, stack.inForce(options), "so are the options");
    assertTrue(stack.status(options).ready());
    Drift drift = stack.drift(options);
    assertEquals(List.of(), drift.plan().writes(), "and all other objects");
    ProbeSession.use(cluster, tunnels, identities, options, push -> assertTrue(push.has(tag)));
    return failed.problem().why();
  }

  /// The same with every protection: once is enough for CI.
  @Test
  @Order(1)
  @NeedsIstio
  void anImageThatNoNodeCanPull() throws Exception {
    String why = brokenBy(options.withRegistryImage("localhost:1/none:1").withNodePort(5055));
    assertTrue(why.contains("localhost:1/none:1"), why);
    assertTrue(why.endsWith("so the registry is as it was before"), why);
  }

  @Test
  @Order(2)
  void anImageThatStartsAndServesNothing(@TempDir Path folder) throws Exception {
    LabProgram lab = LabProgram.required();
    Path registry = onPath("registry");
    Path program = Files.writeString(folder.resolve("registry"), PROGRAM);
    assertTrue(program.toFile().setExecutable(true));
    lab.run(
        "image",
        SILENT,
        program + "=/bin/registry",
        registry + "=/bin/registry.real",
        "--base",
        "tools");
    String why = brokenBy(options.withRegistryImage(SILENT));
    assertTrue(why.endsWith("so the registry is as it was before"), why);
  }

  private static Path onPath(String program) {
    List<Path> found =
        Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
            .map(each -> Path.of(each, program))
            .filter(Files::isExecutable)
            .toList();
    Assumptions.assumeFalse(found.isEmpty(), "no program " + program);
    return found.getFirst();
  }
}
