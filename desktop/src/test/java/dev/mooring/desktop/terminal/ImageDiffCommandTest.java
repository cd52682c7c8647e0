package dev.mooring.desktop.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.practice.PracticeCluster;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// `mooring image diff` in the cluster's registry.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ImageDiffCommandTest {
  private static final Map<String, String> BASE = Map.of("bin/sh", "a shell");

  @TempDir static Path home;
  private PracticeCluster cluster;
  private Terminal terminal;

  @BeforeAll
  void start() throws Exception {
    cluster = PracticeCluster.start();
    terminal = new Terminal(new FabricKubeconfig(List.of(cluster.writeKubeconfig(home))), home);
    done("install", "--no-verify");
    push("ana/app:1", config("2026-01-01T10:00:00Z", "A=1"), files("1.2.4-r0", "one\ntwo\n"));
    push("ana/app:2", config("2026-01-02T10:00:00Z", "A=2"), files("1.2.5-r0", "one\n2\n"));
    push("ana/app:again", config("2026-01-03T10:00:00Z", "A=1"), files("1.2.4-r0", "one\ntwo\n"));
  }

  @AfterAll
  void stop() {
    cluster.close();
  }

  private static Map<String, Object> config(String created, String variable) {
    return Map.of(
        "created",
        created,
        "os",
        "linux",
        "architecture",
        "amd64",
        "config",
        Map.of("Env", List.of(variable)));
  }

  private static Map<String, String> files(String musl, String text) {
    Map<String, String> files = new LinkedHashMap<>();
    files.put("lib/apk/db/installed", "P:musl\nV:" + musl + "\nA:x86_64\n");
    files.put("etc/motd", text);
    files.put("etc/" + musl + "\u001b[2J", "x");
    return files;
  }

  private void push(String name, Map<String, Object> config, Map<String, String> files)
      throws Exception {
    Path folder = home.resolve(name.replace('/', '-').replace(':', '-'));
    done(
        "push",
        new LayeredImage(folder).layer(BASE).layer(files).write(config).toString(),
        "--tag",
        name);
  }

  private String done(String... words) {
    Terminal.Ended ended = terminal.run(words);
    assertEquals(0, ended.code(), ended.err());
    return ended.out().strip();
  }

  @Test
  void itNamesWhatChangedWithTheLinesOfTextsLast() {
    assertEquals(
        """
        Description
          ~ Env.A: 1 -> 2

        Packages
          ~ musl 1.2.4-r0 -> 1.2.5-r0 (apk)

        Files
          - /etc/1.2.4-r0 [2J (1 B)
          + /etc/1.2.5-r0 [2J (1 B)
          ~ /etc/motd (8 B -> 6 B)
          ~ /lib/apk/db/installed (content, 27 B)

        /etc/motd
          @@ -1,2 +1,2 @@
           one
          -two
          +2

        Layers: 1 SIZE shared, 1 SIZE only in the first image, 1 SIZE only in the second""",
        done("image", "diff", "ana/app:1", "ana/app:2").replaceAll("\\([\\d.]+ kB\\)", "SIZE"));
  }

  @Test
  void aScriptGetsAllOfItAndAnExitCodeWhereItAsks() {
    Terminal.Ended ended =
        terminal.run("image", "diff", "ana/app:1", "ana/app:2", "--exit-code", "-o", "json");
    assertEquals(1, ended.code());
    Document json = Documents.json(ended.out(), "diff");
    assertEquals("different", json.at("verdict").textOrEmpty());
    assertEquals("1.2.5-r0", json.at("packages").items().getFirst().at("to").textOrEmpty());
    Document motd = json.at("files").items().get(2);
    assertEquals("/etc/motd", motd.at("path").textOrEmpty());
    assertEquals("changed", motd.at("change").textOrEmpty());
    assertEquals(List.of("content"), motd.at("aspects").texts());
    assertEquals(List.of("@@ -1,2 +1,2 @@", " one", "-two", "+2"), motd.at("diff").texts());
  }

  @Test
  void aRebuildOfUnchangedSourcesHasNoDifferenceThatMatters() {
    assertEquals(
        "No difference that matters.",
        done("image", "diff", "ana/app:1", "ana/app:again", "--exit-code"));
    Terminal.Ended strict =
        terminal.run("image", "diff", "ana/app:1", "ana/app:again", "--exit-code", "--strict");
    assertEquals(1, strict.code());
    assertTrue(
        strict.out().contains("~ created: 2026-01-01T10:00:00Z -> 2026-01-03"), strict.out());
  }

  @Test
  void theSameImageIsIdentical() {
    assertEquals(
        "The images are identical.", done("image", "diff", "ana/app:1", "ana/app:1", "--strict"));
  }

  @Test
  void itShowsOnlyWhatWasAskedFor() {
    String packages = done("image", "diff", "ana/app:1", "ana/app:2", "--packages");
    assertTrue(packages.contains("~ musl"), packages);
    assertFalse(packages.contains("motd") || packages.contains("Env"), packages);
    String files = done("image", "diff", "ana/app:1", "ana/app:2", "--files");
    assertTrue(files.contains("motd"), files);
    assertFalse(files.contains("~ musl") || files.contains("Env"), files);
  }

  @Test
  void twoImagesAreNeededAndBothHaveToBeThere() {
    assertEquals(2, terminal.run("image", "diff", "ana/app:1").code());
    Terminal.Ended none = terminal.run("image", "diff", "ana/app:1", "ana/app:3");
    assertEquals(1, none.code());
    assertTrue(none.err().contains("it has no tag 3"), none.err());
  }
}
