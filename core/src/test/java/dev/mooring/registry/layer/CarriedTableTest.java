package dev.mooring.registry.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.document.Document;
import dev.mooring.job.Progress;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.layer.CarriedLayers.Made;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Layers whose builder put a table of their files into them.
@Timeout(60)
final class CarriedTableTest {
  @TempDir Path folder;
  private final CountedBlobs blobs = new CountedBlobs();

  /// As after a start.
  private IndexedLayers layers() {
    return new IndexedLayers(folder.resolve("cache"));
  }

  private LayerTable table(Layers layers, Descriptor layer) throws InterruptedException {
    return layers.table(blobs, layer, each -> {}, Progress.none());
  }

  private byte[] content(Layers layers, Descriptor layer, LayerEntry file) throws Exception {
    try (InputStream in = layers.open(blobs, layer, file)) {
      return in.readAllBytes();
    }
  }

  /// Where files are in the tar is not in the table.
  private static List<LayerEntry> listed(LayerTable table) {
    return table.entries().stream()
        .map(
            each ->
                new LayerEntry(
                    each.path(),
                    each.kind(),
                    each.size(),
                    each.mode(),
                    each.uid(),
                    each.gid(),
                    each.modified(),
                    each.link(),
                    0,
                    each.attributes()))
        .toList();
  }

