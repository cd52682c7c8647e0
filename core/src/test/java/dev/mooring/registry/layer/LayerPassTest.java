package dev.mooring.registry.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.job.Progress;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.DiskCache;
import dev.mooring.registry.MediaTypes;
import dev.mooring.registry.tree.Extraction;
import dev.mooring.registry.tree.ImageTree;
import dev.mooring.registry.tree.TreeContent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Many files of a layer, read from the first to the last.
@Timeout(60)
final class LayerPassTest {
  private static final String OCI = MediaTypes.OCI_LAYER_TAR;

  @TempDir Path folder;
  private final CountedBlobs blobs = new CountedBlobs();
  private final Map<String, byte[]> files = new LinkedHashMap<>();

  private IndexedLayers layers() {
    return new IndexedLayers(
        new IndexCache(new DiskCache(folder.resolve("cache"), 64 << 20), 1 << 24),
        Duration.ofMillis(1));
  }

  /// Of six MiB and more, hardly compressible.
  private Descriptor layer(String how) throws Exception {
    Random random = new Random(2);
    Tar tar = new Tar();
    for (int i = 0; i < 60; i++) {
      byte[] content = new byte[i % 10 == 0 ? 0 : 120_000];
      random.nextBytes(content);
      files.put("dir/" + i, content);
      tar.file("dir/" + i, content);
    }
    return switch (how) {
      case "tar" -> blobs.put(OCI, tar.bytes());
      case "gzip" -> blobs.put(OCI + "+gzip", Tar.gzip(tar.bytes()));
      case "zstd" -> blobs.put(OCI + "+zstd", CarriedLayers.frame(tar.bytes()));
      default -> CarriedLayers.chunked(files, table -> table).in(blobs);
    };
  }

  private static Map<String, byte[]> read(
      CountedBlobs blobs, Layers layers, Descriptor layer, List<LayerEntry> wanted)
      throws Exception {
    Map<String, byte[]> read = new LinkedHashMap<>();
    layers.each(blobs, layer, wanted, (file, in) -> read.put(file.path(), in.readAllBytes()));
    return read;
  }

  @ParameterizedTest
  @ValueSource(strings = {"tar", "gzip", "zstd", "chunked"})
  void allFilesTakeOneRequestAndThoseFarApartNotWhatIsBetween(String how) throws Exception {
    Descriptor layer = layer(how);
    IndexedLayers layers = layers();
    LayerTable table = layers.table(blobs, layer, each -> {}, Progress.none());
    List<LayerEntry> shuffled = new ArrayList<>(table.entries());
    Collections.shuffle(shuffled, new Random(1));
    blobs.forget();
    Map<String, byte[]> all = read(blobs, layers, layer, shuffled);
    assertEquals(1, blobs.requests.get());
    assertTrue(blobs.sent.get() <= layer.size());
    assertEquals(files.keySet(), all.keySet());
    files.forEach((name, content) -> assertArrayEquals(content, all.get(name), name));
    blobs.forget();
    List<LayerEntry> two = List.of(table.entries().get(1), table.entries().get(59));
    assertEquals(2, read(blobs, layers, layer, two).size());
    assertEquals(2, blobs.requests.get());
    assertTrue(blobs.sent.get() < layer.size() / 2, blobs.sent + " of " + layer.size());
    assertEquals(0, blobs.unclosed.get());
  }

  @ParameterizedTest
  @ValueSource(strings = {"estargz", "estargz-joined", "zstd-chunked"})
  void realTablesAreReadInOneGoToo(String name) throws Exception {
    Descriptor layer = CarriedLayers.real(name).in(blobs);
    IndexedLayers layers = layers();
    LayerTable table = layers.table(blobs, layer, each -> {}, Progress.none());
    List<LayerEntry> wanted =
        table.entries().stream().filter(each -> each.kind() == LayerEntry.Kind.FILE).toList();
    blobs.forget();
    Map<String, byte[]> all = read(blobs, layers, layer, wanted);
    assertEquals(1, blobs.requests.get());
    for (LayerEntry each : wanted) {
      try (InputStream in = layers.open(blobs, layer, each)) {
        assertArrayEquals(in.readAllBytes(), all.get(each.path()), each::path);
      }
    }
  }

