package dev.mooring.desktop.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.practice.PracticeCluster;
import java.nio.file.Path;
import java.util.List;
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
}
