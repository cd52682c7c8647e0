package dev.mooring.stack;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.identity.istiod.IstiodIdentities;
import dev.mooring.job.Progress;
import dev.mooring.mesh.RegistryForward;
import dev.mooring.registry.backup.Backup;
import dev.mooring.registry.backup.Seeding;
import dev.mooring.registry.client.HttpRegistry;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.tunnel.cluster.ApiTunnels;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A registry is lost with its volume, and comes back from a backup.
@Tag("cluster")
@Tag("apart")
@Timeout(300)
final class BackupClusterTest {
  private final String name =
      "t-backup-"
          + Integer.toHexString(ThreadLocalRandom.current().nextInt()).toLowerCase(Locale.ROOT);
  private final Cluster cluster = new FabricKubeconfig().connect(null);
  private final StackOptions options = Suited.to(cluster).named(name).withNodePort(5059);
  private final ApiTunnels tunnels = new ApiTunnels(cluster);
  private final IstiodIdentities identities = new IstiodIdentities(cluster, tunnels);
  private final Stack stack =
      new ClusterStack(
          cluster, tunnels, each -> new RegistryForward(cluster, tunnels, identities, each));
  @TempDir private Path folder;

  @AfterEach
  void remove() throws InterruptedException {
    try {
      stack.uninstall(options, Stack.DataFate.DELETE, Progress.none());
    } finally {
      identities.close();
      tunnels.close();
      cluster.close();
    }
  }

  private interface Use {
    void with(HttpRegistry registry, int port) throws Exception;
  }

  private void use(Use use) throws Exception {
    try (RegistryForward forward =
        new RegistryForward(cluster, tunnels, identities, options.location())) {
      int port = forward.connect(0).listening().getFirst().getPort();
      try (HttpRegistry registry = new HttpRegistry(URI.create("http://localhost:" + port), null)) {
        use.with(registry, port);
      }
    }
  }

  @Test
  void allDigestsAreTheSameAfterwards() throws Exception {
    Path backup = folder.resolve("backup");
    Map<String, String> before = new TreeMap<>();
    stack.install(options, Progress.none());
    use(
        (registry, port) -> {
          String app = "localhost:" + port + "/ana/app";
          await()
              .atMost(Duration.ofSeconds(30))
              .ignoreExceptions()
              .until(() -> !push(app + ":1").isEmpty());
          push(app + ":2");
          crane("index", "append", "-m", app + ":1", "-m", app + ":2", "-t", app + ":both");
          push("localhost:" + port + "/bob/deep/web:latest");
          Backup.Saved saved =
              new Backup(registry, "localhost:5059").save(backup, each -> true, Progress.none());
          assertEquals(4, saved.images());
          before.putAll(digests(port));
        });
    stack.uninstall(options, Stack.DataFate.DELETE, Progress.none());
    stack.install(options, Progress.none());
    use(
        (registry, port) -> {
          assertEquals(List.of(), registry.repositories());
          Seeding.Seeded[] seeded = new Seeding.Seeded[1];
          await()
              .atMost(Duration.ofSeconds(30))
              .ignoreExceptions()
              .until(
                  () -> {
                    seeded[0] = new Seeding(registry).seed(backup, Progress.none());
                    return seeded[0].skipped().isEmpty();
                  });
          assertEquals(before, digests(port));
          for (String each : before.keySet()) {
            crane("validate", "--remote", "localhost:" + port + "/" + each);
          }
        });
  }

  private Map<String, String> digests(int port) throws Exception {
    Map<String, String> digests = new TreeMap<>();
    String host = "localhost:" + port;
    for (String repository : crane("catalog", host).lines().toList()) {
      for (String tag : crane("ls", host + "/" + repository).lines().toList()) {
        String image = repository + ":" + tag;
        digests.put(image, crane("digest", host + "/" + image).strip());
      }
    }
    assertTrue(digests.size() == 4, digests::toString);
    return digests;
  }

  private String push(String image) throws Exception {
    byte[] noise = new byte[2 << 20];
    new SecureRandom().nextBytes(noise);
    Path layer = folder.resolve("layer.tar.gz");
    TarGz.write(layer, noise);
    return crane("append", "-f", layer.toString(), "-t", image);
  }

  private String crane(String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of("crane"));
    command.addAll(List.of(words));
    Path out = folder.resolve("out.txt");
    Path log = folder.resolve("log.txt");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(log.toFile())
            .start();
    assertTrue(process.waitFor(100, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue(), Files.readString(log));
    return Files.readString(out);
  }
}
