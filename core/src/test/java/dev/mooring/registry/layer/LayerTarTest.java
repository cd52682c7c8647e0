package dev.mooring.registry.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.job.Progress;
import dev.mooring.platform.BlockInput;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.MediaTypes;
import dev.mooring.registry.Programs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class LayerTarTest {
  private static final byte[] NONE = {};

  @TempDir Path folder;

  private static LayerEntry only(Tar tar) throws IOException {
    LayerTable table = Tar.table(tar.bytes());
    assertEquals(0, table.leftOut());
    assertEquals(1, table.entries().size());
    return table.entries().getFirst();
  }

  @Test
  void everyKindOfEntryIsListed() throws Exception {
    Tar tar =
        new Tar()
            .entry('5', "./", "", NONE)
            .entry('5', "./etc/", "", NONE)
            .file("etc/.wh.gone", "")
            .entry('0', "old/", "", NONE)
            .entry('7', "/etc/contiguous", "", new byte[600])
            .entry('2', "bin", "../usr/bin", NONE)
            .entry('1', "etc/same", "./etc/contiguous", NONE)
            .entry('3', "dev/null", "", NONE)
            .entry('4', "dev/sda", "", NONE)
            .entry('6', "run/pipe", "", NONE);
    LayerTable table = Tar.table(tar.bytes());
    assertEquals(
        List.of(
            " DIRECTORY ",
            "etc DIRECTORY ",
            "etc/.wh.gone FILE ",
            "old DIRECTORY ",
            "etc/contiguous FILE ",
            "bin SYMBOLIC_LINK ../usr/bin",
            "etc/same HARD_LINK etc/contiguous",
            "dev/null CHARACTER_DEVICE ",
            "dev/sda BLOCK_DEVICE ",
            "run/pipe FIFO "),
        table.entries().stream()
            .map(each -> each.path() + " " + each.kind() + " " + each.link())
            .toList());
    LayerEntry file = table.entries().get(4);
    assertEquals(
        new LayerEntry(
            "etc/contiguous", file.kind(), 600, 0644, 1000, 100, 1732247552, "", 5 * 512),
        file);
  }

  @Test
  void extendedAttributesBelongToTheirEntryAndSurviveTheIndex() throws Exception {
    byte[] tar =
        new Tar()
            .pax(
                "SCHILY.xattr.security.capability=\1\2", "SCHILY.xattr.user.long=" + "x".repeat(99))
            .file("ping", "p")
            .file("plain", "p")
            .bytes();
    LayerTable table = Tar.table(tar);
    Map<String, String> values = table.entries().getFirst().attributes().values();
    assertEquals(List.of("security.capability", "user.long"), List.copyOf(values.keySet()));
    assertEquals("0102", values.get("security.capability"));
    assertTrue(String.valueOf(values.get("user.long")).startsWith("sha256:"), values::toString);
    assertEquals(Attributes.NONE, table.entries().getLast().attributes());

    CountedBlobs blobs = new CountedBlobs();
    Descriptor layer = blobs.put(MediaTypes.OCI_LAYER_TAR, tar);
    for (int i = 0; i < 2; i++) {
      IndexedLayers layers = new IndexedLayers(folder);
      assertEquals(table, layers.table(blobs, layer, any -> {}, Progress.none()));
    }
    assertEquals(1, blobs.requests.get());
  }

  @Test
  void attributesOfOneEntryAreBounded() throws Exception {
    Tar tar = new Tar();
    for (int i = 0; i < 1000; i++) {
      tar.pax("SCHILY.xattr.user.a" + i + "=x", "SCHILY.xattr." + "n".repeat(300) + "=x");
    }
    assertEquals(Attributes.MOST, only(tar.file("a", "a")).attributes().values().size());
  }

  @Test
  void headersBeforeAnEntrySayMoreOfIt() throws Exception {
    String name = "n/".repeat(300) + "file";
    assertEquals(
        new LayerEntry(
            name, LayerEntry.Kind.FILE, 3, 0644, 3_000_000_000L, 4_000_000_000L, -5, "", 2048),
        only(
            new Tar()
                .pax("path=" + name, "uid=3000000000", "gid=4000000000", "mtime=-5.25", "size=3")
                .file("short", "abc")));
    assertEquals(
        name + " n/x",
        Tar.table(
                new Tar()
                    .entry('L', "@", "", (name + "\0").getBytes(StandardCharsets.UTF_8))
                    .entry('K', "@", "", "n/x\0".getBytes(StandardCharsets.UTF_8))
                    .entry('2', "short", "cut", NONE)
                    .bytes())
            .entries()
            .stream()
            .map(each -> each.path() + " " + each.link())
            .findFirst()
            .orElseThrow());
  }

  @Test
  void whatIsSaidOfOneEntryIsNotSaidOfTheNext() throws Exception {
    Tar tar = new Tar().pax("path=long", "mtime=1").file("a", "x").file("b", "y");
    LayerEntry second = Tar.table(tar.bytes()).entries().get(1);
    assertEquals("b", second.path());
    assertEquals(1732247552, second.modified());
  }

  @Test
  void largeNumbersMayBeBinary() throws Exception {
    byte[] header = Tar.header('0', "a", "", 3);
    Arrays.fill(header, 108, 116, (byte) 0);
    header[108] = (byte) 0x80;
    header[112] = (byte) 0x80;
    LayerEntry entry =
        only(new Tar().block(Tar.summed(header)).block("abc".getBytes(StandardCharsets.UTF_8)));
    assertEquals(1L << 31, entry.uid());
  }

  @ParameterizedTest
  @ValueSource(strings = {"../a", "a/../b", "a/..", "/..", "..", "a\0b"})
  void namesThatLeadElsewhereAreLeftOut(String name) throws Exception {
    Tar tar =
        new Tar()
            .pax("path=" + name)
            .file("x", "y")
            .pax("linkpath=" + name)
            .entry('1', "hard", "", NONE)
            .file("b", "z");
    LayerTable table = Tar.table(tar.bytes());
    assertEquals(2, table.leftOut());
    assertEquals("b", table.entries().getFirst().path());
  }

  @Test
  void namesThatNoFileSystemTakesAreLeftOut() throws Exception {
    Tar tar =
        new Tar()
            .pax("path=" + "ü".repeat(128))
            .file("x", "y")
            .pax("path=" + "a/".repeat(2049))
            .file("x", "y")
            .pax("path=" + "ü".repeat(127))
            .file("x", "y");
    LayerTable table = Tar.table(tar.bytes());
    assertEquals(2, table.leftOut());
    assertEquals("ü".repeat(127), table.entries().getFirst().path());
  }

  @Test
  void sparseAndUnknownEntriesAreLeftOutAndPassedBy() throws Exception {
    Path sparse = folder.resolve("sparse");
    Programs.run("truncate", "-s", "3M", sparse.toString());
    for (String format : List.of("gnu", "pax")) {
      Path tar = folder.resolve(format + ".tar");
      Path after = Files.writeString(folder.resolve("z"), "z");
      Programs.run(
          "tar",
          "-S",
          "--format=" + format,
          "-C",
          folder.toString(),
          "-cf",
          tar.toString(),
          sparse.getFileName().toString(),
          after.getFileName().toString());
      LayerTable table = Tar.table(Files.readAllBytes(tar));
      assertEquals(1, table.leftOut(), format);
      assertEquals("z", table.entries().getFirst().path());
    }
    LayerTable unknown =
        Tar.table(new Tar().entry('V', "v", "", new byte[9]).file("a", "").bytes());
    assertEquals(1, unknown.leftOut());
    assertEquals("a", unknown.entries().getFirst().path());
  }

  @Test
  void moreSparseRegionsThanAHeaderHoldsFollowIt() throws Exception {
    byte[] header = Tar.header('S', "s", "", 1024);
    header[482] = 1;
    byte[] first = new byte[512];
    first[504] = 1;
    Tar tar =
        new Tar()
            .block(Tar.summed(header))
            .block(first)
            .block(new byte[512])
            .block(new byte[1024])
            .file("a", "x");
    LayerTable table = Tar.table(tar.bytes());
    assertEquals("a", table.entries().getFirst().path());
    assertEquals(6 * 512, table.entries().getFirst().offset());
  }

  @Test
  void whatIsCutIsAFailure() throws Exception {
    byte[] tar = new Tar().pax("path=abc").file("a", "x").bytes();
    for (int length : new int[] {1, 511, 513, 600, 1100, 1600, 2047}) {
      byte[] cut = Arrays.copyOf(tar, length);
      assertThrows(IOException.class, () -> Tar.table(cut), () -> "at " + length);
    }
    assertEquals(1, Tar.table(Arrays.copyOf(tar, 2048)).entries().size(), "as some end");
  }

  @Test
  void whatIsNoTarIsAFailure() {
    assertThrows(
        IOException.class, () -> Tar.table("x".repeat(600).getBytes(StandardCharsets.UTF_8)));
    byte[] negative = Tar.header('0', "a", "", 0);
    Arrays.fill(negative, 124, 136, (byte) 0xff);
    assertThrows(IOException.class, () -> Tar.table(new Tar().block(Tar.summed(negative)).bytes()));
    byte[] endless = Tar.header('0', "a", "", 0);
    Arrays.fill(endless, 124, 136, (byte) 0);
    endless[124] = (byte) 0x80;
    endless[128] = 0x7f;
    assertThrows(IOException.class, () -> Tar.table(new Tar().block(Tar.summed(endless)).bytes()));
    byte[] long0 = Tar.header('x', "a", "", (1 << 20) + 1);
    assertThrows(IOException.class, () -> Tar.table(new Tar().block(long0).bytes()));
    assertThrows(
        IOException.class,
        () -> Tar.table(new Tar().entry('x', "", "", new byte[] {'9', ' '}).bytes()));
  }

  @Test
  void moreEntriesThanALayerHasAreRefused() throws Exception {
    byte[] header = Tar.header('5', "a", "", 0);
    BlockInput endless =
        new BlockInput() {
          @Override
          public int read(byte[] into, int from, int length) {
            System.arraycopy(header, 0, into, from, 512);
            return 512;
          }
        };
    IOException refused = assertThrows(IOException.class, () -> Tar.table(endless));
    assertTrue(refused.getMessage().contains("500000"), refused.getMessage());
  }

  @Test
  void contentsAreHashedByPieces() throws Exception {
    byte[] content = new byte[Pieces.SIZE + 1];
    content[Pieces.SIZE] = 5;
    LayerTar tar =
        new LayerTar(
            new java.io.ByteArrayInputStream(
                new Tar().file("a", content).file("none", "").file("b", "x").bytes()),
            each -> {});
    LayerTable table = tar.read();
    Pieces pieces = Pieces.of(table, tar.hashes());
    assertEquals(3 * Pieces.HASH, tar.hashes().length);
    assertEquals(2, pieces.first(table.entries().get(2)));
    assertTrue(pieces.matches(1, new byte[] {5}, 1));
    assertArrayEquals(tar.hashes(), pieces.hashes());
  }
}
