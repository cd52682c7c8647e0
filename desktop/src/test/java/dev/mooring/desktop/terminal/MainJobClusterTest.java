package dev.mooring.desktop.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.practice.PracticeCluster;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The commands of the README in order on the cluster of the current kubeconfig.
@Tag("cluster")
class MainJobClusterTest {
  @TempDir Path home;

  @AfterEach
  void leaveNothing() {
    terminal().run("uninstall", "--yes", "--delete-data");
  }

  @Test
  void installsPushesListsAndUninstallsOnARealCluster() throws IOException {
    Terminal terminal = terminal();
    Terminal.Ended doctor = terminal.run("doctor");
    assertEquals(0, doctor.code(), doctor.out() + doctor.err());

    Terminal.Ended installed = terminal.run("install", "--output", "json");
    assertEquals(0, installed.code(), installed.err());
    Document verification = Documents.json(installed.out(), "install").at("verification");
    assertTrue(verification.at("passed").isTrue(), installed.out());
    assertEquals(
        "Nothing to change", terminal.run("install", "--no-verify").out().substring(0, 17));

    Path archive = home.resolve("sample.tar");
    PracticeCluster.writeSampleImage(archive);
    Terminal.Ended pushed = terminal.run("push", archive.toString(), "--tag", "ana/app:1");
    assertEquals(0, pushed.code(), pushed.err());
    Terminal.Ended listed = terminal.run("images");
    assertTrue(listed.out().contains("ana/app"), listed.out());

    Terminal.Ended kept = terminal.run("uninstall", "--yes");
    assertEquals(0, kept.code(), kept.err());
    assertEquals(0, terminal.run("install", "--no-verify").code());
    Terminal.Ended back = terminal.run("images");
    assertTrue(back.out().contains("ana/app"), back.out() + back.err());
  }

  private Terminal terminal() {
    return new Terminal(new FabricKubeconfig(), home);
  }
}
