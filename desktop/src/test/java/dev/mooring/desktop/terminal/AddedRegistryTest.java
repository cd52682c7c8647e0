package dev.mooring.desktop.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.desktop.registry.OddRegistry;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A registry that was added needs no cluster, and no kubeconfig.
class AddedRegistryTest {
  @TempDir static Path home;
  private static OddRegistry registry;
  private static Terminal terminal;

  @BeforeAll
  static void start() throws Exception {
    registry = new OddRegistry();
    registry.good("1");
    byte[] text = "no tar".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    byte[] nothing = "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    registry.blob(text);
    registry.blob(nothing);
    registry.manifest(
        "note",
        OddRegistry.MANIFEST,
        OddRegistry.json(
            Map.of(
                "schemaVersion",
                2,
                "mediaType",
                OddRegistry.MANIFEST,
                "artifactType",
                "application/vnd.example.note",
                "config",
                OddRegistry.descriptor("application/vnd.oci.empty.v1+json", nothing),
                "layers",
                List.of(OddRegistry.descriptor("text/plain", text)))));
    terminal = new Terminal(new FabricKubeconfig(List.of(home.resolve("none"))), home);
    assertEquals(
        0, terminal.run("registries", "add", "lab", registry.uri().getRawAuthority()).code());
  }

  @AfterAll
  static void stop() {
    registry.close();
  }

  private static String said(String... words) {
    Terminal.Ended ended = terminal.run(words);
    assertEquals(0, ended.code(), ended.err());
    return ended.out();
  }

  @Test
  void itsImagesAreListedAndCompleted() {
    assertTrue(said("images", "--registry", "lab").contains("odd"));
    List<String> names = new ImageNames(home.resolve("image-names")).all();
    assertEquals(List.of("lab/odd:1", "lab/odd:note"), names);
  }

  @Test
  void itsSpaceIsTold() {
    Document space =
        Documents.json(said("du", "--registry", "lab", "-o", "json"), "space")
            .at("repositories")
            .items()
            .getFirst();
    assertEquals(
        space.at("size").integer().orElseThrow(),
        space.at("unique").integer().orElseThrow() + space.at("shared").integer().orElseThrow());
  }

  @Test
  void aNameWithoutAHostIsInIt() {
    assertTrue(said("image", "show", "odd:1", "--registry", "lab").contains("/odd:1@sha256:"));
  }

  @Test
  void aRepositoryThatItDoesNotHaveIsAnsweredWithTheNearest() {
    String said = terminal.run("image", "show", "lab/od:7").err();
    assertTrue(said.contains("Did you mean odd?"), said);
  }

  @Test
  void anArtifactWithoutFilesIsNoBrokenImage() {
    Terminal.Ended ended = terminal.run("image", "files", "lab/odd:note");
    assertEquals(1, ended.code());
    assertTrue(ended.err().contains("application/vnd.example.note"), ended.err());
  }

  @Test
  void deletingInItSaysThatNobodyLookedForPods() {
    Terminal.Ended ended = terminal.run("delete", "odd:1", "--registry", "lab");
    assertEquals(1, ended.code());
    assertTrue(ended.err().contains("no kubeconfig"), ended.err());
    assertTrue(ended.err().contains("Confirmation needed"), ended.err());
  }

  @Test
  void whoReadsNoFurtherEndsTheList() {
    ByteArrayOutputStream pipe =
        new ByteArrayOutputStream() {
          @Override
          public void flush() throws java.io.IOException {
            throw new java.io.IOException("Broken pipe");
          }
        };
    Terminal.Ended ended = terminal.run(pipe, "images", "--registry", "lab");
    assertEquals(0, ended.code(), ended.err());
    assertEquals("", ended.err());
  }
}
