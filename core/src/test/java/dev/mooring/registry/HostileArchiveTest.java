package dev.mooring.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.job.Progress;
import dev.mooring.problem.MooringException;
import dev.mooring.registry.Archives.Layout;
import dev.mooring.registry.Archives.Tar;
import dev.mooring.registry.client.HttpRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostileArchiveTest {
  @TempDir Path folder;
  private TinyRegistry server;
  private HttpRegistry registry;

  @BeforeEach
  void start() throws Exception {
    server = new TinyRegistry();
    registry = new HttpRegistry(server.uri(), null);
  }

  @AfterEach
  void stop() {
    registry.close();
    server.close();
  }

  private void refused(byte[] archive, String why) throws Exception {
    refused(Files.write(folder.resolve("hostile.tar"), archive), why);
  }

  private void refused(Path archive, String why) {
    MooringException refused =
        assertThrows(
            MooringException.class,
            () -> registry.push(archive, server.name("app:1"), Progress.none()));
    assertTrue(refused.problem().why().contains(why), refused.problem().toString());
    assertEquals(0, server.count("PUT /v2/app/manifests"), "nothing was tagged");
  }

  private static byte[] manifest(String config, String layer) {
    return Archives.json(List.of(Map.of("Config", config, "Layers", List.of(layer))));
  }

  @Test
  void filesOutsideOfTheArchiveAreNeverRead() throws Exception {
    byte[] config = Archives.config("amd64", List.of(new byte[1]));
    refused(new Tar().file("../x", config).bytes(), "outside the archive");
    refused(new Tar().file("/etc/x", config).bytes(), "outside the archive");
    refused(
        new Tar().file("manifest.json", manifest("../../etc/passwd", "l")).bytes(),
        "outside the archive");
    refused(
        new Tar()
            .file("config.json", config)
            .link("layer.tar", "/etc/passwd")
            .file("manifest.json", manifest("config.json", "layer.tar"))
            .bytes(),
        "layer layer.tar is missing");
    refused(
        new Tar()
            .file("config.json", config)
            .link("layer.tar", "../../etc/passwd")
            .file("manifest.json", manifest("config.json", "layer.tar"))
            .bytes(),
        "outside the archive");
  }

  @Test
  void linksInCirclesEnd() throws Exception {
    refused(
        new Tar()
            .file("config.json", Archives.config("amd64", List.of(new byte[1])))
            .link("a", "b")
            .link("b", "a")
            .file("manifest.json", manifest("config.json", "a"))
            .bytes(),
        "link loop");
  }

  @Test
  void whatIsNoArchiveIsSaid() throws Exception {
    refused(
        "hello".repeat(1000).getBytes(java.nio.charset.StandardCharsets.UTF_8), "isn't a tar file");
    refused(
        Archives.gzip(Archives.gzip(Archives.tar(Map.of("a", new byte[5000])))), "Decompress it");
    refused(new byte[2048], "it is empty");
    refused(Archives.tar(Map.of("a", new byte[10])), "neither index.json nor manifest.json");
    refused(folder.resolve("none.tar"), "doesn't exist");
    byte[] whole = Archives.tar(Map.of("a", new byte[5000]));
    refused(java.util.Arrays.copyOf(whole, 3000), "ends in the middle");
  }

  @Test
  void aLayerThatIsNotWhatTheConfigNamesIsRefused() throws Exception {
    List<byte[]> claimed = List.of(Archives.layer(1, 1000));
    refused(
        Archives.docker(
            folder.resolve("a.tar"),
            "app:1",
            Archives.config("amd64", claimed),
            List.of(Archives.layer(2, 1000))),
        "doesn't match the digest in the image configuration");
  }

  @Test
  void aLayerUnderAnothersDigestIsRefused() throws Exception {
    Layout layout = new Layout();
    byte[] layer = Archives.layer(1, 1000);
    Map<String, Object> image = layout.image("amd64", List.of(layer));
    byte[] packed = Archives.gzip(layer);
    byte[] other = packed.clone();
    other[other.length - 1] ^= 1;
    layout.replace(Archives.descriptor("", packed), other);
    refused(layout.write(folder.resolve("a.tar"), List.of(image)), "doesn't match its digest");
    byte[] manifest = Archives.json(Map.of("schemaVersion", 2, "layers", List.of()));
    layout.replace(image, manifest);
    refused(layout.write(folder.resolve("b.tar"), List.of(image)), "doesn't match its digest");
  }

  @Test
  void moreEntriesThanAnyImageHasAreRefused() throws Exception {
    Tar tar = new Tar();
    for (int i = 0; i <= 100_000; i++) {
      tar.file("f" + i, new byte[0]);
    }
    refused(tar.bytes(), "more than 100000 entries");
  }

  @Test
  void anIndexWithOneOfItsPlatformsIsPushedAsThatImage() throws Exception {
    Layout layout = new Layout();
    Map<String, Object> here = layout.image("amd64", List.of(Archives.layer(1, 1000)));
    Map<String, Object> gone = layout.image("arm64", List.of(Archives.layer(2, 1000)));
    Map<String, Object> index = layout.index(Map.of("linux/amd64", here, "linux/arm64", gone));
    layout.without(gone);
    assertEquals(
        here.get("digest"),
        registry
            .push(
                layout.write(folder.resolve("a.tar"), List.of(index)),
                server.name("app:1"),
                Progress.none())
            .text());
  }

  @Test
  void twoImagesInOneArchiveNeedAName() throws Exception {
    Layout layout = new Layout();
    Map<String, Object> one = layout.image("amd64", List.of(Archives.layer(1, 1000)));
    Map<String, Object> two = layout.image("amd64", List.of(Archives.layer(2, 1000)));
    refused(layout.write(folder.resolve("a.tar"), List.of(one, two)), "2 images");
  }

  @Test
  void layersThatAreLinksToEachOtherArePushedOnce() throws Exception {
    byte[] layer = Archives.layer(1, 1000);
    byte[] archive =
        new Tar()
            .file("a/layer.tar", layer)
            .link("b/layer.tar", "../a/layer.tar")
            .file("config.json", Archives.config("amd64", List.of(layer, layer)))
            .file(
                "manifest.json",
                Archives.json(
                    List.of(
                        Map.of(
                            "Config",
                            "config.json",
                            "Layers",
                            List.of("a/layer.tar", "b/layer.tar")))))
            .bytes();
    registry.push(
        Files.write(folder.resolve("a.tar"), archive), server.name("app:1"), Progress.none());
    assertEquals(2, server.count("POST"), "one layer and the config");
    assertEquals(2, registry.inspect("app", "1").at("manifest", "layers").items().size());
  }
}
