package dev.mooring.desktop.terminal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.desktop.registry.OddRegistry;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.registry.layer.IndexedLayers;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// What the commands show of an image of three layers, in a registry without any cluster.
final class InsideImageTest {
  @TempDir Path home;
  private OddRegistry registry;
  private Terminal terminal;
  private String image;
  private final byte[] program = new byte[300_000];

  @BeforeEach
  void start() throws Exception {
    registry = new OddRegistry();
    terminal = new Terminal(new FabricKubeconfig(List.of(home.resolve("none"))), home);
    image = registry.uri().getRawAuthority() + "/odd:1";
    new Random(1).nextBytes(program);
    List<byte[]> layers =
        List.of(
            new OddLayer()
                .folder("etc")
                .file("etc/os-release", "NAME=Odd\n")
                .file("etc/motd", "Hello, a long greeting\n")
                .folder("usr/bin")
                .program("usr/bin/app", program)
                .link("bin", "usr/bin")
                .device("dev/null")
                .gzip(),
            new OddLayer()
                .file("etc/motd", "Hi\n")
                .hard("usr/bin/app2", "usr/bin/app")
                .file("etc/\u001b[31mred", "x")
                .gzip(),
            new OddLayer().file("etc/.wh.os-release", "").link("latest", "/etc/motd").gzip());
    List<Object> described = new ArrayList<>();
    for (byte[] each : layers) {
      registry.blob(each);
      described.add(OddRegistry.descriptor("application/vnd.oci.image.layer.v1.tar+gzip", each));
    }
    byte[] config =
        OddRegistry.config(
            Map.of(
                "os",
                "linux",
                "architecture",
                "amd64",
                "created",
                "2026-03-01T10:00:00Z",
                "config",
                Map.of(
                    "Entrypoint", List.of("/app"),
                    "Env", List.of("PATH=/bin"),
                    "Labels", Map.of("team", "ana\u001b[2J")),
                "history",
                List.of(
                    Map.of(
                        "created_by",
                        "/bin/sh -c #(nop) ADD file:0123456789ab" + "0".repeat(52) + " in / "),
                    Map.of("created_by", "ENV PATH=/bin", "empty_layer", true),
                    Map.of("created_by", "RUN /bin/sh -c make && make install # buildkit"),
                    Map.of("created_by", "RUN /bin/sh -c rm /etc/os-release # buildkit"))));
    registry.blob(config);
    registry.manifest(
        "1",
        OddRegistry.MANIFEST,
        OddRegistry.json(
            OddRegistry.manifest(OddRegistry.descriptor(OddRegistry.CONFIG, config), described)));
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  private Terminal.Ended run(String... words) {
    return run(new ByteArrayOutputStream(), words);
  }

  private Terminal.Ended run(ByteArrayOutputStream out, String... words) {
    String[] all = new String[words.length + 1];
    all[0] = "image";
    System.arraycopy(words, 0, all, 1, words.length);
    return terminal.run(out, this::withIndexesHere, all);
  }

  private void withIndexesHere(CommandLine line) {
    for (CommandLine each : line.getSubcommands().get("image").getSubcommands().values()) {
      if (each.getCommand() instanceof ImageQuery query) {
        query.layers = () -> new IndexedLayers(home.resolve("layers"));
      }
    }
  }

  private String said(String... words) {
    Terminal.Ended ended = run(words);
    assertEquals(0, ended.code(), ended.err());
    return ended.out();
  }

  private Document json(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--output", "json"));
    return Documents.json(said(all.toArray(String[]::new)), "image");
  }

  @Test
  void showTellsWhatTheImageIsAndHowItWasBuilt() {
    String shown = said("show", image);
    for (String each :
        List.of(
            "Platform    linux/amd64",
            "3 layers",
            "[\"/app\"]",
            "PATH=/bin",
            "team=ana?[2J",
            "ADD file:0123456789ab /",
            "-  ENV PATH=/bin",
            "RUN make \\",
            "    && make install")) {
      assertTrue(shown.contains(each), each + "\n" + shown);
    }
    Document json = json("show", image);
    assertEquals("ana\u001b[2J", json.at("labels", "team").textOrEmpty());
    assertEquals(3, json.at("layers").items().size());
    assertEquals(2, json.at("history").items().get(2).at("layer").integer().orElseThrow());
    String manifest = said("show", image, "--raw", "manifest");
    assertTrue(manifest.startsWith("{\"schemaVersion\":2"), manifest);
    assertTrue(said("show", image, "--raw", "config").contains("created_by"));
    assertEquals(2, run("show", image, "--raw", "layers").code());
  }

  @Test
  void anImageAloneIsOfOnePlatform() {
    assertEquals(0, run("show", image, "--platform", "linux/amd64").code());
    Terminal.Ended other = run("files", image, "--platform", "linux/arm64");
    assertEquals(1, other.code());
    assertTrue(other.err().contains("It has images for linux/amd64"), other.err());
  }

  @Test
  void historyListsTheStepsWithTheirLayers() {
    String shown = said("history", image);
    assertTrue(shown.contains("RUN make && make install"), shown);
    assertEquals(4, json("history", image).at("history").items().size());
  }

  @Test
  void layersTellWhoAddedReplacedRemovedAndWastes() {
    String shown = said("layers", image);
    assertTrue(shown.contains("32 B wasted"), shown);
    assertTrue(shown.contains("RUN rm /etc/os-release"), shown);
    List<Document> layers = json("layers", image).at("layers").items();
    assertEquals(32, layers.getFirst().at("wastedBytes").integer().orElseThrow());
    assertEquals(1, layers.get(1).at("replaced").integer().orElseThrow());
    assertEquals(1, layers.get(2).at("removed").integer().orElseThrow());
    assertEquals(9, layers.get(2).at("hiddenBytes").integer().orElseThrow());
  }

  @Test
  void filesAreThoseThatAContainerSees() {
    assertEquals(
        """
        /bin
        /dev/
        /dev/null
        /etc/
        /etc/?[31mred
        /etc/motd
        /latest
        /usr/
        /usr/bin/
        /usr/bin/app
        /usr/bin/app2
        """,
        said("files", image));
    String detailed = said("files", image, "/bin", "--long");
    assertTrue(
        detailed.contains(
            "-rwsr-xr-x      1  0:0               300000  2023-11-14 22:13  /usr/bin/app\n"),
        detailed);
    assertTrue(detailed.contains("/usr/bin/app2 = /usr/bin/app"), detailed);
    assertEquals("/usr/bin/app2\n", said("files", image, "--match", "*2"));
    assertEquals("/etc/motd\n", said("files", image, "--match", "/etc/m*d"));
    assertEquals(11, json("files", image).items().size());
    assertEquals(
        "0644", json("files", image, "etc/motd").items().getFirst().at("mode").textOrEmpty());
    assertEquals(0, json("files", image, "--match", "none").items().size());
  }

  @Test
  void filesOfALayerAreThoseThatItHas() {
    assertEquals("/etc/.wh.os-release\n/latest\n", said("files", image, "--layer", "3"));
    assertEquals("/latest\n", said("files", image, "latest", "--layer", "3"));
    assertTrue(said("files", image, "--layer", "3", "-l").contains("/latest -> /etc/motd"));
    Terminal.Ended none = run("files", image, "--layer", "4");
    assertEquals(1, none.code());
    assertTrue(none.err().contains("3 layers"), none.err());
    assertEquals(2, run("files", image, "--layer", "1", "--wasted").code());
  }

  @Test
  void wastedFilesAreListedWithTheLayerThatHidesThem() {
    Terminal.Ended wasted = run("files", image, "--wasted");
    assertTrue(wasted.out().contains("     23 B      1          2  /etc/motd\n"), wasted.out());
    assertTrue(wasted.err().contains("2 files in layers are hidden"), wasted.err());
    List<Document> listed = json("files", image, "--wasted").items();
    assertEquals(3, listed.get(1).at("hiddenBy").integer().orElseThrow());
  }

  @Test
  void catPrintsTheBytesOfAFileThroughLinks() {
    assertEquals("Hi\n", said("cat", image, "/etc/motd"));
    assertEquals("Hi\n", said("cat", image, "latest"));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertEquals(0, run(out, "cat", image, "bin/app2").code());
    assertArrayEquals(program, out.toByteArray());
    for (String wrong : List.of("/etc", "/dev/null", "/etc/os-release", "/etc/mot")) {
      Terminal.Ended ended = run("cat", image, wrong);
      assertEquals(1, ended.code(), wrong);
      assertEquals("", ended.out());
      assertTrue(ended.err().contains("Can't read " + wrong), ended.err());
    }
    assertTrue(run("cat", image, "/etc/mot").err().contains("Did you mean /etc/motd"));
    assertTrue(
        run("cat", image, "/etc").err().contains("mooring image files " + image + " /etc\n"));
  }

  @Test
  void extractWritesBelowTheFolderAndNothingOverWhatIsThere() throws Exception {
    Path to = home.resolve("to");
    Terminal.Ended all = run("extract", image, "/", to.toString());
    assertEquals(0, all.code(), all.err());
    assertTrue(all.err().contains("2 entries were left out"), all.err());
    assertTrue(all.err().contains("/dev/null") && all.err().contains("/latest"), all.err());
    assertArrayEquals(program, Files.readAllBytes(to.resolve("bin/app")));
    assertEquals(
        "rwxr-xr-x",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(to.resolve("usr/bin/app"))));
    Terminal.Ended again = run("extract", image, "/etc/motd", to.resolve("etc").toString());
    assertEquals(1, again.code());
    assertTrue(again.err().contains("--force"), again.err());
    String forced = said("extract", image, "/etc/motd", to.resolve("etc").toString(), "--force");
    assertTrue(forced.contains("Extracted 1 file to"), forced);
    assertFalse(Files.exists(home.resolve("etc")));
  }
}