  @Test
  void whatIsNotReadOfAFileIsPassed() throws Exception {
    Descriptor layer = layer("gzip");
    IndexedLayers layers = layers();
    LayerTable table = layers.table(blobs, layer, each -> {}, Progress.none());
    List<byte[]> starts = new ArrayList<>();
    layers.each(
        blobs,
        layer,
        table.entries(),
        (file, in) -> starts.add(in.readNBytes(file.size() > 0 ? 5 : 0)));
    assertEquals(60, starts.size());
    assertArrayEquals(Arrays.copyOf(files.get("dir/59"), 5), starts.getLast());
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "chunked"})
  void changedBytesAreFoundAndLostConnectionsGoOn(String how) throws Exception {
    Descriptor layer = layer(how);
    IndexedLayers layers = layers();
    LayerTable table = layers.table(blobs, layer, each -> {}, Progress.none());
    blobs.breaksAfter = 1_000_000;
    assertEquals(60, read(blobs, layers, layer, table.entries()).size());
    Descriptor other =
        how.equals("gzip") ? blobs.put(OCI, Tar.gzip(other())) : blobs.put(OCI, chunkedOther());
    blobs.forget();
    byte[] bytes;
    try (InputStream in = blobs.open(other, 0)) {
      blobs.breaksAfter = Long.MAX_VALUE;
      bytes = in.readAllBytes();
    }
    blobs.change(layer, bytes);
    List<String> read = new ArrayList<>();
    MooringException refused =
        assertThrows(
            MooringException.class,
            () ->
                layers.each(
                    blobs,
                    layer,
                    table.entries(),
                    (file, in) -> {
                      in.readAllBytes();
                      if (file.size() > 0) {
                        read.add(file.path());
                      }
                    }));
    assertEquals(Code.DIGEST_MISMATCH, refused.problem().code());
    assertEquals(List.of("dir/1"), read);
    assertEquals(0, blobs.unclosed.get());
  }

  /// The second content has another byte.
  private byte[] other() {
    Tar tar = new Tar();
    files.get("dir/2")[7] ^= 1;
    files.forEach(tar::file);
    return tar.bytes();
  }

  private byte[] chunkedOther() {
    files.get("dir/2")[7] ^= 1;
    return CarriedLayers.chunked(files, table -> table).blob();
  }

  @Test
  void whatAReadingThrowsIsNotTheLayersFault() throws Exception {
    Descriptor layer = layer("gzip");
    IndexedLayers layers = layers();
    LayerTable table = layers.table(blobs, layer, each -> {}, Progress.none());
    IOException full = new IOException("disk full");
    assertEquals(
        full,
        assertThrows(
            IOException.class,
            () ->
                layers.each(
                    blobs,
                    layer,
                    table.entries(),
                    (file, in) -> {
                      throw full;
                    })));
    Thread.currentThread().interrupt();
    assertThrows(
        InterruptedException.class,
        () -> layers.each(blobs, layer, table.entries(), (file, in) -> in.readAllBytes()));
    assertEquals(0, blobs.unclosed.get());
  }

  @Test
  void anImageIsExtractedByOneRequestForEachLayer() throws Exception {
    List<Descriptor> of = List.of(layer("gzip"), layer("chunked"));
    IndexedLayers layers = layers();
    ImageTree tree = ImageTree.read(layers, blobs, of, any -> {}, Progress.none());
    blobs.forget();
    Path to = folder.resolve("to");
    Extraction.Extracted done =
        new Extraction(tree, new TreeContent(tree, layers, blobs, of), false)
            .run("/", to, Progress.none());
    assertEquals(1, blobs.requests.get(), "all files are of the upper layer");
    assertEquals(60, done.files());
    for (Map.Entry<String, byte[]> each : files.entrySet()) {
      assertArrayEquals(each.getValue(), Files.readAllBytes(to.resolve(each.getKey())));
    }
    ImageTree lower = ImageTree.read(layers, blobs, of.subList(0, 1), any -> {}, Progress.none());
    blobs.forget();
    new Extraction(lower, new TreeContent(lower, layers, blobs, of), false)
        .run("dir", folder.resolve("lower"), Progress.none());
    assertEquals(1, blobs.requests.get());
  }
}
