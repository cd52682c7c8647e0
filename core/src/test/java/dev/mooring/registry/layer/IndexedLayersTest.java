package dev.mooring.registry.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.job.Progress;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digests;
import dev.mooring.registry.DiskCache;
import dev.mooring.registry.MediaTypes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class IndexedLayersTest {
  private static final String GZIP = MediaTypes.OCI_LAYER_TAR + "+gzip";

  private static final String ZSTD = MediaTypes.OCI_LAYER_TAR + "+zstd";
  private static final byte[] LARGE = large();
  private static final byte[] LARGE_GZIP = Tar.gzip(LARGE);

  @TempDir Path folder;
  private final CountedBlobs blobs = new CountedBlobs();

  /// Where all files of a test are opened.
  private IndexedLayers opening;

  private IndexedLayers layers() {
    return layers(1 << 20);
  }

  /// As after a start.
  private IndexedLayers layers(long memory) {
    return new IndexedLayers(
        new IndexCache(new DiskCache(folder.resolve("cache"), 64 << 20), memory),
        Duration.ofMillis(1));
  }

  @BeforeEach
  void starts() {
    opening = layers();
  }

  private LayerTable table(Descriptor layer) throws InterruptedException {
    return layers().table(blobs, layer, each -> {}, Progress.none());
  }

  private byte[] content(Descriptor layer, LayerEntry file) throws Exception {
    try (InputStream in = opening.open(blobs, layer, file)) {
      return in.readAllBytes();
    }
  }

  private Problem refused(Descriptor layer) {
    return assertThrows(MooringException.class, () -> table(layer)).problem();
  }

  private List<Path> kept() throws IOException {
    Path cache = folder.resolve("cache");
    if (!Files.exists(cache)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(cache)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  private static byte[] packed(String how, byte[] tar) throws Exception {
    return switch (how) {
      case "none" -> tar;
      case "gzip" -> Tar.gzip(tar);
      case "zstd" -> Tar.zstd(tar, "-3");
      case "frames" -> {
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        for (int at = 0; at < tar.length; at += 700_000) {
          frames.writeBytes(
              Tar.zstd(Arrays.copyOfRange(tar, at, Math.min(tar.length, at + 700_000)), "-1"));
        }
        yield frames.toByteArray();
      }
      default -> {
        ByteArrayOutputStream members = new ByteArrayOutputStream();
        for (int at = 0; at < tar.length; at += 700_000) {
          members.writeBytes(
              Tar.gzip(Arrays.copyOfRange(tar, at, Math.min(tar.length, at + 700_000))));
        }
        yield members.toByteArray();
      }
    };
  }

  @ParameterizedTest
  @CsvSource({
    "none,gnu,application/vnd.oci.image.layer.v1.tar",
    "none,ustar,application/vnd.docker.image.rootfs.diff.tar",
    "gzip,pax,application/vnd.oci.image.layer.v1.tar+gzip",
    "gzip,gnu,application/vnd.docker.image.rootfs.diff.tar.gzip",
    "members,pax,application/vnd.oci.image.layer.v1.tar+gzip",
    "gzip,gnu,application/vnd.oci.image.layer.v1.tar+zstd",
    "zstd,gnu,application/vnd.oci.image.layer.v1.tar+zstd",
    "frames,pax,application/vnd.docker.image.rootfs.diff.tar.zstd"
  })
  void everyFileIsListedAndHasItsBytes(String how, String format, String type) throws Exception {
    Path root = folder.resolve("root");
    Map<String, byte[]> contents = Tar.fill(root, 60);
    byte[] tar = Tar.of(root, format, folder.resolve("layer.tar"));
    Descriptor layer = blobs.put(type, packed(how, tar));
    LayerTable table = table(layer);
    assertEquals(1, blobs.requests.get());
    assertEquals(layer.size(), blobs.sent.get());
    assertEquals(tar.length, table.unpacked());
    assertEquals(0, table.leftOut());
    List<LayerEntry> files =
        table.entries().stream().filter(each -> each.kind() == LayerEntry.Kind.FILE).toList();
    assertEquals(contents.keySet().stream().sorted().toList(), sorted(files));
    for (LayerEntry each : files) {
      blobs.forget();
      assertArrayEquals(contents.get(each.path()), content(layer, each), each::path);
      assertTrue(blobs.requests.get() <= (each.size() == 0 ? 0 : 1));
      assertEquals(7, each.uid());
      assertEquals(8, each.gid());
      long modified = Files.getLastModifiedTime(root.resolve(each.path())).toMillis() / 1000;
      assertEquals(modified, each.modified());
    }
    assertEquals(0, blobs.unclosed.get());
  }

  private static List<String> sorted(List<LayerEntry> files) {
    return files.stream().map(LayerEntry::path).sorted().toList();
  }

  /// Of 8 MiB, half of it hardly compressible.
  private static byte[] large() {
    Random random = new Random(5);
    Tar tar = new Tar();
    for (int i = 0; i < 32; i++) {
      byte[] content = new byte[250_000];
      random.nextBytes(content);
      for (int at = 0; i % 2 == 0 && at < content.length; at++) {
        content[at] = (byte) ('a' + (content[at] & 3));
      }
      tar.file("lib/" + i, content);
    }
    return tar.bytes();
  }

  @Test
  void aFileTakesOneRequestOfWhatIsAroundIt() throws Exception {
    Descriptor layer = blobs.put(GZIP, LARGE_GZIP);
    LayerTable table = table(layer);
    for (LayerEntry each : table.entries()) {
      blobs.forget();
      assertEquals(250_000, content(layer, each).length);
      assertTrue(blobs.requests.get() <= 1);
      assertTrue(blobs.longest.get() <= 2 << 20, () -> blobs.longest + " bytes");
    }
  }

  /// Pieces of the same content, again and again, as near and as far as a window reaches.
  private static byte[] repeating() {
    Random random = new Random(11);
    byte[] pool = new byte[3 << 20];
    random.nextBytes(pool);
    Tar tar = new Tar();
    for (int i = 0; i < 24; i++) {
      byte[] content = new byte[i == 22 ? 6_000_000 : 200_000];
      for (int at = 0; at < content.length; ) {
        int length = Math.min(content.length - at, 4 + random.nextInt(5000));
        System.arraycopy(pool, random.nextInt(pool.length - length), content, at, length);
        at += length;
      }
      tar.file("lib/" + i, content);
    }
    return tar.bytes();
  }

  @Test
  void neighboursAreReadTogether() throws Exception {
    Tar tar = new Tar();
    for (int i = 0; i < 500; i++) {
      tar.file("lib/" + i, "content of " + i);
    }
    for (byte[] packed : List.of(Tar.gzip(tar.bytes()), tar.bytes())) {
      Descriptor layer = blobs.put(GZIP, packed);
      LayerTable table = table(layer);
      blobs.forget();
      for (int i = 0; i < 500; i++) {
        byte[] content = content(layer, table.entries().get(i));
        assertEquals("content of " + i, new String(content, StandardCharsets.UTF_8));
      }
      assertTrue(blobs.requests.get() <= 2, () -> blobs.requests + " requests");
    }
    assertEquals(0, blobs.unclosed.get());
  }

  @Test
  void neighboursThatAreOthersAreNotRemembered() throws Exception {
    byte[] tar = new Tar().file("a", "x").file("b", "y").bytes();
    Descriptor layer = blobs.put(MediaTypes.OCI_LAYER_TAR, Tar.gzip(tar));
    LayerTable table = table(layer);
    blobs.change(layer, Tar.gzip(new Tar().file("a", "x").file("b", "z").bytes()));
    LayerEntry last = table.entries().getLast();
    assertThrows(MooringException.class, () -> content(layer, last));
    assertThrows(MooringException.class, () -> content(layer, last));
    blobs.change(layer, Tar.gzip(tar));
    assertEquals("y", new String(content(layer, last), StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1 --check", "-3 --no-check", "-3 --long=23"})
  void aFileOfOneLargeZstdFrameTakesAPartOfItToo(String options) throws Exception {
    byte[] tar = repeating();
    Descriptor layer = blobs.put(ZSTD, Tar.zstd(tar, options.split(" ", -1)));
    LayerTable table = table(layer);
    for (LayerEntry each : table.entries()) {
      blobs.forget();
      byte[] content = content(layer, each);
      int start = (int) each.offset();
      assertArrayEquals(
          Arrays.copyOfRange(tar, start, start + (int) each.size()), content, each::path);
      assertTrue(blobs.requests.get() <= 1);
      if (each.size() == 200_000) {
        assertTrue(blobs.longest.get() <= 2 << 20, () -> blobs.longest + " bytes");
      }
    }
    assertTrue(kept().getFirst().toFile().length() < layer.size() * 2);
  }

  @Test
  void aLayerThatIsKnownCostsNoRequestEvenForTheNextProcess() throws Exception {
    Descriptor layer = blobs.put(GZIP, Tar.gzip(new Tar().file("a", "x").bytes()));
    IndexedLayers first = layers();
    LayerTable table = first.table(blobs, layer, each -> {}, Progress.none());
    blobs.forget();
    List<LayerEntry> told = new ArrayList<>();
    assertEquals(table, first.table(blobs, layer, told::add, Progress.none()));
    assertEquals(table, layers().table(blobs, layer, told::add, Progress.none()));
    assertEquals(0, blobs.requests.get());
    assertEquals(2, told.size());
  }

  @Test
  void entriesAreToldOfAsTheyComeAndProgressIsOfBytes() throws Exception {
    byte[] packed = LARGE_GZIP;
    Descriptor layer = blobs.put(GZIP, packed);
    AtomicLong first = new AtomicLong();
    AtomicLong done = new AtomicLong();
    layers()
        .table(
            blobs,
            layer,
            each -> first.compareAndSet(0, blobs.sent.get()),
            new Progress() {
              @Override
              public void step(String sentence) {}

              @Override
              public void advance(String part, long now, long total, Unit unit) {
                assertEquals(packed.length, total);
                assertEquals(Unit.BYTES, unit);
                done.set(now);
              }
            });
    assertTrue(first.get() < 300_000, () -> "the first after " + first);
    assertEquals(packed.length, done.get());
  }

  @Test
  void aLostConnectionGoesOnWhereItWas() throws Exception {
    Descriptor layer = blobs.put(GZIP, LARGE_GZIP);
    blobs.breaksAfter = 2_000_000;
    LayerTable table = table(layer);
    assertTrue(blobs.requests.get() > 2, () -> blobs.requests + " requests");
    assertEquals(layer.size(), blobs.sent.get());
    blobs.breaksAfter = 200_000;
    assertEquals(250_000, content(layer, table.entries().get(9)).length);
    assertEquals(0, blobs.unclosed.get());
  }

  @Test
  void whatIsNotWhatItsDigestSaysIsNotKept() throws Exception {
    Descriptor layer = blobs.put(GZIP, Tar.gzip(new Tar().file("a", "x").bytes()));
    blobs.change(layer, Tar.gzip(new Tar().file("a", "y").bytes()));
    assertEquals(Code.DIGEST_MISMATCH, refused(layer).code());
    byte[] damaged = new byte[(int) layer.size()];
    blobs.change(layer, damaged);
    assertEquals(Code.DIGEST_MISMATCH, refused(layer).code(), "and not that it is damaged");
    assertEquals(List.of(), kept());
  }

  @Test
  void whatIsBehindTheContentBelongsToTheDigestToo() throws Exception {
    byte[] tar = new Tar().file("a", "x").bytes();
    byte[] more = Arrays.copyOf(tar, tar.length + 100_000);
    Descriptor layer = blobs.put(MediaTypes.OCI_LAYER_TAR, more);
    assertEquals(more.length, table(layer).unpacked());
    byte[] other = more.clone();
    other[other.length - 1] = 1;
    Descriptor changed = blobs.put(MediaTypes.OCI_LAYER_TAR, Tar.gzip(tar));
    blobs.change(changed, other);
    assertThrows(MooringException.class, () -> table(changed));
  }

  @Test
  void otherBytesLaterAreNoticedBeforeAnyIsHandedOn() throws Exception {
    for (byte[] packed : List.of(LARGE, LARGE_GZIP)) {
      Descriptor layer = blobs.put(GZIP, packed);
      LayerTable table = table(layer);
      byte[] other = packed.clone();
      for (int i = other.length / 2; i < other.length; i += 10_000) {
        other[i] ^= 1;
      }
      blobs.change(layer, other);
      LayerEntry late = table.entries().get(28);
      MooringException refused = assertThrows(MooringException.class, () -> content(layer, late));
      assertTrue(
          List.of(Code.DIGEST_MISMATCH, Code.IMAGE_UNREADABLE).contains(refused.problem().code()));
      assertEquals(250_000, content(layer, table.entries().getFirst()).length);
    }
  }

  @Test
  void aFileWhoseLaterPartsAreOthersFailsWithinTheStream() throws Exception {
    byte[] content = new byte[3 << 20];
    byte[] tar = new Tar().file("big", content).bytes();
    Descriptor layer = blobs.put(MediaTypes.OCI_LAYER_TAR, tar);
    LayerEntry big = table(layer).entries().getFirst();
    byte[] other = tar.clone();
    other[512 + (2 << 20) + 5] = 1;
    blobs.change(layer, other);
    try (InputStream in = layers().open(blobs, layer, big)) {
      assertEquals(2 << 20, in.readNBytes(2 << 20).length);
      IOException late = assertThrows(IOException.class, in::read);
      assertEquals(Code.DIGEST_MISMATCH, ((MooringException) late.getCause()).problem().code());
    }
  }

  @Test
  void aDamagedIndexIsMadeAgain() throws Exception {
    Descriptor layer = blobs.put(GZIP, LARGE_GZIP);
    LayerTable table = table(layer);
    Path file = kept().getFirst();
    byte[] whole = Files.readAllBytes(file);
    byte[] flipped = whole.clone();
    flipped[flipped.length / 2] ^= 1;
    for (byte[] broken :
        List.of(new byte[0], Arrays.copyOf(whole, 20), Arrays.copyOf(whole, 999), flipped)) {
      Files.write(file, broken);
      blobs.forget();
      assertEquals(table, table(layer));
      assertEquals(1, blobs.requests.get());
      assertArrayEquals(whole, Files.readAllBytes(file));
    }
  }

  @Test
  void aFileOfALayerWhoseIndexIsGoneIsReadAfterAll() throws Exception {
    Descriptor layer = blobs.put(GZIP, Tar.gzip(new Tar().file("a", "x").bytes()));
    LayerEntry file = table(layer).entries().getFirst();
    Files.delete(kept().getFirst());
    assertEquals("x", new String(content(layer, file), StandardCharsets.UTF_8));
  }

  @Test
  void indexesAreForTheirOwnerAlone() throws Exception {
    table(blobs.put(GZIP, Tar.gzip(new Tar().file("a", "x").bytes())));
    Path file = kept().getFirst();
    assertEquals("rw-------", mode(file));
    assertEquals("rwx------", mode(file.getParent()));
    assertEquals("rwx------", mode(folder.resolve("cache")));
  }

  private static String mode(Path file) throws IOException {
    return java.nio.file.attribute.PosixFilePermissions.toString(
        Files.getPosixFilePermissions(file));
  }

  @Test
  void whatIsNoLayerIsSaidToBeNone() {
    byte[] text =
        "{\"_type\": \"https://in-toto.io/Statement/v1\"}"
            .repeat(30)
            .getBytes(StandardCharsets.UTF_8);
    Problem none = refused(blobs.put("application/vnd.in-toto+json", text));
    assertEquals(Code.IMAGE_UNREADABLE, none.code());
    assertTrue(none.why().contains("layer of files"), none.why());
    byte[] cut = Arrays.copyOf(LARGE_GZIP, 100_000);
    assertEquals(Code.IMAGE_UNREADABLE, refused(blobs.put(GZIP, cut)).code());
    Descriptor unsized = Descriptor.of(GZIP, Digests.of(new byte[] {1}), 0);
    blobs.change(unsized, new byte[] {1});
    assertEquals(Code.IMAGE_UNREADABLE, refused(unsized).code());
  }

  @Test
  void anEmptyLayerIsEmpty() throws Exception {
    assertEquals(List.of(), table(blobs.put(GZIP, new byte[0])).entries());
    assertEquals(List.of(), table(blobs.put(GZIP, Tar.gzip(new byte[0]))).entries());
    assertEquals(List.of(), table(blobs.put(GZIP, Tar.gzip(new byte[1024]))).entries());
  }

  @Test
  void anInterruptEndsItAndLeavesNothing() throws Exception {
    Descriptor layer = blobs.put(GZIP, LARGE_GZIP);
    assertThrows(
        InterruptedException.class,
        () ->
            layers()
                .table(blobs, layer, each -> Thread.currentThread().interrupt(), Progress.none()));
    assertEquals(0, blobs.unclosed.get());
    assertTrue(blobs.sent.get() < layer.size());
    assertEquals(List.of(), kept());
    assertEquals(32, table(layer).entries().size());
  }

  @Test
  void whatUnpacksToFarMoreTakesNoMemory() throws Exception {
    byte[] zeros = new byte[40 << 20];
    byte[] bomb = Tar.gzip(new Tar().file("zeros", zeros).bytes());
    assertTrue(bomb.length < 400_000);
    Descriptor layer = blobs.put(GZIP, bomb);
    LayerEntry file = table(layer).entries().getFirst();
    assertTrue(kept().getFirst().toFile().length() < 20_000);
    try (InputStream in = layers().open(blobs, layer, file)) {
      in.skipNBytes(zeros.length);
      assertEquals(-1, in.read());
    }
  }

  @Test
  void aFileOfAnotherLayerIsAMistake() throws Exception {
    Descriptor layer = blobs.put(GZIP, Tar.gzip(new Tar().file("a", "x").bytes()));
    LayerEntry own = table(layer).entries().getFirst();
    LayerEntry other = new LayerEntry("b", LayerEntry.Kind.FILE, 5, 0, 0, 0, 0, "", own.offset());
    assertThrows(IllegalArgumentException.class, () -> content(layer, other));
    assertEquals(0, blobs.unclosed.get());
  }
}
