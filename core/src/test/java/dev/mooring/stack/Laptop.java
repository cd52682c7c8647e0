package dev.mooring.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.forward.listener.LocalUsers;
import dev.mooring.identity.istiod.IstiodIdentities;
import dev.mooring.mesh.EntranceRoute;
import dev.mooring.mesh.RegistryForwards;
import dev.mooring.tunnel.cluster.ApiTunnels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// One user's Mooring at a real cluster.
final class Laptop implements AutoCloseable {
  final Cluster cluster;
  final ApiTunnels tunnels;
  final IstiodIdentities identities;
  final RegistryForwards registries;

  Laptop(Cluster cluster) {
    this.cluster = cluster;
    this.tunnels = new ApiTunnels(cluster);
    this.identities =
        new IstiodIdentities(cluster, tunnels, List.of(new EntranceRoute(cluster, tunnels)));
    this.registries = new RegistryForwards(cluster, tunnels, identities, LocalUsers.owner());
  }

  /// Of somebody who has nothing but what was granted to the ServiceAccount `laptop` there.
  static Laptop of(String namespace, Path folder) throws Exception {
    Path config = folder.resolve("laptop.kubeconfig");
    Files.writeString(
        config, run("kubectl", "config", "view", "--raw", "--minify", "--flatten", "-o", "yaml"));
    String token = run("kubectl", "-n", namespace, "create", "token", "laptop").strip();
    String file = "--kubeconfig=" + config;
    run("kubectl", file, "config", "set-credentials", "laptop", "--token=" + token);
    run("kubectl", file, "config", "set-context", "--current", "--user=laptop");
    return new Laptop(new FabricKubeconfig(List.of(config)).connect(null));
  }

  /// The command that pushes an image of one small layer by another program than ours.
  static String[] pushing(Path folder, int port, String image) throws Exception {
    Path layer = folder.resolve("layer.tar");
    if (!Files.exists(layer)) {
      Files.writeString(folder.resolve("hello"), "hello");
      run("tar", "-C", folder.toString(), "-cf", layer.toString(), "hello");
    }
    return new String[] {
      "crane",
      "append",
      "--new_layer",
      layer.toString(),
      "--new_tag",
      "localhost:" + port + "/" + image
    };
  }

  /// What a program says, which must succeed.
  static String run(String... command) throws Exception {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue(), said);
    return said;
  }

  /// What a program says that must fail.
  static String failing(String... command) throws Exception {
    List<String> all = new ArrayList<>(List.of(command));
    Process process = new ProcessBuilder(all).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    assertTrue(process.exitValue() != 0, said);
    return said;
  }

  @Override
  public void close() {
    registries.close();
    identities.close();
    tunnels.close();
    cluster.close();
  }
}
