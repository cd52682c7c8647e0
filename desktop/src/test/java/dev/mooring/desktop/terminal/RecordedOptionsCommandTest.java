package dev.mooring.desktop.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.practice.PracticeCluster;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Commands after an install whose options were not the usual ones.
class RecordedOptionsCommandTest {
  @TempDir Path home;

  @Test
  void aPushNamesTheImageAsTheNodesReachIt() throws Exception {
    try (PracticeCluster cluster = PracticeCluster.start()) {
      FabricKubeconfig kubeconfig = new FabricKubeconfig(List.of(cluster.writeKubeconfig(home)));
      Terminal terminal = new Terminal(kubeconfig, home);
      assertEquals(0, terminal.run("install", "--no-verify", "--node-port", "5055").code());
      Path archive = home.resolve("sample.tar");
      PracticeCluster.writeSampleImage(archive);

      Terminal.Ended pushed = terminal.run("push", archive.toString(), "--tag", "ana/app:1");
      assertEquals(0, pushed.code(), pushed.err());
      assertTrue(pushed.out().startsWith("localhost:5055/ana/app:1@sha256:"), pushed.out());
    }
  }

  @Test
  void renderPrintsWhatInstallMakesWithTheSameOptions() throws Exception {
    try (PracticeCluster cluster = PracticeCluster.start()) {
      FabricKubeconfig kubeconfig = new FabricKubeconfig(List.of(cluster.writeKubeconfig(home)));
      Terminal terminal = new Terminal(kubeconfig, home);
      List<String> options =
          List.of(
              "--registry-image=lab.test/tools:1",
              "--storage-size=7Gi",
              "--storage-class=standard",
              "--node-port=5055",
              "--entrance=node",
              "--node-sources=10.244.0.1/32,10.244.1.1/32");
      Terminal.Ended printed = terminal.run(command("render", options));
      assertEquals(0, printed.code(), printed.err());
      for (String each :
          List.of("lab.test/tools:1", "7Gi", "storageClassName: standard", "10.244.1.1/32")) {
        assertTrue(printed.out().contains(each), each);
      }
      assertEquals(0, terminal.run(command("install", with(options, "--no-verify"))).code());
      assertEquals(terminal.run("render").out(), printed.out());
      assertEquals(
          List.of(),
          terminal
              .run(command("install", with(options, "--dry-run")))
              .out()
              .lines()
              .filter(each -> each.contains("kube-registry/"))
              .toList());
    }
  }

  private static List<String> with(List<String> options, String more) {
    return Stream.concat(options.stream(), Stream.of(more)).toList();
  }

  private static String[] command(String name, List<String> options) {
    return Stream.concat(Stream.of(name), options.stream()).toArray(String[]::new);
  }
}
