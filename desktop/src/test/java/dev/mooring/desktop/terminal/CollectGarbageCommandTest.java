package dev.mooring.desktop.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.practice.PracticeCluster;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `mooring collect-garbage`.
final class CollectGarbageCommandTest {
  @TempDir Path home;

  @Test
  void itListsWhatGoesAsksAndThenFreesSpace() throws Exception {
    try (PracticeCluster cluster = PracticeCluster.start()) {
      FabricKubeconfig kubeconfig = new FabricKubeconfig(List.of(cluster.writeKubeconfig(home)));
      Terminal terminal = new Terminal(kubeconfig, home);
      assertEquals(0, terminal.run("install", "--no-verify").code());
      Path archive = home.resolve("sample.tar");
      PracticeCluster.writeSampleImage(archive);
      for (String tag : List.of("1", "2", "10")) {
        assertEquals(0, terminal.run("push", archive.toString(), "--tag", "ana/app:" + tag).code());
      }

      Terminal.Ended odd = terminal.run("collect-garbage", "--older-than", "soon");
      assertEquals(1, odd.code());
      assertTrue(odd.err().contains("Not a valid retention rule: soon"), odd.err());

      Terminal.Ended dry = terminal.run("collect-garbage", "--keep-last", "1", "--dry-run");
      assertEquals(0, dry.code(), dry.err());
      assertEquals(3, dry.out().lines().count(), dry.out());
      assertTrue(dry.err().contains("2 tags to remove"), dry.err());

      Terminal.Ended unasked = terminal.run("collect-garbage", "--keep-last", "1");
      assertEquals(1, unasked.code());
      assertTrue(unasked.err().contains("--yes"), unasked.err());

      Terminal.Ended done =
          terminal.run("collect-garbage", "--keep-last", "1", "--yes", "--output", "json");
      assertEquals(0, done.code(), done.err());
      Document json = Documents.json(done.out(), "the outcome");
      assertEquals(2, json.at("tags").items().size());
      assertTrue(json.at("incomplete").items().isEmpty());
      Terminal.Ended left = terminal.run("images");
      assertTrue(left.out().contains("10"), left.out());
      assertEquals(2, left.out().lines().count(), left.out());
    }
  }
}
