package dev.mooring.desktop.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.document.Documents;
import dev.mooring.practice.PracticeCluster;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// `mooring push`, `export` and `images` with files, folders and what is neither.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PushCommandTest {
  @TempDir static Path home;
  private PracticeCluster cluster;
  private Terminal terminal;
  private Path archive;

  @BeforeAll
  void start() throws Exception {
    cluster = PracticeCluster.start();
    terminal = new Terminal(new FabricKubeconfig(List.of(cluster.writeKubeconfig(home))), home);
    assertEquals(0, terminal.run("install", "--no-verify").code());
    archive = home.resolve("sample.tar");
    PracticeCluster.writeSampleImage(archive);
  }

  @AfterAll
  void stop() {
    cluster.close();
  }

  private String push(Path file, String name) {
    Terminal.Ended ended = terminal.run("push", file.toString(), "--tag", name, "--output", "json");
    assertEquals(0, ended.code(), ended.err());
    return Documents.json(ended.out(), "push").at("digest").textOrEmpty();
  }

  private void refused(String file, String why) {
    Terminal.Ended named = terminal.run("push", file, "--tag", "ana/app:1");
    assertEquals(1, named.code());
    assertTrue(named.err().contains(why), named.err());
    assertFalse(named.err().contains("Podman"), named.err());
    Terminal.Ended unnamed = terminal.run("push", file);
    assertTrue(unnamed.err().contains(why), unnamed.err());
  }

  @Test
  void aFileThatIsNotThereIsToldSoAndNoEngineIsLookedFor() {
    refused("missing.tar", "the file doesn't exist");
    refused("./missing", "the file doesn't exist");
    refused(home.resolve("missing.tar.zst").toString(), "the file doesn't exist");
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void aDeviceIsToldSo() {
    refused("/dev/null", "it isn't a regular file");
  }

  @Test
  void aFolderThatIsNoLayoutIsToldSo() throws IOException {
    refused(
        Files.createDirectory(home.resolve("empty")).toString(),
        "is a folder, but not an OCI image layout: oci-layout or index.json is missing");
  }

  /// An image may be named like a folder, so that an engine is asked first.
  @Test
  void aFolderThatIsNamedLikeAnImageIsToldToBeNone() {
    Terminal.Ended ended = terminal.run("push", "src");
    assertEquals(1, ended.code());
    assertTrue(ended.err().contains("src is a folder, but not an OCI image layout"), ended.err());
  }

  @Test
  void aCompressedArchiveIsTheSameImage() throws IOException {
    Path packed = home.resolve("sample.tar.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      Files.copy(archive, out);
    }
    assertEquals(push(archive, "ana/plain:1"), push(packed, "ana/packed:1"));
  }

  @Test
  void anExportByDigestSaysTheDigestOnce() {
    String digest = push(archive, "ana/exported:1");
    Path file = home.resolve("exported.tar");
    Terminal.Ended ended = terminal.run("export", "ana/exported@" + digest, file.toString());
    assertEquals(0, ended.code(), ended.err());
    assertEquals("Wrote ana/exported@" + digest + " to " + file, ended.out().strip());
    ended = terminal.run("export", "ana/exported:1", file.toString());
    assertEquals("Wrote ana/exported:1@" + digest + " to " + file, ended.out().strip());
  }

  @Test
  void whatAVerificationLeftIsNoImageAndNothingIsBlank() {
    push(archive, "mooring-verify:1");
    push(archive, "ana/listed:1");
    String listed = terminal.run("images").out();
    assertFalse(listed.contains("mooring-verify"), listed);
    String row =
        listed.lines().filter(each -> each.startsWith("ana/listed")).findFirst().orElseThrow();
    assertTrue(row.stripTrailing().endsWith(" -"), "it runs nowhere: " + row);
    assertTrue(terminal.run("images", "mooring-verify").out().contains("mooring-verify"));
  }
}
