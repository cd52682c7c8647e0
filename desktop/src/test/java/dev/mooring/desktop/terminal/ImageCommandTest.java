package dev.mooring.desktop.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.desktop.registry.OddRegistry;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.registry.tree.ChosenImage;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which image a name means, without any cluster.
final class ImageCommandTest {
  @TempDir Path home;
  private OddRegistry registry;
  private Terminal terminal;
  private String here;

  @BeforeEach
  void start() throws Exception {
    registry = new OddRegistry();
    terminal = new Terminal(new FabricKubeconfig(List.of(home.resolve("none"))), home);
    here = ChosenImage.ofMachine().toString();
    Map<String, Object> attestation = child(image("unknown"), "unknown", "unknown");
    registry.manifest(
        "all",
        OddRegistry.INDEX,
        OddRegistry.index(
            List.of(
                child(image("s390x"), "linux", "s390x"),
                child(image("here"), "linux", here.substring(6)),
                attestation)));
    registry.manifest(
        "far",
        OddRegistry.INDEX,
        OddRegistry.index(
            List.of(child(image("z"), "linux", "s390x"), child(image("p"), "linux", "ppc64le"))));
    registry.manifest("none", OddRegistry.INDEX, OddRegistry.index(List.of(attestation)));
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  private byte[] image(String name) {
    byte[] config = OddRegistry.config(Map.of("os", "linux", "author", name));
    registry.blob(config);
    byte[] image =
        OddRegistry.json(
            OddRegistry.manifest(OddRegistry.descriptor(OddRegistry.CONFIG, config), List.of()));
    registry.manifest("", OddRegistry.MANIFEST, image);
    return image;
  }

  private static Map<String, Object> child(byte[] image, String os, String architecture) {
    Map<String, Object> child =
        new LinkedHashMap<>(OddRegistry.descriptor(OddRegistry.MANIFEST, image));
    child.put("platform", Map.of("os", os, "architecture", architecture));
    return child;
  }

  private String ref(String tag) {
    return registry.uri().getRawAuthority() + "/odd:" + tag;
  }

  private Document shown(String... more) {
    String[] words = new String[more.length + 4];
    words[0] = "image";
    words[1] = "show";
    words[2] = "--output";
    words[3] = "json";
    System.arraycopy(more, 0, words, 4, more.length);
    Terminal.Ended ended = terminal.run(words);
    assertEquals(0, ended.code(), ended.err());
    return Documents.json(ended.out(), "show");
  }

  @Test
  void ofAnIndexTheImageForThisProcessorIsTakenAndToldOf() {
    Document all = shown(ref("all"));
    assertEquals(here, all.at("platform").textOrEmpty());
    assertEquals(
        List.of("linux/s390x", here),
        all.at("platforms").items().stream().map(Document::textOrEmpty).toList());
    assertEquals(OddRegistry.digest(image("here")), all.at("imageDigest").textOrEmpty());
    Terminal.Ended told = terminal.run("image", "show", ref("all"));
    assertTrue(told.err().contains("Showing " + here + " of linux/s390x, " + here), told.err());
  }

  @Test
  void whereThereIsNoneForThisProcessorItIsTheFirstOrTheOneAskedFor() {
    assertEquals("linux/s390x", shown(ref("far")).at("platform").textOrEmpty());
    assertEquals(
        "linux/ppc64le",
        shown(ref("far"), "--platform", "linux/ppc64le").at("platform").textOrEmpty());
    Terminal.Ended none = terminal.run("image", "show", ref("far"), "--platform", "windows/amd64");
    assertEquals(1, none.code());
    assertTrue(none.err().contains("It has images for linux/s390x, linux/ppc64le"), none.err());
    assertTrue(terminal.run("image", "show", ref("none")).err().contains("no images"));
  }

  @Test
  void aTagThatIsNotThereIsAnsweredWithTheNearest() {
    Terminal.Ended ended = terminal.run("image", "show", ref("al"));
    assertEquals(1, ended.code());
    assertTrue(ended.err().contains("it has no tag al"), ended.err());
    assertTrue(ended.err().contains("Did you mean all"), ended.err());
  }

  @Test
  void aNameWithoutAHostNeedsTheClusterAndTheCommandAWord() {
    assertTrue(terminal.run("image", "show", "ana/app").err().contains("No kubeconfig found"));
    assertEquals(2, terminal.run("image").code());
    assertEquals(2, terminal.run("image", "show").code());
  }
}
