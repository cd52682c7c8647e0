package dev.mooring.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.job.Progress;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.registry.archive.DockerArchive;
import dev.mooring.registry.archive.DockerArchive.Packing;
import dev.mooring.registry.archive.LayerMemory;
import dev.mooring.registry.archive.LayerPacker;
import dev.mooring.registry.archive.LayerPacking;
import dev.mooring.registry.archive.OpenedArchive;
import dev.mooring.registry.archive.TarIndex;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which image of an archive is meant, and what its layers are.
final class SeveralImagesTest {
  private static final byte[] PLAIN = Archives.layer(1, 1000);
  private static final byte[] GZIP = Archives.gzip(Archives.layer(2, 1000));
  private static final byte[] ZSTD = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 1, 2, 3};

  @TempDir private Path folder;
  private final Map<String, byte[]> files = new LinkedHashMap<>();
  private final List<Map<String, Object>> images = new ArrayList<>();

  /// An image of `docker save`.
  private void image(List<String> names, byte[] config, List<String> layers) {
    String file = "config-" + images.size() + ".json";
    files.put(file, config);
    images.add(Map.of("Config", file, "RepoTags", names, "Layers", layers));
  }

  private DockerArchive.Image chosen(String name) throws Exception {
    files.put("manifest.json", Archives.json(images));
    Path tar = Files.write(folder.resolve("images.tar"), Archives.tar(files));
    try (FileChannel file = FileChannel.open(tar)) {
      DockerArchive.Image image =
          new DockerArchive(TarIndex.read(file)).image(ImageReference.parse(name));
      assertTrue(image.config().bytes().length > 0);
      return image;
    }
  }

  private Problem refused(String name) {
    Problem problem = assertThrows(MooringException.class, () -> chosen(name)).problem();
    assertEquals(Code.ARCHIVE_INVALID, problem.code());
    return problem;
  }

  @Test
  void ofSeveralTheOneWithTheNameIsTaken() throws Exception {
    files.put("a.tar", PLAIN);
    files.put("b.tar", GZIP);
    image(
        List.of("ana/app:1", "ana/app:2"),
        Archives.config("amd64", List.of(PLAIN)),
        List.of("a.tar"));
    image(List.of("bo/app:1"), Archives.config("amd64", List.of(GZIP)), List.of("b.tar"));
    assertEquals(Digests.of(PLAIN), chosen("ana/app:2").layers().getFirst().diffId());
    assertEquals(Digests.of(GZIP), chosen("bo/app:1").layers().getFirst().diffId());
    Problem none = refused("ana/app:3");
    assertTrue(none.why().contains("2 images"), none::why);
    assertTrue(none.why().contains("ana/app:1, ana/app:2, bo/app:1"), none::why);
    image(List.of("bo/app:1"), Archives.config("amd64", List.of(GZIP)), List.of("b.tar"));
    assertTrue(refused("bo/app:1").why().contains("3 images"), "two of the same name");
  }

  @Test
  void theOnlyOneIsTakenWhateverItsName() throws Exception {
    files.put("a.tar", PLAIN);
    image(List.of(), Archives.config("amd64", List.of(PLAIN)), List.of("a.tar"));
    assertEquals(1, chosen("ana/app:1").layers().size());
    try (FileChannel file = FileChannel.open(folder.resolve("images.tar"))) {
      assertEquals(List.of(), DockerArchive.names(TarIndex.read(file)));
    }
  }

  @Test
  void layersKnowHowTheyArePackedByTheirFirstBytes() throws Exception {
    files.put("a", PLAIN);
    files.put("b", GZIP);
    files.put("c", ZSTD);
    files.put("d", new byte[] {0x1f, (byte) 0x8b});
    files.put("e", new byte[] {0x28, (byte) 0xb5, 0x2f, 0});
    List<byte[]> all = List.of(PLAIN, GZIP, ZSTD, PLAIN, PLAIN);
    image(List.of("x"), Archives.config("amd64", all), List.of("a", "b", "c", "d", "e"));
    assertEquals(
        List.of(Packing.NONE, Packing.GZIP, Packing.ZSTD, Packing.NONE, Packing.NONE),
        chosen("x").layers().stream().map(DockerArchive.Layer::packing).toList());
  }

  @Test
  void allNamesAreTold() throws Exception {
    files.put("a.tar", PLAIN);
    byte[] config = Archives.config("amd64", List.of(PLAIN));
    image(List.of("ana/app:1", "ana/app:2"), config, List.of("a.tar"));
    image(List.of("ana/app:1", "bo/app:1"), config, List.of("a.tar"));
    files.put("manifest.json", Archives.json(images));
    Path tar = Files.write(folder.resolve("names.tar"), Archives.tar(files));
    try (FileChannel file = FileChannel.open(tar)) {
      assertEquals(
          List.of("ana/app:1", "ana/app:2", "bo/app:1"), DockerArchive.names(TarIndex.read(file)));
    }
  }

  @Test
  void anImageThatContradictsItselfIsRefused() {
    byte[] config = Archives.config("amd64", List.of(PLAIN));
    files.put("a", PLAIN);
    assertTrue(refused("x").why().contains("no image"));
    image(List.of("x"), config, List.of("a", "a"));
    assertTrue(refused("x").why().contains("2 layers"));
    images.clear();
    image(List.of("x"), config, List.of("missing"));
    assertTrue(refused("x").why().contains("missing"));
    images.clear();
    image(
        List.of("x"), "{\"rootfs\":{\"diff_ids\":[\"sha256:12\"]}}".getBytes(UTF_8), List.of("a"));
    assertTrue(refused("x").why().contains("digest"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ana/app:1", "1"})
  void anImageOfALayoutIsFoundByItsNameOrItsTag(String ref) throws Exception {
    Archives.Layout layout = new Archives.Layout();
    Map<String, Object> one = layout.image("amd64", List.of(PLAIN));
    Map<String, Object> two = layout.image("arm64", List.of(PLAIN));
    Path tar =
        layout.write(
            folder.resolve("layout.tar"), List.of(named(one, ref), named(two, "bo/app:2")));
    assertEquals(one.get("digest"), opened(tar, "ana/app:1"));
    assertEquals(two.get("digest"), opened(tar, "bo/app:2"));
    Problem none = assertThrows(MooringException.class, () -> opened(tar, "ana/app:3")).problem();
    assertTrue(none.why().contains("2 images"), none::why);
    assertTrue(none.why().endsWith(ref + ", bo/app:2"), none::why);
  }

  @Test
  void whatIsCutOutOfALargerFileIsReadWithinItsBounds() throws Exception {
    byte[] bytes = "0123456789".getBytes(UTF_8);
    try (FileChannel file = FileChannel.open(Files.write(folder.resolve("region"), bytes))) {
      Region region = new Region(file, 2, 5);
      assertArrayEquals("23456".getBytes(UTF_8), region.bytes());
      assertArrayEquals("56".getBytes(UTF_8), region.bytes(3, 9));
      assertArrayEquals(new byte[0], region.bytes(6, 1));
      assertArrayEquals("3456".getBytes(UTF_8), region.open(1).readAllBytes());
      assertEquals(0, region.open().read(new byte[0]));
      assertEquals(-1, region.open(5).read());
      Region shorter = new Region(file, 8, 5);
      assertThrows(java.io.EOFException.class, shorter::bytes);
      assertThrows(java.io.EOFException.class, () -> shorter.open().readAllBytes());
    }
  }

  private Object opened(Path tar, String name) throws Exception {
    LayerPacking none =
        new LayerPacking(new LayerMemory(null), new LayerPacker(null), blob -> false);
    try (OpenedArchive archive =
        OpenedArchive.of(tar, ImageReference.parse(name), none, Progress.none())) {
      return archive.image().digest().text();
    }
  }

  private static Map<String, Object> named(Map<String, Object> image, String ref) {
    Map<String, Object> named = new LinkedHashMap<>(image);
    named.put("annotations", Map.of("org.opencontainers.image.ref.name", ref));
    return named;
  }
}
