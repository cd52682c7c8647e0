package dev.mooring.desktop.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.document.Documents;
import dev.mooring.practice.PracticeCluster;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `mooring save` and `mooring seed`.
final class SaveCommandTest {
  @TempDir Path home;

  @Test
  void whatWasSavedIsThereAgainAfterAnUninstallWithTheData() throws Exception {
    try (PracticeCluster cluster = PracticeCluster.start()) {
      FabricKubeconfig kubeconfig = new FabricKubeconfig(List.of(cluster.writeKubeconfig(home)));
      Terminal terminal = new Terminal(kubeconfig, home);
      assertEquals(0, terminal.run("install", "--no-verify").code());
      Path archive = home.resolve("sample.tar");
      PracticeCluster.writeSampleImage(archive);
      for (String name : List.of("ana/app:1", "ana/app:2", "bob/web:1")) {
        assertEquals(0, terminal.run("push", archive.toString(), "--tag", name).code());
      }
      String images = terminal.run("images", "--output", "json").out();
      String backup = home.resolve("backup").toString();
      Terminal.Ended saved = terminal.run("save", backup);
      assertEquals(0, saved.code(), saved.err());
      assertTrue(saved.out().contains("Saved 3 images"), saved.out());
      Terminal.Ended part =
          terminal.run("save", home.resolve("ana.tar").toString(), "ana/*", "--output", "json");
      assertEquals(2, Documents.json(part.out(), "save").at("images").integer().orElse(0L));

      assertEquals(0, terminal.run("uninstall", "--delete-data", "--yes").code());
      assertEquals(0, terminal.run("install", "--no-verify").code());
      Terminal.Ended seeded = terminal.run("seed", backup);
      assertEquals(0, seeded.code(), seeded.err());
      assertEquals(3, seeded.out().lines().count(), seeded.out());
      assertEquals(images, terminal.run("images", "--output", "json").out());
    }
  }

  @Test
  void aVolumeForArchivesIsMadeAndShownAndOneThatIsMissingIsTold() throws Exception {
    try (PracticeCluster cluster = PracticeCluster.start()) {
      Terminal terminal =
          new Terminal(new FabricKubeconfig(List.of(cluster.writeKubeconfig(home))), home);
      assertEquals(0, terminal.run("install", "--no-verify").code());
      Terminal.Ended missing = terminal.run("save", "--volume", "nightly");
      assertEquals(1, missing.code());
      assertTrue(missing.err().contains("mooring install --archives 10Gi"), missing.err());
      Terminal.Ended added = terminal.run("install", "--no-verify", "--archives", "10Gi", "--yes");
      assertEquals(0, added.code(), added.err());
      assertTrue(
          terminal.run("status").out().contains("10Gi, volume claim kube-registry-archives"));
      assertEquals(
          "10Gi",
          Documents.json(terminal.run("status", "-o", "json").out(), "status")
              .at("archivesSize")
              .textOrEmpty());
      assertEquals(0, terminal.run("uninstall", "--yes").code());
      Terminal.Ended rest = terminal.run("uninstall", "--delete-data", "--yes");
      assertTrue(rest.err().contains("kube-registry-archives"), rest.out() + rest.err());
    }
  }

  @Test
  void placesThatMakeNoSenseAreRefused() {
    Terminal terminal = new Terminal(new FabricKubeconfig(List.of(home.resolve("none"))), home);
    assertEquals(2, terminal.run("save").code());
    assertEquals(2, terminal.run("seed").code());
    assertEquals(2, terminal.run("seed", "backup", "--volume", "backup").code());
  }
}
