package dev.mooring.desktop.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.desktop.registry.OddRegistry;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.practice.PracticeCluster;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// From another registry into the one of a cluster.
class MirrorCommandTest {
  @TempDir Path home;
  private PracticeCluster cluster;
  private OddRegistry registry;
  private Terminal terminal;

  @BeforeEach
  void start() throws Exception {
    cluster = PracticeCluster.start();
    terminal = new Terminal(new FabricKubeconfig(List.of(cluster.writeKubeconfig(home))), home);
    assertEquals(0, terminal.run("install", "--no-verify").code());
    registry = new OddRegistry();
    byte[] config = OddRegistry.config(Map.of("os", "linux", "architecture", "arm64"));
    registry.blob(config);
    byte[] layer = new byte[3_000_000];
    new Random(1).nextBytes(layer);
    registry.blob(layer);
    byte[] image =
        OddRegistry.json(
            OddRegistry.manifest(
                OddRegistry.descriptor(OddRegistry.CONFIG, config),
                List.of(OddRegistry.descriptor("application/vnd.oci.image.layer.v1.tar", layer))));
    registry.manifest("image", OddRegistry.MANIFEST, image);
    Map<String, Object> child =
        Map.of(
            "mediaType",
            OddRegistry.MANIFEST,
            "digest",
            OddRegistry.digest(image),
            "size",
            image.length,
            "platform",
            Map.of("os", "linux", "architecture", "arm64"));
    registry.manifest("all", OddRegistry.INDEX, OddRegistry.index(List.of(child)));
  }

  @AfterEach
  void stop() {
    registry.close();
    cluster.close();
  }

  private String image(String tag) {
    return registry.uri().getRawAuthority() + "/odd:" + tag;
  }

  @Test
  void anIndexIsCopiedAsItIsAndOnePlatformAsItsImage() {
    Terminal.Ended all = terminal.run("mirror", image("all"), "--output", "json");
    assertEquals(0, all.code(), all.err());
    Document copied = Documents.json(all.out(), "mirror");
    assertEquals("localhost:5000/odd:all", copied.at("image").textOrEmpty());
    assertEquals(
        copied.at("sourceDigest").textOrEmpty(), copied.at("digest").textOrEmpty(), all.out());
    assertEquals(2, copied.at("blobsSent").integer().orElseThrow());
    assertTrue(terminal.run("images").out().contains("odd"));

    Terminal.Ended one =
        terminal.run("mirror", image("all"), "--platform", "linux/arm64", "--to", "mine/app:2");
    assertEquals(0, one.code(), one.err());
    assertTrue(one.out().startsWith("localhost:5000/mine/app:2@sha256:"), one.out());
    assertTrue(one.err().contains("Only linux/arm64 was copied"), one.err());
  }

  @Test
  void theNameOfAnAddedRegistryStandsForItsHost() {
    String host = registry.uri().getRawAuthority();
    Terminal.Ended added = terminal.run("registries", "add", "company", host);
    assertEquals(0, added.code(), added.err());
    Terminal.Ended mirrored = terminal.run("mirror", "company/odd:all");
    assertEquals(0, mirrored.code(), mirrored.err());
    assertTrue(mirrored.out().startsWith("localhost:5000/odd:all@sha256:"), mirrored.out());
    Terminal.Ended missing = terminal.run("mirror", "company/none:1");
    assertEquals(1, missing.code());
    assertTrue(missing.err().contains(host), missing.err());
    Terminal.Ended removed = terminal.run("mirror", "company/../odd:all");
    assertTrue(removed.err().contains("Not an image name"), removed.err());
  }

  @Test
  void whatComesIntoARegistryWithAnEgressComesThroughItOrNotAtAll() {
    Terminal.Ended installed =
        terminal.run(
            "install",
            "--no-verify",
            "--yes",
            // The practice cluster plays the proxy, whatever its image.
            "--envoy-image",
            "lab.test/tools:1",
            "--egress",
            "registry.example");
    assertEquals(0, installed.code(), installed.err());
    Terminal.Ended listed = terminal.run("mirror", "registry.example/app:1");
    assertEquals(1, listed.code());
    // Nothing is outside of a practice cluster: the proxy looked for it.
    assertTrue(listed.err().contains("can't connect to registry.example"), listed.err());
    for (String[] each :
        List.of(
            new String[] {"mirror", "other.example/app:1"},
            new String[] {"copy", "other.example/app:1", "app:1"},
            new String[] {"copy", "other.example/app:1", "localhost:5000/"})) {
      Terminal.Ended unlisted = terminal.run(each);
      assertEquals(1, unlisted.code());
      assertTrue(
          unlisted.err().contains("mooring install --egress registry.example,other.example"),
          unlisted.err());
    }
    // One of this machine is read as before.
    assertEquals(0, terminal.run("mirror", image("image")).code());
    assertEquals(0, terminal.run("copy", image("image"), "copied/odd:1").code());
  }

  @Test
  void whatCannotBeMirroredIsTold() {
    assertEquals(1, terminal.run("mirror", image("nothing")).code());
    assertEquals(1, terminal.run("mirror", image("all"), "--platform", "linux/s390x").code());
    assertEquals(1, terminal.run("mirror", "Not/An-Image").code());
    for (String wrong : new String[] {"1s", "often", "9999h"}) {
      Terminal.Ended invalid = terminal.run("mirror", image("all"), "--watch", wrong);
      assertEquals(2, invalid.code(), invalid.err());
    }
  }

  @Test
  void aTargetInAnotherRegistryIsRefusedAndNotPutIntoThisOne() {
    Terminal.Ended host = terminal.run("mirror", image("all"), "--to", "ghcr.io/mine/app:2");
    assertEquals(1, host.code());
    assertTrue(host.err().contains("Can't mirror to ghcr.io/mine/app:2"), host.err());
    assertTrue(host.err().contains("localhost:5000"), host.err());
    Terminal.Ended digest =
        terminal.run("mirror", image("all"), "--to", "mine/app@sha256:" + "a".repeat(64));
    assertEquals(1, digest.code());
    Terminal.Ended own = terminal.run("mirror", image("all"), "--to", "localhost:5000/mine/app:2");
    assertEquals(0, own.code(), own.err());
    assertTrue(own.out().startsWith("localhost:5000/mine/app:2@sha256:"), own.out());
  }
}
