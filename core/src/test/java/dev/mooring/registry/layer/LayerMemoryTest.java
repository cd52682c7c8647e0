package dev.mooring.registry.layer;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.job.Progress;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.MediaTypes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How much memory the layer of a large image takes.
final class LayerMemoryTest {
  private static final int FILES = 50_000;

  @TempDir Path folder;
  private final CountedBlobs blobs = new CountedBlobs();

  private static String name(int i) {
    return "usr/lib/folder-" + i / 100 + "/some-file-of-a-name-" + i + ".txt";
  }

  private static long used() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  /// What is known of it, with the table that whoever asked holds.
  private void takesLittle(Descriptor layer) throws InterruptedException {
    IndexedLayers layers = new IndexedLayers(folder);
    long before = used();
    LayerTable table = layers.table(blobs, layer, each -> {}, Progress.none());
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> {
              long grown = used() - before;
              assertTrue(grown < 32 << 20, (grown >> 10) + " KiB");
            });
    assertEquals(FILES, table.entries().size());
    assertEquals(table, layers.table(blobs, layer, each -> {}, Progress.none()));
  }

  @Test
  void fiftyThousandFilesOfALayerTakeLittle() throws Exception {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed, 1 << 16)) {
      byte[] content = new byte[512];
      for (int i = 0; i < FILES; i++) {
        out.write(Tar.header('0', name(i), "", 5));
        content[0] = (byte) i;
        out.write(content);
      }
      out.write(new byte[1024]);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    takesLittle(blobs.put(MediaTypes.DOCKER_LAYER_GZIP, packed.toByteArray()));
  }

  @Test
  void fiftyThousandFilesOfACarriedTableTakeLittle() throws Exception {
    Map<String, byte[]> files = new LinkedHashMap<>();
    byte[] content = {1, 2, 3};
    for (int i = 0; i < FILES; i++) {
      files.put(name(i), content);
    }
    takesLittle(CarriedLayers.chunked(files, table -> table).in(blobs));
    assertEquals(1, blobs.requests.get());
  }
}
