package dev.mooring.registry.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.job.Progress;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.registry.Descriptor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Gzip layers of images that name a SOCI index.
@Timeout(30)
final class SociTest {
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

  private Descriptor real() throws IOException {
    return SociLayers.image(blobs, SociLayers.real(blobs)).layers().getFirst();
  }

  static Map<String, byte[]> files(int count, int size) {
    Random random = new Random(9);
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      byte[] content = new byte[size + i];
      random.nextBytes(content);
      files.put("usr/lib/file-" + i, content);
    }
    return files;
  }

  @Test
  void whatTheTableListsIsWhatTheLayerHolds() throws Exception {
    Descriptor layer = real();
    blobs.forget();
    IndexedLayers layers = layers();
    LayerTable byTable = table(layers, layer);
    assertEquals(1, blobs.requests.get(), "for the zTOC");
    assertEquals(1, blobs.finds.get(), "for the index that names it");
    Layers whole = layers.whole();
    LayerTable bySlow = table(whole, layer);
    assertEquals(bySlow.entries(), byTable.entries());
    assertEquals(bySlow.leftOut(), byTable.leftOut());
    assertTrue(byTable.entries().stream().anyMatch(each -> !each.attributes().values().isEmpty()));
    Layers next = new IndexedLayers(folder.resolve("other"));
    assertEquals(byTable, table(next, layer));
    for (LayerEntry file : byTable.entries()) {
      if (file.kind() == LayerEntry.Kind.FILE) {
        blobs.forget();
        byte[] content = content(next, layer, file);
        assertTrue(blobs.requests.get() <= 1 && blobs.longest.get() < layer.size());
        assertArrayEquals(content(whole, layer, file), content, file::path);
      }
    }
    assertEquals(0, blobs.unclosed.get());
  }

  @Test
  void aFileOfALargeLayerIsOpenedByItsSpansAlone() throws Exception {
    Map<String, byte[]> files = files(40, 50_000);
    Descriptor layer = MadeZtoc.of(files, 100_000).in(blobs);
    LayerTable table = table(layers(), layer);
    assertEquals(1, blobs.finds.get());
    IndexedLayers next = layers();
    for (LayerEntry each : table.entries()) {
      blobs.forget();
      assertArrayEquals(files.get(each.path()), content(next, layer, each));
      assertEquals(1, blobs.requests.get());
      assertTrue(blobs.longest.get() < 210_000, blobs.longest + " bytes");
    }
    assertEquals(table(next.whole(), layer).entries(), table.entries());
  }

  @Test
  void manyFilesComeByOneRequest() throws Exception {
    Map<String, byte[]> files = files(40, 50_000);
    Descriptor layer = MadeZtoc.of(files, 100_000).in(blobs);
    IndexedLayers layers = layers();
    LayerTable table = table(layers, layer);
    blobs.forget();
    List<String> read = new ArrayList<>();
    layers.each(
        blobs,
        layer,
        table.entries(),
        (file, in) -> {
          assertArrayEquals(files.get(file.path()), in.readAllBytes());
          read.add(file.path());
        });
    assertEquals(List.copyOf(files.keySet()), read);
    assertEquals(1, blobs.requests.get());
    Descriptor small = real();
    Layers whole = layers.whole();
    LayerTable listed = table(layers, small);
    layers.each(
        blobs,
        small,
        listed.entries(),
        (file, in) -> {
          try (InputStream wanted = whole.open(blobs, small, file)) {
            assertArrayEquals(wanted.readAllBytes(), in.readAllBytes(), file::path);
          }
        });
  }

  @Test
  void aTableThatIsKnownCostsNoRequestEvenForTheNextProcess() throws Exception {
    Descriptor layer = real();
    LayerTable table = table(layers(), layer);
    blobs.forget();
    assertEquals(table, table(layers(), layer));
    assertEquals(0, blobs.requests.get() + blobs.finds.get());
  }

  @Test
  void noByteOfASpanThatIsAnotherIsShown() throws Exception {
    MadeZtoc made = MadeZtoc.of(files(40, 5_000), 30_000);
    Descriptor layer = made.in(blobs);
    IndexedLayers layers = layers();
    LayerTable table = table(layers, layer);
    byte[] other = made.blob.clone();
    // The last byte of the fourth span.
    int changed = (int) made.point(4, 0) - 1;
    other[changed] ^= 1;
    blobs.change(layer, other);
    int refusals = 0;
    for (LayerEntry each : table.entries()) {
      boolean within = each.offset() < 120_000 && each.offset() + each.size() > 90_000;
      if (within) {
        refusals++;
        isRefused(layers, layer, each);
        MooringException refused =
            assertThrows(
                MooringException.class,
                () ->
                    layers.each(
                        blobs,
                        layer,
                        List.of(table.entries().getFirst(), each),
                        (file, in) -> {
                          if (in.readAllBytes().length < file.size()) {
                            throw new AssertionError();
                          }
                        }),
                each::path);
        assertEquals(Code.DIGEST_MISMATCH, refused.problem().code());
      } else {
        assertEquals(each.size(), content(layers, layer, each).length);
      }
    }
    assertTrue(refusals > 4);
    assertEquals(0, blobs.unclosed.get());
  }

  private void isRefused(Layers layers, Descriptor layer, LayerEntry file) throws Exception {
    byte[] before = new byte[(int) file.size()];
    int shown = 0;
    try (InputStream in = layers.open(blobs, layer, file)) {
      for (int some = 0; some >= 0; some = in.read(before, shown, before.length - shown)) {
        shown += some;
        assertNotEquals(before.length, shown);
      }
    } catch (IOException e) {
      assertEquals(
          Code.DIGEST_MISMATCH, ((MooringException) e.getCause()).problem().code(), file::path);
    } catch (MooringException e) {
      assertEquals(Code.DIGEST_MISMATCH, e.problem().code(), file::path);
      assertTrue(e.problem().why().contains("its own list"), e.problem()::why);
    }
  }

  @Test
  void aHeaderThatIsAnotherChangesNothing() throws Exception {
    MadeZtoc made = MadeZtoc.of(files(3, 500), 900);
    Descriptor layer = made.in(blobs);
    IndexedLayers layers = layers();
    LayerTable table = table(layers, layer);
    byte[] other = made.blob.clone();
    other[3] = 4;
    blobs.change(layer, other);
    for (LayerEntry each : table.entries()) {
      assertArrayEquals(files(3, 500).get(each.path()), content(layers, layer, each));
    }
  }
}