  private static Map<String, byte[]> files(int count, int size) {
    Random random = new Random(9);
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      byte[] content = new byte[size + i];
      random.nextBytes(content);
      files.put("usr/lib/file-" + i, content);
    }
    return files;
  }

  @ParameterizedTest
  @CsvSource({"estargz,2", "estargz-joined,2", "zstd-chunked,1"})
  void whatTheTableListsIsWhatTheLayerHolds(String name, int requests) throws Exception {
    Descriptor layer = CarriedLayers.real(name).in(blobs);
    IndexedLayers layers = layers();
    LayerTable byTable = table(layers, layer);
    assertEquals(requests, blobs.requests.get());
    assertTrue(blobs.sent.get() < layer.size() / 4, blobs.sent + " bytes");
    Layers whole = layers.whole();
    LayerTable bySlow = table(whole, layer);
    assertEquals(listed(bySlow), listed(byTable));
    assertEquals(bySlow.leftOut(), byTable.leftOut());
    assertTrue(byTable.entries().stream().anyMatch(each -> !each.attributes().values().isEmpty()));
    assertTrue(byTable.entries().stream().anyMatch(each -> each.size() > 20_000));
    Layers next = new IndexedLayers(folder.resolve("other"));
    assertEquals(byTable, table(next, layer));
    for (int i = 0; i < byTable.entries().size(); i++) {
      LayerEntry file = byTable.entries().get(i);
      if (file.kind() == LayerEntry.Kind.FILE) {
        blobs.forget();
        byte[] content = content(next, layer, file);
        assertTrue(blobs.requests.get() <= 1);
        assertEquals(file.size(), content.length);
        assertArrayEquals(content(whole, layer, bySlow.entries().get(i)), content, file::path);
      }
    }
    assertEquals(0, blobs.unclosed.get());
  }

  @Test
  void aLargeLayerIsListedByAHundredthOfItAndAFileByItsOwnBytes() throws Exception {
    Map<String, byte[]> files = files(120, 60_000);
    Descriptor layer = CarriedLayers.chunked(files, table -> table).in(blobs);
    LayerTable table = table(layers(), layer);
    assertTrue(blobs.requests.get() <= 3);
    assertTrue(blobs.sent.get() < layer.size() / 100, blobs.sent + " of " + layer.size());
    assertEquals(listed(table(layers().whole(), layer)), listed(table));
    IndexedLayers next = new IndexedLayers(folder.resolve("other"));
    table(next, layer);
    for (LayerEntry each : table.entries()) {
      blobs.forget();
      assertArrayEquals(files.get(each.path()), content(next, layer, each));
      assertEquals(1, blobs.requests.get());
      assertTrue(blobs.longest.get() < 70_000, blobs.longest + " bytes");
    }
  }

  @ParameterizedTest
  @CsvSource({"estargz", "zstd-chunked"})
  void filesThatWereListedByTheTableOpenAlsoAfterTheWholeWasRead(String name) throws Exception {
    Descriptor layer = CarriedLayers.real(name).in(blobs);
    IndexedLayers layers = layers();
    LayerTable byTable = table(layers, layer);
    LayerTable bySlow = table(layers.whole(), layer);
    for (int i = 0; i < byTable.entries().size(); i++) {
      byte[] wanted = content(layers.whole(), layer, bySlow.entries().get(i));
      assertArrayEquals(wanted, content(layers, layer, byTable.entries().get(i)));
      assertArrayEquals(wanted, content(layers, layer, bySlow.entries().get(i)));
    }
    layers.each(
        blobs,
        layer,
        byTable.entries(),
        (file, in) -> assertEquals(file.size(), in.readAllBytes().length));
    // And where only the table is left.
    Layers next = new IndexedLayers(folder.resolve("other"));
    table(next, layer);
    LayerEntry last =
        bySlow.entries().stream().filter(each -> each.size() > 0).findFirst().orElseThrow();
    assertEquals(last.size(), content(next, layer, last).length);
  }

  @Test
  void aTableThatIsKnownCostsNoRequestEvenForTheNextProcess() throws Exception {
    Descriptor layer = CarriedLayers.real("zstd-chunked").in(blobs);
    LayerTable table = table(layers(), layer);
    blobs.forget();
    assertEquals(table, table(layers(), layer));
    assertEquals(0, blobs.requests.get());
    LayerEntry hole =
        table.entries().stream()
            .filter(each -> each.path().endsWith("hole"))
            .findAny()
            .orElseThrow();
    assertEquals(20_008, content(layers(), layer, hole).length);
    assertEquals(1, blobs.requests.get());
  }

  @ParameterizedTest
  @CsvSource({"estargz", "zstd-chunked"})
  void otherBytesThanTheTableSaysAreNotShown(String name) throws Exception {
    Made made = CarriedLayers.real(name);
    Descriptor layer = made.in(blobs);
    IndexedLayers layers = layers();
    LayerTable table = table(layers, layer);
    LayerEntry noise =
        table.entries().stream()
            .filter(each -> each.path().endsWith("noise"))
            .findAny()
            .orElseThrow();
    byte[] other = made.blob().clone();
    for (int i = 0; i < other.length; i++) {
      other[i] ^= 1;
    }
    blobs.change(layer, other);
    MooringException refused =
        assertThrows(MooringException.class, () -> content(layers, layer, noise));
    assertNotEquals(Code.REGISTRY_UNREACHABLE, refused.problem().code());
    assertEquals(0, blobs.unclosed.get());
  }

  @Test
  void aTableThatDoesNotFitTheContentShowsNoByte() throws Exception {
    Map<String, byte[]> files = Map.of("a", "content".getBytes(StandardCharsets.UTF_8));
    Descriptor layer =
        CarriedLayers.chunked(files, table -> table.replace("\"size\":7", "\"size\":6")).in(blobs);
    IndexedLayers layers = layers();
    LayerEntry file = table(layers, layer).entries().getFirst();
    MooringException refused =
        assertThrows(MooringException.class, () -> content(layers, layer, file));
    assertEquals(Code.DIGEST_MISMATCH, refused.problem().code());
    LayerEntry real = table(layers.whole(), layer).entries().getFirst();
    assertEquals(7, content(layers.whole(), layer, real).length);
  }

  @Test
  void aChangedByteIsFoundBeforeAnyOfItsChunkIsShown() throws Exception {
    Made made = CarriedLayers.chunked(files(1, 5000), table -> table);
    Descriptor layer = made.in(blobs);
    IndexedLayers layers = layers();
    LayerEntry file = table(layers, layer).entries().getFirst();
    byte[] other = made.blob().clone();
    other[4000] ^= 1;
    blobs.change(layer, other);
    MooringException refused =
        assertThrows(MooringException.class, () -> content(layers, layer, file));
    assertEquals(Code.DIGEST_MISMATCH, refused.problem().code());
    assertEquals(0, blobs.unclosed.get());
  }

  private void takesTheSlowWay(Descriptor layer) throws Exception {
    blobs.forget();
    LayerTable table = table(new IndexedLayers(Files.createTempDirectory(folder, "cache")), layer);
    assertTrue(blobs.sent.get() >= layer.size(), blobs.sent + " of " + layer.size());
    assertTrue(table.entries().stream().anyMatch(each -> each.path().equals("etc/hosts")));
  }

  @Test
  void aTableWithoutTheDigestInTheManifestIsNotBelieved() throws Exception {
    for (String name : List.of("estargz", "zstd-chunked")) {
      Made made = CarriedLayers.real(name);
      Map<String, String> other = new HashMap<>(made.annotations());
      other.replaceAll(
          (key, text) -> text.startsWith("sha256:") ? "sha256:" + "0".repeat(64) : text);
      takesTheSlowWay(new Made(made.blob(), other).in(blobs));
      other.replaceAll((key, text) -> text.startsWith("sha256:") ? "md5:0" : text);
      takesTheSlowWay(new Made(made.blob(), other).in(blobs));
      takesTheSlowWay(new Made(made.blob(), Map.of()).in(blobs));
    }
  }

  @Test
  void ofTwoTablesNoneIsBelieved() throws Exception {
    Made made = CarriedLayers.real("zstd-chunked");
    Map<String, String> both = new HashMap<>(made.annotations());
    both.put(CarriedLayers.STARGZ, "sha256:" + "1".repeat(64));
    takesTheSlowWay(new Made(made.blob(), both).in(blobs));
    Map<String, String> twice = new HashMap<>(made.annotations());
    twice.put("io.containers.zstd-chunked.manifest-position", "6599:853:3138:1");
    twice.put("io.containers.zstd-chunked.manifest-checksum", "sha256:" + "1".repeat(64));
    takesTheSlowWay(new Made(made.blob(), twice).in(blobs));
    twice.put(
        "io.containers.zstd-chunked.manifest-checksum",
        made.annotations().get(CarriedLayers.CHECKSUM));
    blobs.forget();
    table(new IndexedLayers(folder.resolve("other")), new Made(made.blob(), twice).in(blobs));
    assertEquals(1, blobs.requests.get(), "the same one, said twice");
  }

  @ParameterizedTest
  @CsvSource({
    "6599:853:3138:2",
    "6599:853",
    "9000:853:2942:1",
    "0:999999999999999999:1:1",
    "x:y:z:1",
    "6599:0:0:1"
  })
  void aTableThatIsNowhereIsNotLookedFor(String position) throws Exception {
    Made made = CarriedLayers.real("zstd-chunked");
    Map<String, String> other = new HashMap<>(made.annotations());
    other.put(CarriedLayers.POSITION, position);
    takesTheSlowWay(new Made(made.blob(), other).in(blobs));
  }

  @ParameterizedTest
  @CsvSource({
    "ffffffffffffffff",
    "0000000000000000",
    "7fffffffffffffff",
    "00000000000020ff",
    "0000000000000001"
  })
  void aFooterThatPointsElsewhereIsNotBelieved(String place) throws Exception {
    Made made = CarriedLayers.real("estargz");
    ByteArrayOutputStream blob = new ByteArrayOutputStream();
    blob.write(made.blob(), 0, made.blob().length - 51);
    blob.writeBytes(CarriedLayers.footer(place));
    takesTheSlowWay(new Made(blob.toByteArray(), made.annotations()).in(blobs));
  }

  static List<UnaryOperator<String>> hostile() {
    return List.of(
        table -> "",
        table -> "[".repeat(100_000),
        table ->
            table.replace("\"name\"", "\"x\":" + "[".repeat(1000) + "]".repeat(1000) + ",\"name\""),
        table -> table.replace("etc/motd", "A".repeat(2 << 20)),
        table -> table.replace("\"size\":20", "\"size\":20000000000"),
        table -> table.replace("\"size\":20", "\"size\":-20"),
        table -> table.replace("\"size\":20", "\"size\":9223372036854775807,\"chunkSize\":20"),
        table -> table.replace("\"size\":20", "\"size\":99999999999999999999999999"),
        table -> table.replaceFirst("\"offset\":[0-9]+", "\"offset\":0"),
        table -> table.replaceFirst("\"offset\":[0-9]+", "\"offset\":9223372036854775807"),
        table ->
            table.replaceFirst(
                "\"offset\":[0-9]+", "\"offset\":100,\"innerOffset\":9223372036854775807"),
        table -> table.replaceFirst("\"digest\":\"sha256:[0-9a-f]+\"", "\"digest\":\"\""),
        table -> table.replace("2024-11-22T03:52:32Z", "soon"),
        table -> table.replace("\"mode\":420", "\"xattrs\":{\"a\":\"no base64!\"}"),
        table ->
            table.replace(
                "\"mode\":420", "\"xattrs\":{" + "\"a\":\"\",".repeat(20_000) + "\"b\":\"\"}"),
        table ->
            table.replace("\"entries\":[", "\"entries\":[{\"type\":\"chunk\",\"name\":\"x\"},"),
        table ->
            table.replace(
                "\"entries\":[",
                "\"entries\":[" + "{\"type\":\"dir\",\"name\":\"d\"},".repeat(500_001)),
        table -> table.substring(0, table.length() - 3));
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void aTableThatMakesNoSenseIsNotUsed(UnaryOperator<String> altered) throws Exception {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("etc/hosts", "127.0.0.1 localhost\n".getBytes(StandardCharsets.UTF_8));
    files.put("etc/motd", "hello".getBytes(StandardCharsets.UTF_8));
    takesTheSlowWay(CarriedLayers.chunked(files, altered).in(blobs));
  }

  @Test
  void aTableThatUnpacksToMoreThanItMayIsNotRead() throws Exception {
    byte[] tar = new Tar().file("etc/hosts", "x").bytes();
    takesTheSlowWay(
        CarriedLayers.packed(CarriedLayers.frame(tar), CarriedLayers.spaces(2_100)).in(blobs));
    ByteArrayOutputStream blob = new ByteArrayOutputStream();
    blob.writeBytes(Tar.gzip(new Tar().file("etc/hosts", "x").bytes()));
    int place = blob.size();
    blob.writeBytes(Tar.gzip(Tar.header('0', "stargz.index.json", "", 1L << 32)));
    blob.writeBytes(CarriedLayers.footer("%016x".formatted(place)));
    takesTheSlowWay(
        new Made(blob.toByteArray(), Map.of(CarriedLayers.STARGZ, "sha256:" + "1".repeat(64)))
            .in(blobs));
  }

  @Test
  void namesThatNoFileSystemTakesAreLeftOutAsThoseOfTheTarAre() throws Exception {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("../outside", "x".getBytes(StandardCharsets.UTF_8));
    files.put("/etc/./hosts", "y".getBytes(StandardCharsets.UTF_8));
    Descriptor layer = CarriedLayers.chunked(files, table -> table).in(blobs);
    LayerTable table = table(layers(), layer);
    LayerTable slow = table(layers().whole(), layer);
    assertEquals(listed(slow), listed(table));
    assertEquals(1, table.leftOut());
    assertEquals("etc/hosts", table.entries().getFirst().path());
  }

  @Test
  void anotherManifestsTableOfTheSameLayerIsNotTakenForIt() throws Exception {
    Made made = CarriedLayers.real("zstd-chunked");
    Descriptor layer = made.in(blobs);
    // Another registry sends another table for the layer's digest, and a manifest to go with it.
    Made lie =
        CarriedLayers.chunked(
            made.blob(),
            "{\"entries\":[{\"type\":\"dir\",\"name\":\"lie\"}]}".getBytes(StandardCharsets.UTF_8));
    CountedBlobs elsewhere = new CountedBlobs();
    elsewhere.change(layer, lie.blob());
    Descriptor lying = CarriedLayers.annotated(layer, lie.annotations());
    IndexedLayers layers = layers();
    assertTrue(lie.blob().length > layer.size());
    LayerTable there =
        layers.table(
            elsewhere,
            Descriptor.of(
                Document.of(
                    new HashMap<>(lying.raw().map()) {
                      private static final long serialVersionUID = 1;

                      {
                        put("size", lie.blob().length);
                      }
                    })),
            each -> {},
            Progress.none());
    assertEquals("lie", there.entries().getFirst().path());
    assertTrue(table(layers, layer).entries().size() > 10);
    assertTrue(table(layers(), layer).entries().size() > 10);
  }
}
