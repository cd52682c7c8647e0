package dev.mooring.desktop.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.practice.PracticeCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The command line against the practice cluster and against bad input.
class CommandsTest {
  @TempDir Path home;

  @Test
  void doctorAnswersInJsonAndFindsNoBlockerOnAGoodCluster() throws IOException {
    try (PracticeCluster cluster = PracticeCluster.start()) {
      Terminal.Ended ended = on(cluster).run("doctor", "--output", "json");
      assertEquals(0, ended.code(), ended.err());
      List<Document> findings = Documents.json(ended.out(), "doctor").items();
      assertTrue(findings.size() >= 12, ended.out());
      assertTrue(findings.stream().noneMatch(f -> f.at("level").textOrEmpty().equals("blocker")));
    }
  }

  @Test
  void whereThereIsNoIstioItIsMissedOnlyByWhoWantsAMesh() throws IOException {
    try (PracticeCluster cluster = PracticeCluster.startWithoutIstio()) {
      Terminal terminal = on(cluster);
      Terminal.Ended ended = terminal.run("doctor");
      assertEquals(0, ended.code(), ended.out());
      assertTrue(ended.out().contains("tokens: TLS"), ended.out());
      assertFalse(ended.out().contains("istiod"), ended.out());
      Terminal.Ended mesh = terminal.run("install", "--protection", "mesh");
      assertEquals(1, mesh.code());
      assertTrue(mesh.err().contains("istiod isn't installed"), mesh.err());
      Terminal.Ended both = terminal.run("install", "--plain", "--protection", "mesh");
      assertTrue(both.err().contains("use one of them"), both.err());
    }
  }

  @Test
  void installPushListDeleteAndUninstallWorkInOrder() throws IOException {
    try (PracticeCluster cluster = PracticeCluster.start()) {
      Terminal terminal = on(cluster);
      Terminal.Ended installed = terminal.run("install", "--no-verify");
      assertEquals(0, installed.code(), installed.err());
      Terminal.Ended again = terminal.run("install", "--no-verify");
      assertTrue(again.out().startsWith("Nothing to change"), again.out());

      Path archive = home.resolve("sample.tar");
      PracticeCluster.writeSampleImage(archive);
      Terminal.Ended pushed =
          terminal.run("push", archive.toString(), "--tag", "ana/app:1", "--output", "json");
      assertEquals(0, pushed.code(), pushed.err());
      String digest = Documents.json(pushed.out(), "push").at("digest").textOrEmpty();

      Terminal.Ended listed = terminal.run("images", "--output", "json");
      assertEquals(
          digest,
          Documents.json(listed.out(), "images").items().getFirst().at("digest").textOrEmpty());

      Terminal.Ended files = terminal.run("image", "files", "ana/app:1", "--match", "*.txt");
      assertEquals("/greeting.txt\n", files.out(), files.err());
      assertEquals("hello", terminal.run("image", "cat", "ana/app:1", "/greeting.txt").out());
      Terminal.Ended misspelt = terminal.run("image", "show", "ana/apq:1");
      assertTrue(misspelt.err().contains("Did you mean ana/app"), misspelt.err());
      Terminal.Ended untagged = terminal.run("image", "show", "ana/app:2");
      assertTrue(untagged.err().contains("from localhost:5000/ana/app\n"), untagged.err());

      Terminal.Ended unasked = terminal.run("delete", "ana/app:1");
      assertEquals(1, unasked.code());
      assertTrue(unasked.err().contains("--yes"), unasked.err());
      assertEquals(0, terminal.run("delete", "ana/app:1", "--yes").code());
      assertEquals("No images. Push one: mooring push IMAGE", terminal.run("images").out().strip());

      assertEquals(0, terminal.run("uninstall", "--yes", "--delete-data").code());
      Terminal.Ended gone = terminal.run("images");
      assertEquals(1, gone.code());
      assertProblem(gone);
    }
  }

  @Test
  void noKubeconfigIsAProblemThatNamesThePracticeCluster() {
    Terminal terminal = new Terminal(new FabricKubeconfig(List.of(home.resolve("none"))), home);
    Terminal.Ended ended = terminal.run("doctor");
    assertEquals(1, ended.code());
    assertProblem(ended);
    assertTrue(ended.err().contains("mooring practice"), ended.err());
  }

  @Test
  void aBrokenKubeconfigIsAProblemWithoutAStackTrace() throws IOException {
    Path broken = Files.writeString(home.resolve("config"), "clusters: [ {name: x");
    Terminal.Ended ended = new Terminal(new FabricKubeconfig(List.of(broken)), home).run("doctor");
    assertEquals(1, ended.code());
    assertProblem(ended);
  }

  @Test
  void anUnknownContextListsTheKnownOnes() throws IOException {
    try (PracticeCluster cluster = PracticeCluster.start()) {
      Terminal.Ended ended = on(cluster).run("doctor", "--context", "nowhere");
      assertEquals(1, ended.code());
      assertProblem(ended);
      assertTrue(ended.err().contains("practice"), ended.err());
    }
  }

  @Test
  void wrongUseExitsWithTwo() throws IOException {
    Terminal terminal = new Terminal(new FabricKubeconfig(List.of(home.resolve("none"))), home);
    assertEquals(2, terminal.run("forward").code());
    assertEquals(2, terminal.run("doctor", "--output", "yaml").code());
    assertEquals(2, terminal.run("no-such-command").code());
    assertEquals(0, terminal.run("--help").code());
    assertEquals(0, terminal.run("forward", "--help").code());
  }

  @Test
  void anImageNameThatIsNoneIsAProblem() throws IOException {
    try (PracticeCluster cluster = PracticeCluster.start()) {
      Terminal.Ended ended = on(cluster).run("push", "Not An Image");
      assertEquals(1, ended.code());
      assertProblem(ended);
    }
  }

  @Test
  void aSettingThatCannotBeSavedIsAProblem() throws IOException {
    Path noFolder = Files.writeString(home.resolve("file"), "");
    Terminal.Ended ended =
        new Terminal(new FabricKubeconfig(List.of(home.resolve("none"))), noFolder)
            .run("settings", "localPort", "5001");
    assertEquals(1, ended.code());
    assertProblem(ended);
  }

  @Test
  void settingsAreShownAndSet() {
    Terminal terminal = new Terminal(new FabricKubeconfig(List.of(home.resolve("none"))), home);
    Terminal.Ended set = terminal.run("settings", "debugImage", "registry.example/dlv:1");
    assertEquals("debugImage = registry.example/dlv:1", set.out().strip());
    assertEquals(1, terminal.run("settings", "nonsense", "1").code());
  }

  @Test
  void whatWasStartedByNoProgramOfItsOwnCannotStartAtLogin() {
    Terminal terminal = new Terminal(new FabricKubeconfig(List.of(home.resolve("none"))), home);
    Terminal.Ended ended = terminal.run("settings", "startAtLogin", "true");
    assertEquals(1, ended.code());
    assertProblem(ended);
    assertEquals("startAtLogin = false", terminal.run("settings", "startAtLogin").out().strip());
    assertEquals(1, terminal.run("settings", "startAtLogin", "maybe").code());
  }

  private Terminal on(PracticeCluster cluster) throws IOException {
    return new Terminal(new FabricKubeconfig(List.of(cluster.writeKubeconfig(home))), home);
  }

  private static void assertProblem(Terminal.Ended ended) {
    assertTrue(ended.err().contains("why:") && ended.err().contains("what to do:"), ended.err());
    assertFalse(ended.err().contains("\tat "), ended.err());
  }
}
